#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "gateway/mapping/sample.hpp"
#include "gateway/mapping/translator.hpp"
#include "tests/unit/mapping/mapping_under_test.hpp"

namespace ow::mapping {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

std::string first_problem(std::string_view rows) {
    const Loaded loaded = load_rows(rows);
    return loaded.problems.empty() ? std::string{} : loaded.problems.front().text();
}

/// A folder of its own, gone at the end.
class Folder {
  public:
    Folder() {
        const auto* test = testing::UnitTest::GetInstance()->current_test_info();
        path_ = std::filesystem::path{testing::TempDir()} /
                (std::string{"mappings_"} + test->name() + std::to_string(getpid()));
        std::filesystem::remove_all(path_);
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    void write(const std::string& name, const std::string& text) const {
        std::filesystem::create_directories((path_ / name).parent_path());
        std::ofstream{path_ / name} << text;
    }
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

constexpr const char* kName =
    "version: 1\nmessage: hello\ninput: json\nrows:\n"
    "  - {to: applicant.name, from: n, required: true}\n";

}  // namespace

TEST(MappingFile, EveryMistakeHasLineColumnAndAHint) {
    EXPECT_EQ(
        first_problem("  - {to: aplicant.name, from: a}\n"),
        "CONFIG_INVALID rows[0].to (m.yaml:5:10): unknown field `aplicant.name`; did you mean "
        "`applicant.name`?");
    EXPECT_EQ(first_problem("  - {to: applicant.name, from: a, do: [trim, nme]}\n"),
              "CONFIG_INVALID rows[0].do[1] (m.yaml:5:46): unknown function `nme`; did you mean "
              "`name`?");
    EXPECT_THAT(first_problem("  - {to: applicant.name, form: a}\n"), HasSubstr("(m.yaml:5"));
    EXPECT_THAT(first_problem("  - {to: applicant.name, from: a, do: [nfkc]}\n"),
                HasSubstr("another character into a name (R32)"));
    EXPECT_THAT(first_problem("  - {to: applicant.name, from: a, requird: true}\n"),
                HasSubstr("did you mean `required`?"));
    EXPECT_THAT(first_problem("  - {to: materials, each: m, rows: [{to: nme, from: n}]}\n"),
                HasSubstr("did you mean `name`?"));
}

TEST(MappingFile, XPathIsCheckedBeforeAnyMessageComes) {
    EXPECT_THAT(first_problem("  - {to: applicant.name, from: 'a['}\n"),
                HasSubstr("is no XPath 1.0"));
    EXPECT_THAT(first_problem("  - {to: applicant.name, from: 'x:a'}\n"),
                HasSubstr("prefix `x` is not declared"));
    EXPECT_THAT(first_problem("  - {to: applicant.name, from: 'normalise-space(a)'}\n"),
                HasSubstr("did you mean `normalize-space`?"));
    EXPECT_THAT(first_problem("  - {to: applicant.name, from: a, when: 'contain(a, 1)'}\n"),
                HasSubstr("did you mean `contains`?"));
    EXPECT_THAT(first_problem("  - {to: applicant.name, from: '$x'}\n"), HasSubstr("variables"));
    for (const char* fine :
         {"a[@b = 'x:y(z)']", "child::a/descendant-or-self::node()", "a div 2", "a[b and (c or d)]",
          "姓名/text()", "*[local-name() = 'n']", "a[1.5 > 1]"}) {
        EXPECT_EQ(first_problem("  - {to: applicant.name, from: \"" + std::string{fine} + "\"}\n"),
                  "")
            << fine;
    }
}

TEST(MappingFile, RowsMustMakeSense) {
    EXPECT_THAT(first_problem("  - {to: applicant.name}\n"), HasSubstr("either `from`"));
    EXPECT_THAT(first_problem("  - {to: applicant.name, from: a, value: b}\n"),
                HasSubstr("either"));
    EXPECT_THAT(first_problem("  - {to: materials, from: a}\n"), HasSubstr("needs `each`"));
    EXPECT_THAT(first_problem("  - {to: applicant.name, each: a, rows: [{to: name, from: b}]}\n"),
                HasSubstr("unknown field"));
    EXPECT_THAT(first_problem("  - {to: item.code, from: a}\n  - {to: item.code, from: b}\n"),
                HasSubstr("(m.yaml:6:5): `item.code` is filled twice (first in line 5)"));
    EXPECT_THAT(first_problem("  - {to: remark, from: a, do: [trim, join(、)]}\n"),
                HasSubstr("first of a chain"));
    EXPECT_THAT(first_problem("  - {to: applicant.name, from: a, max: 3}\n"), HasSubstr("max"));
    EXPECT_THAT(first_problem("  []\n"), HasSubstr("at least one row"));
}

TEST(MappingFile, R33_CodesAreCheckedAgainstTheField) {
    EXPECT_THAT(first_problem("  - {to: delivery.way, value: post}\n"),
                HasSubstr("`post` is no delivery_way: one of mail, self"));
    EXPECT_THAT(first_problem("  - {to: delivery.way, from: a, default: post}\n"),
                HasSubstr("`post`"));
    EXPECT_THAT(first_problem("  - {to: delivery.way, from: a, do: [code(example)]}\n"),
                HasSubstr("`id_card` is no delivery_way"));
    EXPECT_EQ(first_problem("  - {to: applicant.cert_type, from: a, do: [code(example)]}\n"), "");
}

TEST(MappingSet, LoadsWhatIsRightAndReportsWhatIsNot) {
    const Folder folder;
    folder.write("one/hello.in.yaml", kName);
    folder.write("one/other.in.yaml", kName);
    folder.write("one/notes.yaml", kName);
    folder.write("two/hello.in.yaml", "version: 1\nversion: 2\n");
    std::vector<Error> problems;
    const MappingSet set = MappingSet::load(folder.path(), problems);
    std::vector<std::string> texts;
    for (const Error& problem : problems) texts.push_back(problem.text());
    EXPECT_THAT(texts, Contains(HasSubstr("the file's name says `other`")));
    EXPECT_THAT(texts, Contains(HasSubstr("a mapping is called")));
    EXPECT_THAT(texts, Contains(HasSubstr("YAML_INVALID")));
    EXPECT_EQ(texts.size(), 3U);
    EXPECT_NE(set.find(PartnerId{"one"}, "hello", Direction::kIn), nullptr);
    EXPECT_EQ(set.find("one/hello.in", Direction::kIn), set.find("one/hello", Direction::kIn));
    EXPECT_EQ(set.find("one/hello", Direction::kOut), nullptr);
    EXPECT_EQ(set.find("one/other", Direction::kIn), nullptr);
}

TEST(MappingSet, APartnersOwnCodeTableGoesFirst) {
    const Folder folder;
    const std::string rows =
        "version: 1\nmessage: m\ninput: json\nrows:\n"
        "  - {to: delivery.way, from: w, do: [code(ways)]}\n";
    folder.write("codes/ways.yaml", "title: t\ncodes: {'1': self}\n");
    folder.write("own/codes/ways.yaml", "title: t\ncodes: {'1': mail}\n");
    folder.write("own/m.in.yaml", rows);
    folder.write("plain/m.in.yaml", rows);
    std::vector<Error> problems;
    const MappingSet set = MappingSet::load(folder.path(), problems);
    ASSERT_TRUE(problems.empty()) << problems.front().text();
    const auto way = [&](const char* path) {
        return set.find(path, Direction::kIn)->map_in(R"({"w":"1"})").content.text("delivery.way");
    };
    EXPECT_EQ(way("own/m"), "mail");
    EXPECT_EQ(way("plain/m"), "self");
}

TEST(Samples, AWrongSampleAMissingOneAndAStrayOneAreReported) {
    const Folder folder;
    folder.write("one/hello.in.yaml", kName);
    std::vector<Error> problems;
    const MappingSet set = MappingSet::load(folder.path(), problems);
    const auto texts = [&] {
        std::vector<std::string> out;
        for (const Error& problem : run_samples(set, folder.path()).problems)
            out.push_back(problem.text());
        return out;
    };
    EXPECT_THAT(texts(), ElementsAre(HasSubstr("has no sample")));
    folder.write("one/samples/hello.in.txt",
                 "{\"n\":\"张三\"}\n----------\n{\"applicant\":{\"name\":\"李\"}}\n");
    EXPECT_THAT(texts(), ElementsAre(HasSubstr("applicant.name: \"李\" -> \"张三\"")));
    folder.write("one/samples/hello.in.txt",
                 "{\"n\":\"张三\"}\n----------\n{\"applicant\":{\"name\":\"张三\"}}\n");
    EXPECT_THAT(texts(), ElementsAre());
    folder.write("one/samples/bye.in.txt", "{}\n----------\n{}\n");
    folder.write("one/samples/hello.in.no_line.txt", "{}\n");
    EXPECT_THAT(texts(),
                ElementsAre(HasSubstr("no mapping for this sample"), HasSubstr("ten hyphens")));
}

TEST(MappingTranslator, SpeaksForTheFlowAndTakesANewSetWhileRunning) {
    const Folder folder;
    folder.write("one/hello.in.yaml", kName);
    std::vector<Error> problems;
    MappingTranslator translator{MappingSet::load(folder.path(), problems)};
    const ports::Reading good =
        translator.read("one", "hello", "application/json", R"({"n":"张三"})");
    EXPECT_EQ(good.mapping, "one/hello@1");
    EXPECT_EQ(good.content.at("applicant").as_object().at("name").as_string(), "张三");
    EXPECT_EQ(translator.read("one", "hello", "", "{}").errors.at(0).code(), Code::kFieldMissing);
    EXPECT_EQ(translator.read("one", "bye", "", "{}").errors.at(0).code(), Code::kMappingNotFound);
    EXPECT_EQ(translator.word("one", "hello", {}).error().code(), Code::kMappingNotFound);
    folder.write("one/bye.out.yaml",
                 "version: 1\nmessage: bye\noutput: json\nrows:\n"
                 "  - {to: a, from: x, required: true}\n"
                 "  - {to: b, from: y, required: true}\n");
    translator.replace(MappingSet::load(folder.path(), problems));
    EXPECT_EQ(translator.word("one", "bye", {{"x", "1"}, {"y", "2"}})->body,
              R"({"a":"1","b":"2"})");
    EXPECT_THAT(translator.word("one", "bye", {}).error().text(), HasSubstr("and 1 more"));
}

}  // namespace ow::mapping
