#include "gateway/yaml/reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/base/text.hpp"

namespace ow::yaml {

Reader::Reader(const Node& node, std::vector<Error>& problems) : node_(node), problems_(problems) {
    if (!node_.is_map()) problems_.push_back(node_.error("keys with values are expected here"));
}

Reader::~Reader() {
    if (!node_.is_map()) return;
    const std::vector<std::string_view> known{asked_.begin(), asked_.end()};
    for (const Entry& entry : node_.entries()) {
        if (std::find(known.begin(), known.end(), entry.key) != known.end()) continue;
        std::vector<std::string_view> candidates{missing_.begin(), missing_.end()};
        std::string_view near = nearest(entry.key, candidates);
        if (near.empty()) near = nearest(entry.key, known);
        std::string cause = fmt::format("unknown key `{}`", entry.key);
        cause += near.empty() ? fmt::format("; known here: {}", fmt::join(known, ", "))
                              : fmt::format("; did you mean `{}`?", near);
        const At at{entry.value.path(), node_.file(), entry.line, entry.column};
        problems_.emplace_back(Code::kConfigInvalid, at, std::move(cause));
        // Named as a misspelling: not reported a second time as missing.
        std::erase(missing_, std::string{near});
    }
    for (const std::string& key : missing_) {
        problems_.push_back(node_.error(fmt::format("key `{}` is missing", key)));
    }
}

const Node* Reader::ask(std::string_view key, bool required) {
    asked_.emplace_back(key);
    const Node* found = node_.find(key);
    if (found == nullptr && required && node_.is_map()) missing_.emplace_back(key);
    return found;
}

template <class T>
T Reader::take(Result<T> result, T fallback) {
    if (result) return std::move(*result);
    problems_.push_back(result.error());
    return fallback;
}

bool Reader::has(std::string_view key) {
    return ask(key, false) != nullptr;
}

std::string Reader::text(std::string_view key) {
    const Node* found = ask(key, true);
    return found == nullptr ? std::string{} : take(found->as_text(), std::string{});
}

std::string Reader::text_or(std::string_view key, std::string_view fallback) {
    const Node* found = ask(key, false);
    return found == nullptr ? std::string{fallback} : take(found->as_text(), std::string{fallback});
}

std::int64_t Reader::integer(std::string_view key, std::int64_t least, std::int64_t most) {
    const Node* found = ask(key, true);
    return found == nullptr ? least : take(found->as_integer(least, most), least);
}

std::int64_t Reader::integer_or(std::string_view key, std::int64_t fallback, std::int64_t least,
                                std::int64_t most) {
    const Node* found = ask(key, false);
    return found == nullptr ? fallback : take(found->as_integer(least, most), fallback);
}

bool Reader::flag(std::string_view key) {
    const Node* found = ask(key, true);
    return found != nullptr && take(found->as_flag(), false);
}

bool Reader::flag_or(std::string_view key, bool fallback) {
    const Node* found = ask(key, false);
    return found == nullptr ? fallback : take(found->as_flag(), fallback);
}

std::string Reader::one_of(std::string_view key, const std::vector<std::string_view>& allowed) {
    const Node* found = ask(key, true);
    return found == nullptr ? std::string{} : take(found->as_one_of(allowed), std::string{});
}

std::string Reader::one_of_or(std::string_view key, std::string_view fallback,
                              const std::vector<std::string_view>& allowed) {
    const Node* found = ask(key, false);
    if (found == nullptr) return std::string{fallback};
    return take(found->as_one_of(allowed), std::string{fallback});
}

std::vector<std::string> Reader::texts(std::string_view key) {
    std::vector<std::string> out;
    const Node* found = list_or_none(key);
    if (found == nullptr) return out;
    for (const Node& item : found->items()) {
        auto text = item.as_text();
        if (text) out.push_back(std::move(*text));
        if (!text) problems_.push_back(text.error());
    }
    return out;
}

std::map<std::string, std::string> Reader::free_map(std::string_view key) {
    std::map<std::string, std::string> out;
    const Node* found = map_or_none(key);
    if (found == nullptr) return out;
    for (const Entry& entry : found->entries()) {
        auto text = entry.value.as_text();
        if (text) out.emplace(entry.key, std::move(*text));
        if (!text) problems_.push_back(text.error());
    }
    return out;
}

const Node* Reader::map(std::string_view key) {
    const Node* found = ask(key, true);
    if (found == nullptr || found->is_map()) return found;
    problems_.push_back(found->error("keys with values are expected here"));
    return nullptr;
}

const Node* Reader::map_or_none(std::string_view key) {
    return node_.find(key) == nullptr ? ask(key, false) : map(key);
}

const Node* Reader::list_or_none(std::string_view key) {
    const Node* found = ask(key, false);
    if (found == nullptr || found->is_list()) return found;
    problems_.push_back(found->error("a list is expected here"));
    return nullptr;
}

const Node* Reader::any(std::string_view key) {
    return ask(key, false);
}

void Reader::report(std::string_view key, std::string cause) {
    const Node* found = node_.find(key);
    problems_.push_back((found == nullptr ? node_ : *found).error(std::move(cause)));
}

}  // namespace ow::yaml
