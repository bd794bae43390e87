#include "adapters/http_push/probe.hpp"

#include "adapters/http_push/content.hpp"
#include "adapters/partner_keys.hpp"

namespace ow::http_push {

using ports::ConnectionCause;
using ports::ConnectionFinding;

Result<ConnectionFinding> probe(const adapters::ProbeContext& context) {
    const ports::PartnerSettings& partner = context.partner;
    const Content content =
        adapters::setting(partner, "content", "json") == "xml" ? Content::kXml : Content::kJson;
    std::string endpoint = partner.endpoint;
    if (endpoint.ends_with('/')) endpoint.pop_back();
    ConnectionFinding last;
    for (const auto& [name, path] : partner.settings) {
        if (!name.starts_with("path.")) continue;
        const auto fetched = adapters::fetch(context, endpoint + path);
        if (!fetched) return fetched.error();
        if (fetched->finding.cause != ConnectionCause::kFine) return fetched->finding;
        const std::string type = adapters::media_type_of(fetched->reply);
        const bool answered = fetched->reply.status < 300 && !fetched->reply.body.empty();
        if (answered && !is_of(content, type))
            return ConnectionFinding{
                ConnectionCause::kContentType,
                fetched->finding.detail + "，" + (type.empty() ? "无类型" : type)};
        last = fetched->finding;
    }
    return last;
}

}  // namespace ow::http_push
