#include "gateway/model/seal_use.hpp"

#include "gateway/model/case_state.hpp"

namespace ow::model {
namespace {

constexpr std::string_view kSeals = "seals";

}  // namespace

boost::json::array to_json(const std::vector<SealUse>& uses) {
    boost::json::array out;
    for (const SealUse& use : uses) {
        boost::json::object one{{"seal", use.seal}};
        if (!use.holder.empty()) {
            one["holder"] = use.holder;
            one["subject"] = use.key.subject;
            one["serial"] = use.key.serial;
            one["fingerprint"] = use.key.fingerprint;
            one["algorithm"] = use.key.algorithm;
        }
        out.push_back(std::move(one));
    }
    return out;
}

bool tells_seal_uses(const boost::json::object& clear) {
    const auto* list = clear.if_contains(kSeals);
    return list != nullptr && list->is_array();
}

std::vector<SealUse> seal_uses(const boost::json::object& clear) {
    std::vector<SealUse> out;
    if (!tells_seal_uses(clear)) return out;
    for (const boost::json::value& one : clear.at(kSeals).get_array()) {
        if (!one.is_object()) continue;
        const boost::json::object& use = one.get_object();
        out.push_back({text_at(use, "seal"),
                       text_at(use, "holder"),
                       {text_at(use, "subject"), text_at(use, "serial"),
                        text_at(use, "fingerprint"), text_at(use, "algorithm")}});
    }
    return out;
}

}  // namespace ow::model
