#include "gateway/mapping/outward.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <charconv>

#include "gateway/base/text.hpp"
#include "gateway/mapping/target.hpp"

namespace ow::mapping {
namespace {

namespace json = boost::json;
using State = Yield::State;

bool is_utf8(std::string_view charset) {
    return charset.empty() || iequals(charset, "utf-8");
}

/// Writes into a JSON value. A place is used only while its own entry is being filled, so growing
/// siblings never move it.
class JsonWriter {
  public:
    using Place = json::value*;
    JsonWriter() : root_(json::object{}) {}
    Place root() { return &root_; }

    static Place entry(Place at, const Target& target) {
        Place parent = descend(at, {target.steps.begin(), target.steps.end() - 1});
        json::array& array = array_at(parent, target.steps.back().name);
        return &array.emplace_back(json::object{});
    }
    static Status write(Place at, const Target& target, const std::string& text, JsonType type) {
        auto made = typed(text, type);
        if (!made) return made.error();
        *descend(at, target.steps) = std::move(*made);
        return ok();
    }
    std::string bytes(const Definition&) { return json::serialize(root_); }

  private:
    static json::array& array_at(Place parent, const std::string& name) {
        json::value& slot = as_object(parent)[name];
        if (!slot.is_array()) slot = json::array{};
        return slot.get_array();
    }
    static json::object& as_object(Place at) {
        if (!at->is_object()) *at = json::object{};
        return at->get_object();
    }
    static Place descend(Place at, const std::vector<Target::Step>& steps) {
        for (const Target::Step& step : steps) {
            if (step.is_array) {
                json::array& array = array_at(at, step.name);
                at = array.empty() ? &array.emplace_back(nullptr) : &array.back();
            } else {
                at = &as_object(at)[step.name];
            }
        }
        return at;
    }
    static Result<json::value> typed(const std::string& text, JsonType type) {
        if (type == JsonType::kText) return json::value(json::string{text});
        if (type == JsonType::kFlag && (text == "true" || text == "false")) {
            return json::value(text == "true");
        }
        std::int64_t number = 0;
        const char* end = text.data() + text.size();
        const auto [stop, failure] = std::from_chars(text.data(), end, number);
        if (type == JsonType::kNumber && failure == std::errc{} && stop == end) {
            return json::value(number);
        }
        return Error{
            Code::kFieldFormat, {}, type == JsonType::kFlag ? "no true or false" : "no number"};
    }
    json::value root_;
};

class XmlWriter {
  public:
    using Place = xml::Node;
    explicit XmlWriter(const Definition& definition)
        : document_(xml::Document::make(definition.root)) {
        for (const auto& [prefix, uri] : definition.namespaces) {
            document_.root().set_attribute(prefix == "_" ? "xmlns" : "xmlns:" + prefix, uri);
        }
    }
    Place root() { return document_.root(); }

    static Place entry(Place at, const Target& target) {
        const Place parent = descend(at, {target.steps.begin(), target.steps.end() - 1});
        return parent.add(target.steps.back().name);
    }
    static Status write(Place at, const Target& target, const std::string& text, JsonType) {
        const Place node = descend(at, target.steps);
        if (target.attribute.empty()) {
            node.set_text(text);
        } else {
            node.set_attribute(target.attribute, text);
        }
        return ok();
    }
    std::string bytes(const Definition& definition) {
        std::string text = document_.serialise();
        if (is_utf8(definition.charset)) return text;
        const std::size_t end = text.find("?>");
        return fmt::format("<?xml version=\"1.0\" encoding=\"{}\"{}", definition.charset,
                           text.substr(end));
    }

  private:
    static Place descend(Place at, const std::vector<Target::Step>& steps) {
        for (const Target::Step& step : steps) {
            const Place found = at.child(step.name);
            at = found ? found : at.add(step.name);
        }
        return at;
    }
    xml::Document document_;
};

template <class Writer>
class Run {
  public:
    Run(const Program& program, const std::string& id, const Tree& tree, Writer& writer,
        MappedOut& out)
        : definition_(*program.definition), id_(id), tree_(tree), writer_(writer), out_(out) {}

