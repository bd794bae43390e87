// Ledgers and figures for the people who keep them.

#include <boost/json/array.hpp>

#include "gateway/flow/desk.hpp"
#include "gateway/flow/figures.hpp"
#include "gateway/flow/ledger.hpp"

namespace ow::flow {

using boost::json::array;
using boost::json::object;

namespace {

constexpr std::string_view kFigures = "figures";

Result<std::vector<model::Sheet>> sheets_of(const std::string& book, const Month& month,
                                            Instant now, const Setting& setting,
                                            ports::History& history) {
    if (book == kFigures) return figures(month, now, setting, history);
    auto one = ledger(book, month, Names::kMasked, setting, history);
    if (!one) return one.error();
    return std::vector<model::Sheet>{std::move(*one)};
}

}  // namespace

array Desk::books(const ports::StaffUser&) {
    array out{object{{"id", kFigures}, {"title", "部门和人员月度统计"}}};
    for (const LedgerName& name : ledger_names())
        out.push_back(object{{"id", name.id}, {"title", name.title}});
    return out;
}

Result<ports::DocumentFile> Desk::book(const ports::StaffUser&, const std::string& id,
                                       const std::string& month, const std::string& format) {
    if (history_ == nullptr || sheets_ == nullptr)
        return Error{Code::kInternal, {}, "the desk has no books"};
    const auto asked = parse_month(month);
    if (!asked) return Error{Code::kFieldFormat, {"month"}, "a month like 2026-11 is expected"};
    const auto sheets = sheets_of(id, *asked, clock_.now(), setting_, *history_);
    if (!sheets) return sheets.error();
    auto file = sheets_->make(*sheets, format);
    if (!file) return file.error();
    return ports::DocumentFile{sheets->front().title + month + file->extension,
                               std::move(file->content_type), std::move(file->bytes)};
}

}  // namespace ow::flow
