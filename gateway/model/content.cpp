#include "gateway/model/content.hpp"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <charconv>
#include <stdexcept>

#include "gateway/base/text.hpp"
#include "gateway/model/check_digits.hpp"

namespace ow::model {
namespace {

namespace json = boost::json;

const Field& field_of(std::string_view path) {
    const Field* field = find_field(path);
    if (field == nullptr) throw std::logic_error("no such field: " + std::string{path});
    return *field;
}

json::value typed(const Field& field, std::string_view value) {
    if (field.type == FieldType::kFlag) return value == "true";
    if (field.type != FieldType::kNumber) return json::string{value};
    std::int64_t number = 0;
    std::from_chars(value.data(), value.data() + value.size(), number);
    return number;
}

std::string as_text(const json::value& value) {
    if (const auto* text = value.if_string()) return {text->data(), text->size()};
    if (const auto* number = value.if_int64()) return std::to_string(*number);
    if (const auto* flag = value.if_bool()) return *flag ? "true" : "false";
    return {};
}

/// Walks a content against the registry; the place grows with it.
class Validator {
  public:
    Validator(std::string_view where, Findings& findings) : where_(where), findings_(findings) {}

    void object(const json::object& object, const std::string& shown, const std::string& path) {
        for (const auto& [key, value] : object) {
            const std::string name{key};
            member(value, shown.empty() ? name : shown + "." + name,
                   path.empty() ? name : path + "." + name);
        }
    }

  private:
    void member(const json::value& value, const std::string& shown, const std::string& path) {
        const Field* field = find_field(path);
        if (value.is_object() && field == nullptr) return object(value.get_object(), shown, path);
        if (field == nullptr) return add(Code::kFieldFormat, shown, "no such field");
        if (field->type == FieldType::kList) return list(*field, value, shown);
        if (value.is_structured() || value.is_null()) {
            return add(Code::kFieldFormat, shown, "a single value is expected");
        }
        if (const Status fits = check_value(*field, as_text(value)); !fits) {
            add(fits.error().code(), shown, fits.error().cause());
        }
    }
    void list(const Field& field, const json::value& value, const std::string& shown) {
        const auto* entries = value.if_array();
        if (entries == nullptr) return add(Code::kFieldFormat, shown, "a list is expected");
        if (entries->size() > field.max_length) {
            add(Code::kFieldTooLong, shown,
                fmt::format("{} entries, at most {}", entries->size(), field.max_length));
        }
        for (std::size_t i = 0; i < entries->size(); ++i) {
            const std::string entry = fmt::format("{}[{}]", shown, i + 1);
            const auto* members = (*entries)[i].if_object();
            if (members == nullptr)
                add(Code::kFieldFormat, entry, "an entry with members is expected");
            if (members != nullptr) object(*members, entry, std::string{field.path} + "[]");
        }
    }
    void add(Code code, const std::string& field, std::string cause) {
        findings_.errors.emplace_back(code, At{field, std::string{where_}}, std::move(cause));
    }

