#pragma once
// Printing at the hall's own printers, as the console asks for it: some documents of some cases
// together, and what became of each. The paper is always the stored file.

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <string>
#include <vector>

#include "gateway/ports/desk.hpp"

namespace ow::ports {

/// What to print of the cases: these documents, or all that fit `which`.
struct PrintOrder {
    std::string batch;    ///< made by the page once per order: the same again changes nothing
    std::string printer;  ///< partner id
    std::vector<CaseNo> cases;
    std::vector<std::string> documents = {};  ///< ids; empty: by `which`
    std::string which = "unprinted";          ///< "results" and "unprinted" (never printed), "all"
};

/// What a person decides of a batch ("resume", "move" to `printer`, "cancel") or of one of its
/// lines whose fate is unknown ("printed", "again").
struct PrintVerb {
    std::string verb;
    std::string printer = {};
    std::string case_no = {};
    std::string document = {};
};

/// Thread-safe; blocks for reads and commits.
class PrintDesk {
  public:
    virtual ~PrintDesk() = default;
    /// [{"id","name","place"}]
    [[nodiscard]] virtual boost::json::array printers() = 0;
    /// The latest batches of the hall: [{"id","printer","at","by","count"}].
    [[nodiscard]] virtual boost::json::array batches(const StaffUser& user) = 0;
    /// {"id"}; kRequestInvalid: no such printer, or nothing to print.
    [[nodiscard]] virtual Result<boost::json::object> print(const StaffUser& user,
                                                            const PrintOrder& order) = 0;
    /// {"id","printer","printer_id","at","by","counts":{state:n},
    ///  "lines":[{"case_no","item","applicant"(masked),"document","title","state","reason","nth",
    ///            "printer","at","facts"}]}
    /// States: "printed", "sending", "waiting", "parked", "unknown", "cancelled"; "refused" (the
    /// document could not be made), "pending" (not made yet), "elsewhere" (in another batch's
    /// queue), "open" (not asked for yet).
    [[nodiscard]] virtual Result<boost::json::object> batch(const StaffUser& user,
                                                            const std::string& id) = 0;
    /// The batch as it is then.
    [[nodiscard]] virtual Result<boost::json::object> decide(const StaffUser& user,
                                                             const std::string& id,
                                                             const PrintVerb& verb) = 0;
};

}  // namespace ow::ports
