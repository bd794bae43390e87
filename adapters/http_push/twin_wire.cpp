#include "adapters/http_push/twin_wire.hpp"

#include "adapters/twin_signature.hpp"

namespace ow::http_push::twin {

ports::HttpCall call_of(const Message& message) {
    ports::HttpCall call;
    call.url = message.url;
    call.body = message.body;
    call.headers = {{"Content-Type", message.content_type},
                    {"Idempotency-Key", message.idempotency_key}};
    return call;
}

ports::HttpCall signed_call(const Message& message, const std::string& name, const std::string& key,
                            Instant now) {
    return adapters::signed_by(name, key, call_of(message), now);
}

}  // namespace ow::http_push::twin