    std::string_view where_;
    Findings& findings_;
};

}  // namespace

const json::value* Content::find(std::string_view path) const {
    static_cast<void>(field_of(path));
    const json::object* object = &json_;
    for (;;) {
        const std::size_t dot = path.find('.');
        const json::value* value = object->if_contains(path.substr(0, dot));
        if (value == nullptr || dot == std::string_view::npos) return value;
        object = value->if_object();
        if (object == nullptr) return nullptr;
        path.remove_prefix(dot + 1);
    }
}

bool Content::has(std::string_view path) const {
    return find(path) != nullptr;
}

std::string Content::text(std::string_view path) const {
    const json::value* value = find(path);
    return value == nullptr ? std::string{} : as_text(*value);
}

std::optional<std::int64_t> Content::number(std::string_view path) const {
    const json::value* value = find(path);
    const auto* number = value == nullptr ? nullptr : value->if_int64();
    return number == nullptr ? std::nullopt : std::optional{*number};
}

std::optional<Instant> Content::instant(std::string_view path) const {
    return parse_instant(text(path));
}

std::optional<Day> Content::day(std::string_view path) const {
    return parse_day(text(path));
}

void Content::set(std::string_view path, std::string_view value) {
    const Field& field = field_of(path);
    json::object* object = &json_;
    for (std::size_t dot = path.find('.'); dot != std::string_view::npos; dot = path.find('.')) {
        object = &object->emplace(path.substr(0, dot), json::object{}).first->value().as_object();
        path.remove_prefix(dot + 1);
    }
    (*object)[path] = typed(field, value);
}

void Content::erase(std::string_view path) {
    static_cast<void>(field_of(path));
    json::object* object = &json_;
    for (std::size_t dot = path.find('.'); dot != std::string_view::npos; dot = path.find('.')) {
        json::value* value = object->if_contains(path.substr(0, dot));
        if (value == nullptr || !value->is_object()) return;
        object = &value->get_object();
        path.remove_prefix(dot + 1);
    }
    object->erase(path);
}

std::vector<json::object> Content::list(std::string_view path) const {
    std::vector<json::object> out;
    const json::value* value = find(path);
    const auto* entries = value == nullptr ? nullptr : value->if_array();
    if (entries == nullptr) return out;
    for (const json::value& entry : *entries) {
        if (entry.is_object()) out.push_back(entry.get_object());
    }
    return out;
}

void Content::append(std::string_view list_path, json::object entry) {
    if (field_of(list_path).type != FieldType::kList) {
        throw std::logic_error("no list: " + std::string{list_path});
    }
    json_.emplace(list_path, json::array{}).first->value().as_array().push_back(std::move(entry));
}

void Content::merge(const Content& newer) {
    for (const auto& [key, value] : newer.json_) {
        auto* ours = json_.if_contains(key);
        if (ours == nullptr || !ours->is_object() || !value.is_object()) {
            json_[key] = value;
            continue;
        }
        for (const auto& [member, inner] : value.get_object()) ours->get_object()[member] = inner;
    }
}

void set_member(json::object& entry, const Field& field, std::string_view value) {
    entry[field.path.substr(field.path.rfind('.') + 1)] = typed(field, value);
}

std::string member_text(const json::object& entry, std::string_view member) {
    const json::value* value = entry.if_contains(member);
    return value == nullptr ? std::string{} : as_text(*value);
}

void check_certificate(std::string_view field, std::string_view type, std::string_view number,
                       std::string_view where, Findings& findings) {
    const At at{std::string{field}, std::string{where}};
    if (number.empty()) return;
    if (type == "id_card" && check_resident_id(number) != Verdict::kRight) {
        findings.errors.emplace_back(Code::kFieldFormat, at,
                                     "not a resident ID number (GB 11643, R34)");
    }
    if (type != "uscc") return;
    const Verdict verdict = check_uscc(number);
    if (verdict == Verdict::kWrong) {
        findings.errors.emplace_back(Code::kFieldFormat, at, "not a credit code (GB 32100)");
    } else if (verdict == Verdict::kDoubtful) {
        findings.warnings.emplace_back(Code::kFieldFormat, at,
                                       "check character of the credit code is wrong (R34)");
    }
}

Findings validate(const Content& content, std::string_view where) {
    Findings findings = validate_numbers(content, where);
    Findings values;
    Validator{where, values}.object(content.json(), "", "");
    findings.errors.insert(findings.errors.begin(), values.errors.begin(), values.errors.end());
    return findings;
}

Findings validate_numbers(const Content& content, std::string_view where) {
    Findings findings;
    for (const std::string_view who : {"applicant", "agent", "contact", "booking"}) {
        const std::string prefix{who};
        const std::string number = content.text(prefix + ".cert_number");
        check_certificate(prefix + ".cert_number", content.text(prefix + ".cert_type"), number,
                          where, findings);
    }
    const std::string waybill = content.text("parcel.waybill");
    const bool domestic = waybill.size() == 13 && waybill.front() >= '0' && waybill.front() <= '9';
    if (domestic && check_domestic_waybill(waybill) == Verdict::kDoubtful) {
        findings.warnings.emplace_back(Code::kFieldFormat, At{"parcel.waybill", std::string{where}},
                                       "check digit of the waybill is wrong (R34)");
    }
    return findings;
}

}  // namespace ow::model
