#include "gateway/app/config_procedures.hpp"

#include "gateway/app/csv_table.hpp"

namespace ow::app {
namespace {

using model::ProcedureClass;

constexpr std::string_view kColumns[] = {"id",      "name",     "class", "cap",
                                         "notice",  "approver", "basis", "applies_to",
                                         "section", "evidence", "note"};

ProcedureClass read_class(CsvReader& reader) {
    const std::string letter = reader.one_of("class", {"A", "B", "C", "D", "E", "N"});
    switch (letter.empty() ? 'B' : letter[0]) {
        case 'A':
            return ProcedureClass::kPause;
        case 'C':
            return ProcedureClass::kExcluded;
        case 'D':
            return ProcedureClass::kExtension;
        case 'E':
            return ProcedureClass::kSuspension;
        case 'N':
            return ProcedureClass::kLooksLikeOne;
        default:
            return ProcedureClass::kRecorded;
    }
}

/// The notice of a pause or an extension (D23) quotes it to the applicant.
bool is_quoted(ProcedureClass kind) {
    return kind != ProcedureClass::kRecorded && kind != ProcedureClass::kLooksLikeOne;
}

}  // namespace

Procedures read_procedures(const std::filesystem::path& path, std::vector<Error>& problems) {
    const auto table = CsvTable::read(path, kColumns, problems);
    Procedures out{{}, table.bytes()};
    for (const CsvRow& row : table.rows()) {
        CsvReader reader{table, row, problems};
        model::SpecialProcedure procedure;
        procedure.id = reader.text("id");
        procedure.name = reader.text("name");
        procedure.kind = read_class(reader);
        procedure.cap = reader.limit_or_none("cap");
        procedure.notice = reader.text_or_none("notice");
        procedure.approver = reader.text_or_none("approver");
        procedure.basis = reader.text_or_none("basis");
        if (is_quoted(procedure.kind) && !procedure.basis.starts_with("《")) {
            reader.report("basis", "the notice quotes it: 《the law's full name》 and its article");
        }
        for (std::string& item : reader.list("applies_to", ";")) {
            procedure.applies_to.emplace_back(std::move(item));
        }
        const bool named = procedure.kind == ProcedureClass::kExcluded ||
                           procedure.kind == ProcedureClass::kSuspension;
        if (named && procedure.applies_to.empty()) {
            reader.report("applies_to", "a special law names its items: which?");
        }
        out.rows.push_back(std::move(procedure));
    }
    return out;
}

}  // namespace ow::app