    void rows(const std::vector<CompiledRow>& rows, xml::Node node, typename Writer::Place place,
              const std::string& shown) {
        for (const CompiledRow& compiled : rows) {
            if (compiled.row->is_list) list(compiled, node, place, shown);
            if (!compiled.row->is_list) one(compiled, node, place, shown + compiled.row->to);
        }
    }

  private:
    void list(const CompiledRow& compiled, xml::Node node, typename Writer::Place place,
              const std::string& shown) {
        const Row& row = *compiled.row;
        if (compiled.when && !compiled.when->is_true(tree_, node)) return;
        const auto nodes = compiled.from->nodes(tree_, node);
        if (nodes.empty() && row.required) {
            add(compiled, shown + row.to, Error{Code::kFieldMissing, {}, "no entry"});
        }
        const auto target = parse_target(row.to);
        const std::string stem = shown + row.to.substr(0, row.to.size() - 2);
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            rows(compiled.rows, nodes[i], writer_.entry(place, *target),
                 fmt::format("{}[{}]/", stem, i + 1));
        }
    }

    void one(const CompiledRow& compiled, xml::Node node, typename Writer::Place place,
             const std::string& shown) {
        const Row& row = *compiled.row;
        Yield yield = evaluate(compiled, tree_, node);
        if (yield.state == State::kSkipped) return;
        if (yield.state == State::kWrong) return add(compiled, shown, *yield.error);
        if (yield.state != State::kValue) {
            if (row.required) {
                return add(compiled, shown,
                           Error{Code::kFieldMissing, {}, "the case has no value"});
            }
            if (!row.fallback) return;
            yield.value = *row.fallback;
        }
        Status fits = check(row, yield.value);
        if (fits) fits = writer_.write(place, *parse_target(row.to), yield.value, row.type);
        if (!fits) add(compiled, shown, fits.error());
    }

    Status check(const Row& row, const std::string& value) const {
        const std::size_t length = count_code_points(value);
        if (row.max > 0 && length > row.max) {
            return Error{Code::kFieldTooLong,
                         {},
                         fmt::format("{} characters, the partner takes {}", length, row.max)};
        }
        const bool control = std::any_of(value.begin(), value.end(), [](char c) {
            return c >= 0 && c < 0x20 && c != '\n' && c != '\r' && c != '\t';
        });
        if (control) return Error{Code::kFieldFormat, {}, "contains control characters"};
        if (is_utf8(definition_.charset)) return ok();
        const auto encoded = encode_from_utf8(value, definition_.charset);
        return encoded ? ok() : Status{encoded.error()};
    }

    void add(const CompiledRow& compiled, const std::string& shown, const Error& error) {
        out_.errors.push_back(placed(error, compiled, shown, id_));
    }

    const Definition& definition_;
    const std::string& id_;
    const Tree& tree_;
    Writer& writer_;
    MappedOut& out_;
};

std::string content_type_of(const Definition& definition) {
    if (!definition.content_type.empty()) return definition.content_type;
    return fmt::format("application/{}; charset={}",
                       definition.format == Format::kXml ? "xml" : "json",
                       definition.charset.empty() ? "utf-8" : definition.charset);
}

template <class Writer>
MappedOut run(const Program& program, const std::string& id, const xml::Document& case_tree,
              Writer writer) {
    const Definition& definition = *program.definition;
    MappedOut out;
    out.content_type = content_type_of(definition);
    const Tree tree{case_tree, definition.namespaces, true};
    Run<Writer>{program, id, tree, writer, out}.rows(program.rows, case_tree.root(), writer.root(),
                                                     "");
    if (!out.errors.empty()) return out;
    auto encoded = encode_from_utf8(writer.bytes(definition), definition.charset);
    if (encoded) out.bytes = std::move(*encoded);
    if (!encoded)
        out.errors.emplace_back(encoded.error().code(), At{{}, id}, encoded.error().cause());
    return out;
}

}  // namespace

MappedOut run_outward(const Program& program, const std::string& id,
                      const xml::Document& case_tree) {
    if (program.definition->format == Format::kXml) {
        return run(program, id, case_tree, XmlWriter{*program.definition});
    }
    return run(program, id, case_tree, JsonWriter{});
}

}  // namespace ow::mapping
