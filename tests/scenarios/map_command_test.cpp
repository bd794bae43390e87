// `onewindow map`, `mapping test` and `mapping diff`: what an operator sees of a mapping without a
// gateway; and Show 1 of the mappings: four shapes of the same application are the same case.

#include <gtest/gtest.h>
#include <stdlib.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "gateway/app/commands.hpp"
#include "gateway/base/text.hpp"

namespace ow::app {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

const fs::path kShapes = "tests/scenarios/shapes";

struct Said {
    int code = 0;
    std::string out;
    std::string err;
};

using Command = int (*)(std::span<const std::string>, std::ostream&, std::ostream&);

Said run(Command command, const std::vector<std::string>& words) {
    std::ostringstream out;
    std::ostringstream err;
    const int code = command(words, out, err);
    return {code, out.str(), err.str()};
}

std::string read(const fs::path& file) {
    std::ifstream stream{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{stream}, {}};
}

class Folder : public testing::Test {
  protected:
    Folder() {
        std::string name = (fs::temp_directory_path() / "onewindow-map-XXXXXX").string();
        folder_ = ::mkdtemp(name.data());
    }
    ~Folder() override { fs::remove_all(folder_); }
    std::string write(const std::string& name, const std::string& bytes) {
        fs::create_directories((folder_ / name).parent_path());
        std::ofstream{folder_ / name, std::ios::binary} << bytes;
        return (folder_ / name).string();
    }
    /// A sample's input as a partner sends it.
    std::string sent(const fs::path& sample, const std::string& charset) {
        const std::string text = read(sample);
        EXPECT_FALSE(text.empty()) << sample;
        return write("sent",
                     *encode_from_utf8(text.substr(0, text.find("\n----------\n")), charset));
    }
    static Said map(const std::string& message, const std::string& file,
                    const fs::path& config = kShapes / "config") {
        return run(&run_map, {"--config", config.string(), message, file});
    }
    fs::path folder_;
};
using MapCommand = Folder;
using MappingCommand = Folder;
using FourShapes = Folder;

/// Every line of `text` as JSON.
std::vector<json::object> lines_of(const std::string& text) {
    std::vector<json::object> out;
    std::istringstream lines{text};
    for (std::string line; std::getline(lines, line);) out.push_back(json::parse(line).as_object());
    return out;
}

constexpr const char* kGood = R"({"param":{"baseInfo":[{"projectNo":"D1","taskItemCode":"T1",
 "taskName":"N","applyerType":"1","applyerName":"王测试","applyerPageType":"111",
 "applyerPageCode":"41018419900104003X","applyDate":"2024-09-27 10:15:00"}]}})";

std::string with(std::string text, const std::string& what, const std::string& by) {
    const std::size_t at = text.find(what);
    EXPECT_NE(at, std::string::npos) << what;
    return text.replace(at, what.size(), by);
}

}  // namespace

TEST_F(MapCommand, ACaseIsOneLineOfJsonAndNothingElseIsSaid) {
    const Said said = map("guizhou/application", write("m", kGood));
    EXPECT_EQ(said.code, 0) << said.err;
    EXPECT_EQ(said.err, "");
    ASSERT_EQ(lines_of(said.out).size(), 1U);
    EXPECT_EQ(lines_of(said.out)[0].at("applicant").at("name").as_string(), "王测试");
}

TEST_F(MapCommand, AWrongFieldIsNamedWithItsRowInTheMappingAndTheNextStep) {
    const std::string message = with(kGood, "\"王测试\"", "\" \"");
    const Said said = map("guizhou/application", write("m", message));
    EXPECT_EQ(said.code, 2);
    EXPECT_EQ(said.out, "");
    const json::object report = lines_of(said.err).at(0);
    SCOPED_TRACE(said.err);
    EXPECT_EQ(report.at("outcome").as_string(), "refused");
    const json::object error = report.at("errors").at(0).as_object();
    EXPECT_EQ(error.at("code").as_string(), "FIELD_MISSING");
    EXPECT_EQ(error.at("field").as_string(), "applicant.name");
    const json::object place = error.at("mapping").as_object();
    EXPECT_EQ(place.at("id").as_string(), "guizhou/application@1");
    const std::string yaml = read(kShapes / "mappings/guizhou/application.in.yaml");
    const std::size_t row = yaml.find("{to: applicant.name");
    EXPECT_EQ(place.at("line").as_int64(),
              1 + std::count(yaml.begin(), yaml.begin() + static_cast<std::ptrdiff_t>(row), '\n'));
    EXPECT_GT(place.at("column").as_int64(), 0);
    EXPECT_GT(error.at("next_step").as_string().size(), 10U);
}

TEST_F(MapCommand, R33_AnUnknownCodeIsQuarantinedAndABrokenTextNamesItsLine) {
    const Said code = map("guizhou/application", write("m", with(kGood, "\"111\"", "\"777\"")));
    EXPECT_EQ(code.code, 2);
    EXPECT_EQ(lines_of(code.err).at(0).at("outcome").as_string(), "quarantined");
    const Said text = map("guizhou/application", write("m", with(kGood, "\"N\",", "\"N\"")));
    EXPECT_EQ(text.code, 2);
    const json::object error = lines_of(text.err).at(0).at("errors").at(0).as_object();
    EXPECT_EQ(error.at("code").as_string(), "JSON_INVALID");
    EXPECT_EQ(error.at("message").at("line").as_int64(), 2);
}

