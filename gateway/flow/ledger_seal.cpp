// What the ledger of seals says of one use.

#include "gateway/flow/ledger_value.hpp"
#include "gateway/model/seal_use.hpp"

namespace ow::flow::ledger_value {
namespace {

using model::text_at;

constexpr std::string_view kNotKept = "未记载";

bool is_signed(const Entry& e) {
    return text_at(e.event.event.clear, "signed") == "yes";
}

model::SealUse use_of(const Entry& e) {
    const auto uses = model::seal_uses(e.event.event.clear);
    return e.part < uses.size() ? uses[e.part] : model::SealUse{};
}

std::string of_key(const Entry& e, std::string model::SealKey::*member) {
    const bool is_kept = model::tells_seal_uses(e.event.event.clear);
    return is_kept || !is_signed(e) ? use_of(e).key.*member : std::string{kNotKept};
}

}  // namespace

std::size_t seals_used(const Entry& e) {
    const auto& clear = e.event.event.clear;
    return model::tells_seal_uses(clear) ? model::seal_uses(clear).size() : 1;
}

std::string key_algorithm(const Entry& e) {
    return of_key(e, &model::SealKey::algorithm);
}
std::string key_fingerprint(const Entry& e) {
    return of_key(e, &model::SealKey::fingerprint);
}
std::string key_serial(const Entry& e) {
    return of_key(e, &model::SealKey::serial);
}
std::string key_subject(const Entry& e) {
    return of_key(e, &model::SealKey::subject);
}
std::string seal_words(const Entry& e) {
    return use_of(e).seal;
}
std::string sealed_for(const Entry& e) {
    const std::string holder = use_of(e).holder;
    if (holder.empty()) return department(e);
    if (holder == "hall") return e.setting.hall.name;
    const auto* found = e.setting.hall.find(DepartmentId{holder});
    return found == nullptr ? holder : found->name;
}
std::string sealed_by(const Entry& e) {
    const auto* wanted = e.event.event.clear.if_contains("wanted_at");
    for (const model::StoredEvent& one : e.events) {
        if (wanted == nullptr || *wanted != one.sequence) continue;
        const Entry there{e.stream, e.events, e.state, one, e.setting, e.names};
        if (std::string who = actor(there); !who.empty()) return who;
    }
    const std::string who = actor(e);
    return who.empty() ? "系统自动" : who;
}
std::string way_of_sealing(const Entry& e) {
    return is_signed(e) ? "电子签章" : "样式，未签章";
}

}  // namespace ow::flow::ledger_value
