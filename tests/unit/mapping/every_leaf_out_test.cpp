// Every value of every outward sample removed, doubled, emptied, made over-long, and given a
// character that the partner's charset lacks: an error that names the partner's field, or a message
// whose every value is the case's own, in its whole length. The oracle knows no mapping: what comes
// out must have come out of the whole sample, or be the changed value itself.

#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <set>

#include "gateway/base/text.hpp"
#include "gateway/casetree/tree.hpp"
#include "gateway/mapping/difference.hpp"
#include "gateway/mapping/mapping_set.hpp"

namespace ow::mapping {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

/// Four bytes in GB 18030, none in GBK: 𬱖.
constexpr const char* kRare = "\xF0\xAC\xB1\x96";
constexpr std::size_t kLong = 5000;

std::string long_text() {
    std::string out;
    for (std::size_t i = 0; i < kLong; ++i) out += "长";
    return out;
}

struct Subject {
    const Mapping* mapping = nullptr;
    std::string shown;
    json::object tree;
    std::set<std::string> right;  ///< every text of the whole message and of the mapping
};

/// The texts of a message, whatever its format; none if it cannot be read back.
std::optional<std::set<std::string>> texts_of(const Mapping& mapping, const MappedOut& made) {
    const Definition& definition = mapping.definition();
    const auto text =
        decode_to_utf8(made.bytes, definition.charset.empty() ? "UTF-8" : definition.charset);
    if (!text) return std::nullopt;
    std::set<std::string> out;
    if (definition.format == Format::kXml) {
        const auto tree = xml::Document::parse(xml::without_declared_charset(*text));
        if (!tree) return std::nullopt;
        for (const auto& [path, value] : leaves_of(*tree)) out.insert(value);
        return out;
    }
    boost::system::error_code failed;
    const json::value message = json::parse(*text, failed);
    if (failed) return std::nullopt;
    for (const auto& [path, value] : leaves_of(message)) {
        const json::value one = json::parse(value);
        out.insert(one.is_string() ? std::string{one.as_string()} : value);
    }
    return out;
}

void add_constants(const std::vector<Row>& rows, std::set<std::string>& out) {
    for (const Row& row : rows) {
        if (row.value) out.insert(*row.value);
        if (row.fallback) out.insert(*row.fallback);
        for (const Call& call : row.chain) {
            if (call.arguments.table == nullptr) continue;
            for (const auto& [code, meaning] : call.arguments.table->codes) out.insert(meaning);
        }
        add_constants(row.rows, out);
    }
}

MappedOut map(const Subject& subject, const json::object& tree) {
    return subject.mapping->map_out(casetree::from_json(tree, "case"));
}

std::vector<Subject> subjects(const MappingSet& set) {
    std::vector<Subject> out;
    for (const auto& entry : fs::recursive_directory_iterator{"mappings"}) {
        const fs::path& file = entry.path();
        const std::string name = file.filename();
        const auto parts = split(name, '.');
        if (file.parent_path().filename() != "samples" || parts.at(1) != "out") continue;
        const std::string partner = file.parent_path().parent_path().filename();
        std::ifstream stream{file, std::ios::binary};
        const std::string text{std::istreambuf_iterator<char>{stream}, {}};
        Subject one{set.find(PartnerId{partner}, parts[0], Direction::kOut), file, {}, {}};
        one.tree = json::parse(text.substr(0, text.find("\n----------\n"))).as_object();
        const MappedOut whole = map(one, one.tree);
        if (!whole.errors.empty()) continue;
        one.right = *texts_of(*one.mapping, whole);
        add_constants(one.mapping->definition().rows, one.right);
        out.push_back(std::move(one));
    }
    return out;
}

/// A text that is computed may hold the change in its middle.
bool holds(const std::string& text, const std::string& change) {
    return text.find(change) != std::string::npos;
}

/// One of `texts` without the sentence that the lost value was.
bool is_without(const std::set<std::string>& texts, const std::string& lost,
                const std::string& text) {
    const std::string sentence = lost + "。";
    return std::any_of(texts.begin(), texts.end(), [&](const std::string& whole) {
        const std::size_t at = whole.find(sentence);
        return at != std::string::npos &&
               whole.substr(0, at) + whole.substr(at + sentence.size()) == text;
    });
}

/// A leaf of the case: its member and the object it stands in.
struct Leaf {
    json::object* holder = nullptr;
    std::string name;
};

void collect(json::value& value, std::vector<Leaf>& out) {
    if (value.is_array()) {
        for (json::value& item : value.as_array()) collect(item, out);
    }
    if (!value.is_object()) return;
    for (auto& [name, member] : value.as_object()) {
        if (member.is_object() || member.is_array()) {
            collect(member, out);
        } else {
            out.push_back({&value.as_object(), name});
        }
    }
}

class EveryValueOut : public testing::Test {
  protected:
    EveryValueOut() : set_(MappingSet::load("mappings", problems_)), all_(subjects(set_)) {}