TEST_F(MapCommand, AMisspeltPartnerMessageOrOptionIsAskedBack) {
    const std::string file = write("m", kGood);
    Said said = map("guizhuo/application", file);
    EXPECT_EQ(said.code, 2);
    EXPECT_NE(said.err.find("did you mean `guizhou`?"), std::string::npos) << said.err;
    said = map("guizhou/aplication", file);
    EXPECT_EQ(said.code, 2);
    EXPECT_NE(said.err.find("did you mean `application`?"), std::string::npos) << said.err;
    said = run(&run_map, {"--confg", "config", "guizhou/application", file});
    EXPECT_EQ(said.code, 2);
    EXPECT_NE(said.err.find("did you mean `--config`?"), std::string::npos) << said.err;
    EXPECT_EQ(map("guizhou/application", "no-such-file").code, 2);
    EXPECT_EQ(run(&run_map, {"--config", "config", "guizhou/application"}).code, 2);
    EXPECT_EQ(map("guizhou/application", file, "no-such-folder").code, 1);
}

TEST_F(MapCommand, OfATableGoodRowsAreCasesAndBadOnesNameTheirLine) {
    const std::string text =
        read(kShapes / "mappings/exchange/samples/application.in.two_cases.txt");
    const std::string input = text.substr(0, text.find("\n----------\n"));
    const auto bytes =
        encode_from_utf8(with(input, "2024-09-27 10:15:00,王䶮", "2024-09-31,王䶮"), "GB18030");
    const Said said = map("exchange/application", write("m.csv", *bytes));
    EXPECT_EQ(said.code, 2);
    EXPECT_EQ(lines_of(said.out).size(), 1U);
    const json::object report = lines_of(said.err).at(0);
    EXPECT_EQ(report.at("row").as_int64(), 4);
    EXPECT_EQ(report.at("errors").at(0).at("field").as_string(), "applied_at");
}

TEST_F(FourShapes, OfTheSameApplicationsAreTheSameCases) {
    const fs::path samples = kShapes / "mappings";
    const auto table =
        map("exchange/application",
            sent(samples / "exchange/samples/application.in.two_cases.txt", "GB18030"));
    ASSERT_EQ(table.code, 0) << table.err;
    const auto rows = lines_of(table.out);
    ASSERT_EQ(rows.size(), 2U);
    const auto workbook =
        map("ledger/application", (samples / "ledger/samples/ledger.xlsx").string());
    EXPECT_EQ(workbook.code, 0) << workbook.err;
    EXPECT_EQ(workbook.out, table.out);
    const char* const shown[] = {"organisation", "person"};
    for (std::size_t i = 0; i < 2; ++i) {
        for (const std::string partner : {"gbt39046", "guangdong", "guizhou"}) {
            const fs::path sample = samples / partner / "samples" /
                                    ("application.in." + std::string{shown[i]} + ".txt");
            const Said said = map(partner + "/application",
                                  sent(sample, partner == "gbt39046" ? "GB18030" : "UTF-8"));
            ASSERT_EQ(said.code, 0) << partner << said.err;
            EXPECT_EQ(json::value(lines_of(said.out).at(0)), json::value(rows[i])) << partner;
        }
    }
    EXPECT_EQ(rows[0].at("applicant").at("cert_number").as_string(), "91410184MA00000076");
    EXPECT_EQ(rows[0].at("materials").as_array().size(), 2U);
    EXPECT_EQ(rows[1].at("applicant").at("name").as_string(), "王䶮") << "GB 18030, four bytes";
}

TEST_F(MappingCommand, TestRunsEverySampleAndShowsWhatDiffers) {
    const auto words = [](const fs::path& config) {
        return std::vector<std::string>{"test", "--config", config.string()};
    };
    for (const fs::path& config : {fs::path{"config"}, kShapes / "config"}) {
        const Said said = run(&run_mapping, words(config));
        EXPECT_EQ(said.code, 0) << said.out << said.err;
        EXPECT_EQ(said.out.find("FAILED"), std::string::npos);
        EXPECT_NE(said.out.find(", 0 wrong"), std::string::npos);
    }
    fs::copy(kShapes, folder_ / "copy", fs::copy_options::recursive);
    const std::string sample = "copy/mappings/guizhou/samples/application.in.person.txt";
    write(sample,
          with(read(folder_ / sample), "\"kind\": \"person\"", "\"kind\": \"organisation\""));
    const Said said = run(&run_mapping, words(folder_ / "copy/config"));
    EXPECT_EQ(said.code, 1);
    EXPECT_NE(said.out.find("FAILED guizhou/samples/application.in.person.txt"), std::string::npos);
    EXPECT_NE(said.out.find("applicant.kind: \"organisation\" -> \"person\""), std::string::npos)
        << said.out;
    EXPECT_EQ(run(&run_mapping, {"tset"}).code, 2);
}

TEST_F(MappingCommand, DiffShowsWhatTwoVersionsMakeDifferentlyOfTheSameFile) {
    const std::string now = (kShapes / "mappings/guizhou/application.in.yaml").string();
    fs::copy(kShapes / "mappings/guizhou", folder_ / "guizhou", fs::copy_options::recursive);
    const std::string next = write(
        "guizhou/application.v2.in.yaml",
        with(with(read(now), "version: 1", "version: 2"), "do: [phone]", "do: [\"prefix(0)\"]"));
    const std::string message =
        write("m", with(kGood, "\"taskName\"", R"("contactMobile":"13800000001","taskName")"));
    const Said said = run(&run_mapping, {"diff", now, next, message});
    EXPECT_EQ(said.code, 1) << said.err;
    EXPECT_EQ(said.out,
              message + ": different\n  contact.phone: \"13800000001\" -> \"013800000001\"\n");
    EXPECT_EQ(run(&run_mapping, {"diff", now, now, message}).code, 0);
    EXPECT_EQ(run(&run_mapping, {"diff", now, "none.in.yaml", message}).code, 2);
    EXPECT_EQ(run(&run_mapping, {"diff", now}).code, 2);
}

}  // namespace ow::app
