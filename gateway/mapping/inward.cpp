#include "gateway/mapping/inward.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace ow::mapping {
namespace {

using State = Yield::State;

class Run {
  public:
    Run(const std::string& id, const Tree& tree, MappedIn& out) : id_(id), tree_(tree), out_(out) {}

    void row(const CompiledRow& compiled, xml::Node root) {
        if (compiled.row->is_list) return list(compiled, root);
        const std::string& to = compiled.row->to;
        if (const auto value = value_of(compiled, root, to)) out_.content.set(to, *value);
    }

  private:
    void list(const CompiledRow& compiled, xml::Node root) {
        const Row& row = *compiled.row;
        if (compiled.when && !compiled.when->is_true(tree_, root)) return;
        const auto nodes = compiled.from->nodes(tree_, root);
        if (nodes.empty() && row.required) {
            add(compiled, root, row.to, Error{Code::kFieldMissing, {}, "no entry"});
        }
        if (nodes.size() > row.field->max_length) {
            const std::string cause =
                fmt::format("{} entries, at most {}", nodes.size(), row.field->max_length);
            return add(compiled, root, row.to, Error{Code::kFieldTooLong, {}, cause});
        }
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            boost::json::object entry;
            for (const CompiledRow& member : compiled.rows) {
                const std::string shown = fmt::format("{}[{}].{}", row.to, i + 1, member.row->to);
                const auto value = value_of(member, nodes[i], shown);
                if (value) model::set_member(entry, *member.row->field, *value);
            }
            out_.content.append(row.to, std::move(entry));
        }
    }

    /// The checked value of a row; nothing if there is none or it is wrong (then it is reported).
    std::optional<std::string> value_of(const CompiledRow& compiled, xml::Node node,
                                        const std::string& shown) {
        const Row& row = *compiled.row;
        Yield yield = evaluate(compiled, tree_, node);
        if (yield.state == State::kWrong) add(compiled, node, shown, *yield.error);
        if (yield.state == State::kMissing && row.fallback) return row.fallback;
        const bool nothing = yield.state == State::kMissing || yield.state == State::kEmpty;
        if (nothing && row.required) {
            const bool missing = yield.state == State::kMissing;
            add(compiled, node, shown,
                Error{Code::kFieldMissing, {}, missing ? "absent" : "empty"});
        }
        if (yield.state != State::kValue) return std::nullopt;
        if (const Status fits = model::check_value(*row.field, yield.value); !fits) {
            add(compiled, node, shown, fits.error());
            return std::nullopt;
        }
        return std::move(yield.value);
    }

    /// The place in the message: its line if it is XML (a JSON tree has none), and the path.
    void add(const CompiledRow& compiled, xml::Node node, const std::string& shown,
             const Error& error) {
        std::string cause = error.cause();
        if (compiled.from) {
            cause += fmt::format("; from `{}` (mapping line {})", compiled.from->text(),
                                 compiled.row->at.line);
            const auto found = compiled.from->nodes(tree_, node);
            if (!found.empty()) node = found.front();
        }
        out_.errors.emplace_back(error.code(), At{shown, id_, std::max(node.line(), 0L), 0},
                                 std::move(cause));
    }

    const std::string& id_;
    const Tree& tree_;
    MappedIn& out_;
};

}  // namespace

MappedIn run_inward(const Program& program, const std::string& id, const xml::Document& message,
                    bool is_plain) {
    MappedIn out;
    const bool is_json = program.definition->format == Format::kJson;
    const Tree tree{message, program.definition->namespaces, is_plain,
                    is_json ? Tree::Source::kPartnersJson : Tree::Source::kPartnersOther};
    Run run{id, tree, out};
    for (const CompiledRow& row : program.rows) run.row(row, message.root());
    // Each value was checked when it was set; what is left are lengths of lists and check digits.
    model::Findings findings = model::validate_numbers(out.content, id);
    out.errors.insert(out.errors.end(), findings.errors.begin(), findings.errors.end());
    out.warnings = std::move(findings.warnings);
    return out;
}

}  // namespace ow::mapping
