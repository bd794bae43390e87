#include "gateway/flow/sent_form.hpp"

#include <boost/json/serialize.hpp>

#include "gateway/model/case_state.hpp"
#include "gateway/model/content.hpp"

namespace ow::flow {

using boost::json::object;
using model::text_at;

std::string form_digest(ports::Store& store, std::string_view form, const object& values) {
    return store.pseudonym(boost::json::serialize(object{{"form", form}, {"values", values}}));
}

SentForm::SentForm(ports::Store& store, std::string_view form, const ports::StaffAction& filled)
    : store_(store),
      stream_("form:" + filled.idempotency_key),
      digest_(form_digest(store, form, filled.values)) {}

Result<std::optional<object>> SentForm::first_answer() const {
    const auto events = store_.load(stream_);
    if (!events && events.error().code() != Code::kCaseNotFound) return events.error();
    if (!events || events->empty()) return std::optional<object>{};
    object answer = events->front().event.clear;
    const std::string first = text_at(answer, "digest");
    // Those kept before there was a digest are taken at their key.
    if (!first.empty() && first != digest_) {
        const std::string no = text_at(answer, answer.contains("case_no") ? "case_no" : "no");
        return Error{Code::kIdempotencyKeyReused, {"idempotency_key", {}, 0, 0}, no};
    }
    answer.erase("digest");
    return std::optional{std::move(answer)};
}

ports::Append SentForm::sent(object answer, const std::string& actor, Instant now) const {
    ports::Append append{stream_, 0, {}, {}};
    answer["digest"] = digest_;
    append.events.push_back({"form.sent", 1, now, actor, std::move(answer), {}});
    append.row.stage = "sent";
    append.row.closed = true;
    return append;
}

}  // namespace ow::flow
