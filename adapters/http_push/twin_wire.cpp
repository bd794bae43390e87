#include "adapters/http_push/twin_wire.hpp"

#include "adapters/twin_signature.hpp"

namespace ow::http_push::twin {

ports::HttpCall signed_call(const Message& message, const std::string& name, const std::string& key,
                            Instant now) {
    ports::HttpCall call;
    call.partner = PartnerId{name};
    call.url = message.url;
    call.body = message.body;
    call.headers = {{"Content-Type", message.content_type},
                    {"Idempotency-Key", message.idempotency_key}};
    adapters::add_signature(call, name, key, now);
    return call;
}

}  // namespace ow::http_push::twin
