// Files that came with a case's materials, and prints of its own documents.

#include <boost/json/array.hpp>

#include "gateway/flow/desk.hpp"
#include "gateway/flow/sent_form.hpp"

namespace ow::flow {
namespace {

using boost::json::object;
using model::text_at;

const object* material_with(const object& content, const std::string& file) {
    const auto* list = content.if_contains("materials");
    if (list == nullptr || !list->is_array()) return nullptr;
    for (const auto& one : list->get_array()) {
        if (text_at(one.as_object(), "file") == file) return &one.as_object();
    }
    return nullptr;
}

/// The sender's name for it, without the folders it may have named; else our own.
std::string name_of(const object& material, const CaseNo& no) {
    const std::string given = text_at(material, "file_name");
    const std::string name = given.substr(given.find_last_of("/\\") + 1);
    return name.empty() ? no.str() + "-" + text_at(material, "file").substr(0, 8) : name;
}

}  // namespace

Result<ports::DocumentFile> Desk::material_file(const ports::StaffUser& user, const CaseNo& no,
                                                const std::string& file) {
    if (auto seen = check_seen(user, no); !seen) return seen.error();
    const auto state = cases_.load(no);
    if (!state) return state.error();
    if (state->content.empty()) return Error{Code::kKeyDestroyed, {no.str(), {}, 0, 0}};
    const object* material = material_with(state->content, file);
    if (file.empty() || material == nullptr) return Error{Code::kBlobMissing, {"file", {}, 0, 0}};
    auto bytes = store_.get_blob(case_stream(no), file);
    if (!bytes) return bytes.error();
    return ports::DocumentFile{name_of(*material, no), text_at(*material, "file_type"),
                               std::move(*bytes)};
}

Result<object> Desk::print_once(const CaseNo& no, const ports::StaffAction& form,
                                model::Command command, Request request) {
    const SentForm sent{store_, "print " + no.str(), form};
    if (!form.idempotency_key.empty()) {
        auto first = sent.first_answer();
        if (!first) return first.error();
        if (*first) return std::move(**first);
        request.others = [this, sent, actor = request.actor](const CaseNo& printed,
                                                             const std::string&) {
            return Result<std::vector<ports::Append>>{
                {sent.sent({{"case_no", printed.str()}}, actor, clock_.now())}};
        };
    }
    const Outcome outcome = cases_.run_and_wait(no, std::move(command), std::move(request));
    if (outcome.error) return *outcome.error;
    return outcome.answer;
}

}  // namespace ow::flow
