#include "gateway/flow/search_terms.hpp"

#include <algorithm>

#include "gateway/base/text.hpp"
#include "gateway/model/case_state.hpp"

namespace ow::flow {
namespace {

using boost::json::object;
using model::text_at;

/// Blanks out, letters upper case: the same number typed twice is the same term.
std::string normal(std::string_view text) {
    std::string out;
    for (char c : trim(text)) {
        if (c == ' ') continue;
        out.push_back(c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c);
    }
    return out;
}

void add_number(std::vector<std::string>& terms, std::string_view text) {
    const std::string n = normal(text);
    if (n.empty()) return;
    terms.push_back("no:" + n);
    if (n.size() > 4) terms.push_back("tail:" + n.substr(n.size() - 4));
}

void add_name(std::vector<std::string>& terms, std::string_view text) {
    const std::u32string points = to_code_points(normal(text));
    if (points.empty()) return;
    terms.push_back("name:" + to_utf8(points));
    for (std::size_t i = 0; i + 1 < points.size(); ++i) {
        terms.push_back("piece:" + to_utf8(std::u32string_view{points}.substr(i, 2)));
    }
}

void add_person(std::vector<std::string>& terms, const object& content, const std::string& part) {
    add_name(terms, text_at(content, part + ".name"));
    add_number(terms, text_at(content, part + ".cert_number"));
    add_number(terms, text_at(content, part + ".phone"));
}

}  // namespace

std::string number_term(std::string_view number) {
    return "no:" + normal(number);
}

std::vector<std::string> terms_of(const StreamId& stream, const std::vector<model::Event>& events) {
    std::vector<std::string> terms;
    add_number(terms, stream.str().substr(stream.str().find(':') + 1));
    for (const model::Event& e : events) {
        for (std::string_view key :
             {"foreign_no", "parent", "waybill", "facts.foreign_no", "facts.waybill"}) {
            add_number(terms, text_at(e.clear, key));
        }
        if (const std::string token = text_at(e.clear, "query_token"); !token.empty())
            terms.push_back("token:" + token);
        for (const char* section : {"content", "person"}) {
            const auto* v = e.secret.if_contains(section);
            if (v == nullptr || !v->is_object()) continue;
            for (const char* part : {"applicant", "agent", "contact"})
                add_person(terms, v->get_object(), part);
            if (std::string_view{section} == "person") {
                for (const char* name : {"name", "sender_name"})
                    add_name(terms, text_at(v->get_object(), name));
                for (const char* no : {"phone", "sender_phone", "cert_number"})
                    add_number(terms, text_at(v->get_object(), no));
            }
        }
    }
    std::sort(terms.begin(), terms.end());
    terms.erase(std::unique(terms.begin(), terms.end()), terms.end());
    return terms;
}

std::vector<std::string> terms_for_query(std::string_view text) {
    text = trim(text);
    if (const std::size_t at = text.rfind("/q/"); at != std::string_view::npos) {
        return {"token:" + std::string{text.substr(at + 3)}};
    }
    const std::string word = normal(text);
    if (word.empty()) return {};
    const bool ascii = std::all_of(word.begin(), word.end(),
                                   [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    if (ascii) return {(word.size() == 4 ? "tail:" : "no:") + word};
    const std::u32string points = to_code_points(word);
    std::vector<std::string> terms;
    for (std::size_t i = 0; i + 1 < points.size(); ++i) {
        terms.push_back("piece:" + to_utf8(std::u32string_view{points}.substr(i, 2)));
    }
    if (terms.empty()) terms.push_back("name:" + word);
    return terms;
}

}  // namespace ow::flow
