#pragma once
// The functions a row may chain: text in, text out, one literal table. A row of the table is the
// whole documentation: mappings/README.md lists it, and a test runs every example.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/result.hpp"
#include "gateway/mapping/code_table.hpp"

namespace ow::mapping {

struct Arguments {
    std::vector<std::string> texts;
    const CodeTable* table = nullptr;  ///< the table `code(name)` names
    [[nodiscard]] std::string_view at(std::size_t i) const {
        return i < texts.size() ? std::string_view{texts[i]} : std::string_view{};
    }
};

/// Errors: kFieldFormat, kMappingCodeUnknown. A cause never repeats the value, except an unknown
/// code, which is no personal data.
using Apply = Result<std::string> (*)(std::string_view value, const Arguments& arguments);

struct Function {
    std::string_view name;
    std::size_t least;  ///< arguments
    std::size_t most;
    std::string_view help;
    std::string_view example;  ///< `date(yyyyMMdd)`
    std::string_view before;   ///< the example's input
    std::string_view after;    ///< and output
    Apply apply;
};

/// Sorted by name.
[[nodiscard]] std::span<const Function> functions();
[[nodiscard]] const Function* find_function(std::string_view name);

/// One step of a chain.
struct Call {
    const Function* function = nullptr;
    Arguments arguments;
};

/// `trim`, `split(;,2)`, `replace(',',' ')`: arguments are separated by commas; '…' holds one that
/// contains a comma or a bracket. Unknown names, wrong counts, unknown tables and senseless date
/// patterns are kConfigInvalid with a hint; `at` is the scalar's place.
[[nodiscard]] Result<Call> parse_call(std::string_view text, const CodeTables& tables,
                                      const At& at);

}  // namespace ow::mapping