    /// `change` makes a member another value, or takes it away (null). What comes out is looked at.
    void each(const std::function<void(Leaf)>& change,
              const std::function<bool(const std::string&)>& allowed) {
        std::size_t changed = 0;
        for (const Subject& subject : all_) {
            json::value whole = subject.tree;
            std::vector<Leaf> leaves;
            collect(whole, leaves);
            EXPECT_GT(leaves.size(), 2U) << subject.shown;
            for (std::size_t i = 0; i < leaves.size(); ++i) {
                json::value copy = subject.tree;
                std::vector<Leaf> found;
                collect(copy, found);
                SCOPED_TRACE(subject.shown + " " + found[i].name);
                const json::value& value = found[i].holder->at(found[i].name);
                lost_ = value.is_string() ? std::string{value.as_string()} : json::serialize(value);
                right_ = &subject.right;
                change(found[i]);
                look_at(subject, map(subject, copy.as_object()), allowed);
                ++changed;
            }
        }
        EXPECT_GT(changed, 150U) << "a loop over nothing";
    }
    void look_at(const Subject& subject, const MappedOut& made,
                 const std::function<bool(const std::string&)>& allowed) {
        for (const Error& error : made.errors) {
            EXPECT_NE(error.code(), Code::kInternal);
            EXPECT_FALSE(error.at().field.empty()) << error.text();
            EXPECT_GT(error.at().line, 0) << "the row: " << error.text();
            ++errors_[error.code()];
        }
        if (!made.errors.empty()) {
            EXPECT_TRUE(made.bytes.empty());
            return;
        }
        const auto texts = texts_of(*subject.mapping, made);
        ASSERT_TRUE(texts) << "the message cannot be read back";
        for (const std::string& text : *texts)
            EXPECT_TRUE(subject.right.contains(text) || allowed(text))
                << "wrote " << text.substr(0, 60);
    }

    std::vector<Error> problems_;
    MappingSet set_;
    std::vector<Subject> all_;
    std::map<Code, int> errors_;
    std::string lost_;  ///< what the changed leaf said
    const std::set<std::string>* right_ = nullptr;
};

const auto kNothingElse = [](const std::string&) { return false; };

}  // namespace

TEST_F(EveryValueOut, Removed) {
    each([](const Leaf& leaf) { leaf.holder->erase(leaf.name); },
         [&](const std::string& text) { return text.empty() || is_without(*right_, lost_, text); });
    EXPECT_GT(errors_[Code::kFieldMissing], 20);
}

TEST_F(EveryValueOut, Doubled) {
    each(
        [](const Leaf& leaf) {
            const json::value one = leaf.holder->at(leaf.name);
            json::array two;
            two.push_back(one);
            two.push_back(one);
            leaf.holder->insert_or_assign(leaf.name, std::move(two));
        },
        kNothingElse);
    EXPECT_GT(errors_[Code::kFieldFormat], 20) << "which of the two?";
}

TEST_F(EveryValueOut, Emptied) {
    each([](const Leaf& leaf) { leaf.holder->insert_or_assign(leaf.name, ""); },
         [&](const std::string& text) { return text.empty() || is_without(*right_, lost_, text); });
    EXPECT_GT(errors_[Code::kFieldMissing], 20);
}

TEST_F(EveryValueOut, OverLong) {
    each([](const Leaf& leaf) { leaf.holder->insert_or_assign(leaf.name, long_text()); },
         [](const std::string& text) { return holds(text, long_text()); });
    EXPECT_GT(errors_[Code::kFieldTooLong], 20);
    EXPECT_GT(errors_[Code::kFieldFormat], 5) << "a date";
    EXPECT_GT(errors_[Code::kMappingCodeUnknown], 5);
}

TEST_F(EveryValueOut, ACharacterTheCharsetLacks) {
    each([](const Leaf& leaf) { leaf.holder->insert_or_assign(leaf.name, kRare); },
         [](const std::string& text) { return holds(text, kRare); });
    EXPECT_GT(errors_[Code::kCharacterNotInCharset], 10) << "GBK has it not";
}

TEST_F(EveryValueOut, WhatWouldBreakTheMessageIsWrittenSoThatItIsReadBack) {
    const std::string sharp = R"(</x>"'&amp;<![CDATA[ ]]>\u0000{}[],:)";
    each([&](const Leaf& leaf) { leaf.holder->insert_or_assign(leaf.name, sharp); },
         [&](const std::string& text) { return holds(text, sharp); });
}

}  // namespace ow::mapping
