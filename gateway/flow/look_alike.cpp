#include "gateway/flow/look_alike.hpp"

#include "gateway/flow/search_terms.hpp"

namespace ow::flow {
namespace {

constexpr int kMostLooked = 50;
constexpr std::string_view kCase = "case:";

}  // namespace

std::vector<std::string> look_alikes_of(ports::Store& store, const model::CaseState& s,
                                        const Setting& setting) {
    std::vector<std::string> numbers;
    const std::string subject = model::text_at(s.content, "applicant.cert_number");
    const int days = setting.hall.settings.look_alike_days;
    if (subject.empty() || days == 0) return numbers;
    const Millis window = std::chrono::days{days};
    for (const ports::StreamView& other : store.find({number_term(subject)}, kMostLooked)) {
        const std::string& stream = other.stream.str();
        const bool same = stream.starts_with(kCase) && other.row.item == s.item.str() &&
                          other.row.source != s.source.str();
        const Millis apart = std::chrono::abs(other.opened_at - s.received_at.value_or(Instant{}));
        if (same && apart <= window) numbers.push_back(stream.substr(kCase.size()));
    }
    std::erase(numbers, s.no.str());
    return numbers;
}

}  // namespace ow::flow
