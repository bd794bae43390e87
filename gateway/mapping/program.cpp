#include "gateway/mapping/program.hpp"

#include <fmt/format.h>

#include "gateway/base/text.hpp"

namespace ow::mapping {
namespace {

std::optional<Expression> compile_one(const std::string& text, const Definition& definition,
                                      const At& at, std::vector<Error>& problems) {
    if (text.empty()) return std::nullopt;
    auto made = Expression::compile(text, definition.namespaces, at);
    if (made) return std::move(*made);
    problems.push_back(made.error());
    return std::nullopt;
}

std::vector<CompiledRow> compile_rows(const std::vector<Row>& rows, const Definition& definition,
                                      std::vector<Error>& problems) {
    std::vector<CompiledRow> out;
    for (const Row& row : rows) {
        out.push_back({&row,
                       compile_one(row.from, definition, row.at, problems),
                       compile_one(row.when, definition, row.at, problems),
                       {},
                       compile_rows(row.rows, definition, problems)});
        for (const std::string& need : row.needs) {
            auto made = compile_one(need, definition, row.at, problems);
            if (made) out.back().needs.push_back(std::move(*made));
        }
    }
    return out;
}

std::string joined(const std::vector<std::string>& values, std::string_view separator) {
    std::string out;
    for (const std::string& value : values) {
        if (trim(value).empty()) continue;
        if (!out.empty()) out += separator;
        out += value;
    }
    return out;
}

bool joins(const Row& row) {
    return !row.chain.empty() && row.chain.front().function->name == "join";
}

/// Whether a value of JSON's `type` can be meant. A code or a flag may be a boolean, a partner's
/// numbering a number; a name is neither.
bool fits(const Row& row, std::string_view type) {
    if (type.empty() || type == "null") return true;
    if (type == "object" || type == "array" || row.field == nullptr) return false;
    if (type == "number") return row.field->type != model::FieldType::kName;
    return row.field->type == model::FieldType::kCode || row.field->type == model::FieldType::kFlag;
}

Yield wrong(Error error) {
    return {Yield::State::kWrong, {}, std::move(error)};
}

/// What a computed text needs and does not have, once each.
std::optional<Error> lack(const CompiledRow& row, const Tree& tree, xml::Node node) {
    for (const Expression& need : row.needs) {
        const auto texts = need.values(tree, node).texts;
        if (texts.size() > 1)
            return Error{Code::kFieldFormat,
                         {},
                         fmt::format("`{}` stands {} times", need.text(), texts.size())};
        if (texts.empty() || trim(texts[0]).empty())
            return Error{Code::kFieldMissing, {}, fmt::format("`{}` has no value", need.text())};
    }
    return std::nullopt;
}

}  // namespace

Program compile(const Definition& definition, std::vector<Error>& problems) {
    return {&definition, compile_rows(definition.rows, definition, problems)};
}

Yield evaluate(const CompiledRow& compiled, const Tree& tree, xml::Node node) {
    const Row& row = *compiled.row;
    if (compiled.when && !compiled.when->is_true(tree, node)) return {};
    if (auto error = lack(compiled, tree, node)) return wrong(std::move(*error));
    Expression::Selected selected;
    if (row.value) selected.texts.push_back(*row.value);
    if (compiled.from) selected = compiled.from->values(tree, node);
    const std::vector<std::string>& values = selected.texts;
    if (values.empty()) return {Yield::State::kMissing, {}, {}};
    std::string value = joins(row) ? joined(values, row.chain.front().arguments.at(0)) : values[0];
    if (values.size() > 1 && !joins(row)) {
        return wrong({Code::kFieldFormat,
                      {},
                      fmt::format("stands {} times where one value is expected", values.size())});
    }
    if (!fits(row, selected.type))
        return wrong({Code::kFieldFormat, {}, "a text is expected, not " + selected.type});
    for (const Call& call : row.chain) {
        if (value.empty()) break;
        auto next = call.function->apply(value, call.arguments);
        if (!next) return wrong(next.error());
        value = std::move(*next);
    }
    const bool empty = trim(value).empty();
    return {empty ? Yield::State::kEmpty : Yield::State::kValue, std::move(value), {}};
}

Error placed(const Error& error, const CompiledRow& row, const std::string& field,
             const std::string& mapping) {
    const At& place = row.row->at;
    std::string cause = error.cause();
    if (row.from) cause += fmt::format("; from `{}`", row.from->text());
    return Error{error.code(), At{field, mapping, place.line, place.column}, std::move(cause)};
}

}  // namespace ow::mapping
