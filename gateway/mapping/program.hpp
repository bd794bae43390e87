#pragma once
// A definition with its expressions compiled: what actually runs. It belongs to one thread at a
// time; Mapping keeps a pool of them. Borrows the Definition.

#include <memory>
#include <optional>
#include <vector>

#include "gateway/mapping/definition.hpp"
#include "gateway/mapping/expression.hpp"

namespace ow::mapping {

struct CompiledRow {
    const Row* row = nullptr;
    std::optional<Expression> from;
    std::optional<Expression> when;
    std::vector<Expression> needs;
    std::vector<CompiledRow> rows;
};

struct Program {
    const Definition* definition = nullptr;
    std::vector<CompiledRow> rows;
};

/// Every expression that does not compile goes to `problems` with the row's place.
[[nodiscard]] Program compile(const Definition& definition, std::vector<Error>& problems);

/// What a row yields at a node.
struct Yield {
    enum class State : std::uint8_t {
        kSkipped,  ///< its `when` is false
        kMissing,  ///< nothing selected, or JSON null
        kEmpty,    ///< selected, but empty
        kValue,
        kWrong,  ///< `error` says why
    };
    State state = State::kSkipped;
    std::string value;
    std::optional<Error> error;  ///< code and cause; the caller adds the place
};

/// Condition, values, chain. More than one value without `join` is an error, never the first one.
/// An empty value passes through every function.
[[nodiscard]] Yield evaluate(const CompiledRow& row, const Tree& tree, xml::Node node);

/// `error` with the field as the sender knows it, the mapping, the row's place and its expression.
[[nodiscard]] Error placed(const Error& error, const CompiledRow& row, const std::string& field,
                           const std::string& mapping);

}  // namespace ow::mapping
