// Prints of a stored document. The paper is always the stored file, so a print differs from the one
// before by its number only; what a printer was asked for and has not ended is asked for once.

#include "gateway/model/case_decide.hpp"
#include "gateway/model/case_evolve.hpp"

namespace ow::model {
namespace {

using boost::json::object;

Result<const CaseDocument*> stored(const CaseState& s, const std::string& id) {
    const auto known = s.documents.find(id);
    if (known == s.documents.end() || known->second.address.empty())
        return Error{Code::kCommandNotAllowed, {id, {}, 0, 0}, "没有这份文书"};
    return &known->second;
}

void ask_printed(CaseState& s, const StoredEvent& e) {
    s.documents[text_at(e.event.clear, "id")].asked = e.sequence;
}

void print_ended(CaseState& s, const StoredEvent& e) {
    s.documents[text_at(e.event.clear, "id")].asked = 0;
}

void printed(CaseState& s, const StoredEvent& e) {
    CaseDocument& d = s.documents[text_at(e.event.clear, "id")];
    ++d.prints;
    if (!text_at(e.event.clear, "printer").empty()) d.asked = 0;
}

// Sorted.
constexpr EvolveRow kRows[] = {
    {"document.print_asked", &ask_printed},
    {"document.print_ended", &print_ended},
    {"document.printed", &printed},
};

}  // namespace

Decided decide_on(const CaseState& s, const AskPrint& c, const CaseFacts& f, Instant now) {
    const auto document = stored(s, c.id);
    if (!document) return document.error();
    if ((*document)->asked != 0)
        return Error{Code::kCommandNotAllowed, {c.id, {}, 0, 0}, "这份文书已在打印队列中"};
    return one(event("document.print_asked", now, f,
                     {{"id", c.id},
                      {"sha256", (*document)->sha256},
                      {"printer", c.printer},
                      {"batch", c.batch},
                      {"nth", (*document)->prints + 1}}));
}

Decided decide_on(const CaseState& s, const EndPrint& c, const CaseFacts& f, Instant now) {
    const auto document = stored(s, c.id);
    if (!document) return document.error();
    if ((*document)->asked == 0)
        return Error{Code::kCommandNotAllowed, {c.id, {}, 0, 0}, "这份文书不在打印队列中"};
    return one(event("document.print_ended", now, f, {{"id", c.id}, {"reason", c.reason}}));
}

Decided decide_on(const CaseState& s, const DocumentPrinted& c, const CaseFacts& f, Instant now) {
    const auto document = stored(s, c.id);
    if (!document) return document.error();
    object clear{{"id", c.id}, {"sha256", (*document)->sha256}};
    if (!c.printer.empty()) {
        clear["printer"] = c.printer;
        clear["nth"] = (*document)->prints + 1;
        clear["facts"] = c.facts;
    }
    return one(event("document.printed", now, f, std::move(clear)));
}

std::span<const EvolveRow> print_rows() {
    return kRows;
}

}  // namespace ow::model
