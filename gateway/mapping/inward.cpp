#include "gateway/mapping/inward.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/crypto/digest.hpp"
#include "gateway/mapping/file_bytes.hpp"

namespace ow::mapping {
namespace {

using State = Yield::State;

class Run {
  public:
    Run(const std::string& id, const Tree& tree, MappedIn& out) : id_(id), tree_(tree), out_(out) {}

    void row(const CompiledRow& compiled, xml::Node root) {
        if (compiled.row->is_list) return list(compiled, root);
        if (const auto value = value_of(compiled, root, {}))
            out_.content.set(compiled.row->to, *value);
    }

  private:
    /// The entry of a list that a row's value belongs to; none: the case itself.
    struct Entry {
        const std::string* list = nullptr;
        std::size_t number = 0;
    };

    void list(const CompiledRow& compiled, xml::Node root) {
        const Row& row = *compiled.row;
        if (compiled.when && !compiled.when->is_true(tree_, root)) return;
        const auto nodes = compiled.from->nodes(tree_, root);
        if (nodes.empty() && row.required) {
            add(compiled, root, {}, Error{Code::kFieldMissing, {}, "no entry"});
        }
        if (nodes.size() > row.field->max_length) {
            const std::string cause =
                fmt::format("{} entries, at most {}", nodes.size(), row.field->max_length);
            return add(compiled, root, {}, Error{Code::kFieldTooLong, {}, cause});
        }
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            boost::json::object entry;
            entry.reserve(compiled.rows.size());
            for (const CompiledRow& member : compiled.rows) {
                auto value = value_of(member, nodes[i], {&row.to, i + 1});
                if (value && member.row->is_file)
                    take_file(entry, std::move(*value));
                else if (value)
                    model::set_member(entry, *member.row->field, *value);
            }
            report_lost_file(compiled, entry, nodes[i], {&row.to, i + 1});
            out_.content.append(row.to, std::move(entry));
        }
    }

    /// A file that is named and has no bytes was lost on the way; it is not handed in.
    void report_lost_file(const CompiledRow& list, const boost::json::object& entry, xml::Node node,
                          const Entry& place) {
        if (!entry.contains("file_name") || entry.contains("file_sha256")) return;
        for (const CompiledRow& member : list.rows) {
            if (!member.row->is_file || !member.from || member.from->nodes(tree_, node).empty())
                continue;
            add(member, node, place, Error{Code::kFieldMissing, {}, "the file is empty"});
        }
    }

    void take_file(boost::json::object& entry, std::string bytes) {
        std::string sha256 = crypto::to_hex(crypto::digest(crypto::Hash::kSha256, bytes));
        entry["file_sha256"] = sha256;
        entry["file_size"] = static_cast<std::int64_t>(bytes.size());
        entry["file_type"] = file_type(bytes);
        out_.files.push_back({std::move(sha256), std::move(bytes)});
    }

    /// The checked value of a row; nothing if there is none or it is wrong (then it is reported).
    std::optional<std::string> value_of(const CompiledRow& compiled, xml::Node node,
                                        const Entry& entry) {
        const Row& row = *compiled.row;
        Yield yield = evaluate(compiled, tree_, node);
        if (yield.state == State::kWrong) add(compiled, node, entry, *yield.error);
        if (yield.state == State::kMissing && row.fallback) return row.fallback;
        const bool nothing = yield.state == State::kMissing || yield.state == State::kEmpty;
        if (nothing && row.required) {
            const bool missing = yield.state == State::kMissing;
            add(compiled, node, entry,
                Error{Code::kFieldMissing, {}, missing ? "absent" : "empty"});
        }
        if (yield.state != State::kValue) return std::nullopt;
        if (row.is_file) return std::move(yield.value);
        if (const Status fits = model::check_value(*row.field, yield.value); !fits) {
            add(compiled, node, entry, fits.error());
            return std::nullopt;
        }
        return std::move(yield.value);
    }

    /// The place in the message: its line if it is XML (a JSON tree has none), and the path.
    void add(const CompiledRow& compiled, xml::Node node, const Entry& entry, const Error& error) {
        std::string shown = compiled.row->to;
        if (entry.list != nullptr)
            shown = fmt::format("{}[{}].{}", *entry.list, entry.number, shown);
        std::string cause = error.cause();
        if (compiled.from) {
            cause += fmt::format("; from `{}` (mapping line {})", compiled.from->text(),
                                 compiled.row->at.line);
            const auto found = compiled.from->nodes(tree_, node);
            if (!found.empty()) node = found.front();
        }
        const std::int64_t line = std::max(node.line(), 0L);
        out_.errors.emplace_back(error.code(), At{std::move(shown), id_, line, 0},
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
