#include "gateway/mapping/sample.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fstream>
#include <set>
#include <sstream>

#include "gateway/base/text.hpp"
#include "gateway/casetree/tree.hpp"
#include "gateway/mapping/charset.hpp"
#include "gateway/mapping/difference.hpp"

namespace ow::mapping {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::string_view kSeparator = "\n----------\n";

struct Sample {
    std::string input;
    std::string expected;
};

std::string read_bytes(const fs::path& file) {
    std::ifstream stream{file, std::ios::binary};
    std::ostringstream bytes;
    bytes << stream.rdbuf();
    return stream ? bytes.str() : std::string{};
}

Result<Sample> read_sample(const fs::path& file, const std::string& shown) {
    const std::string text = read_bytes(file);
    const std::size_t cut = text.find(kSeparator);
    if (cut == std::string::npos) {
        return Error{Code::kConfigInvalid, At{{}, shown}, "no line of ten hyphens"};
    }
    return Sample{text.substr(0, cut), text.substr(cut + kSeparator.size())};
}

json::array texts(const std::vector<Error>& errors) {
    json::array out;
    for (const Error& error : errors) {
        out.emplace_back(fmt::format("{} {}", error.row().name, error.at().field));
    }
    return out;
}

json::value shown_one(const MappedIn& mapped) {
    if (!mapped.errors.empty()) return json::object{{"errors", texts(mapped.errors)}};
    if (mapped.warnings.empty()) return mapped.content.json();
    return json::object{{"content", mapped.content.json()}, {"warnings", texts(mapped.warnings)}};
}

/// A table with several messages: a list of what each comes out as.
json::value shown_in(const std::vector<MappedPart>& parts) {
    if (parts.size() == 1) return shown_one(parts.front().mapped);
    json::array out;
    for (const MappedPart& part : parts) out.push_back(shown_one(part.mapped));
    return out;
}

/// Drops the blanks and line ends between two tags, which only lay the file out.
std::string without_layout(std::string_view xml) {
    std::string out;
    for (std::size_t i = 0; i < xml.size(); ++i) {
        out.push_back(xml[i]);
        if (xml[i] != '>') continue;
        const std::size_t next = xml.find_first_not_of(" \t\r\n", i + 1);
        if (next == std::string_view::npos) return out;
        if (xml[next] == '<') i = next - 1;
    }
    return out;
}

std::string shown(const std::vector<std::string>& differences) {
    return fmt::format("differs from what is expected\n  {}", fmt::join(differences, "\n  "));
}

/// Empty if equal.
std::string compare_json(const std::string& expected, const json::value& actual) {
    boost::system::error_code ec;
    const json::value wanted = json::parse(expected, ec);
    if (ec) return "the expected part is no JSON";
    return wanted == actual ? std::string{}
                            : shown(differences(leaves_of(wanted), leaves_of(actual)));
}

std::string compare_xml(const std::string& expected, const MappedOut& mapped,
                        const std::string& charset) {
    const auto text = decode_message(mapped.bytes, "", charset, true);
    if (!text) return "what comes out is not " + charset;
    const auto wanted =
        xml::Document::parse(xml::without_declared_charset(without_layout(expected)));
    const auto actual = xml::Document::parse(xml::without_declared_charset(*text));
    if (!wanted) return "the expected part is no XML";
    if (actual && wanted->serialise() == actual->serialise()) return {};
    return actual ? shown(differences(leaves_of(*wanted), leaves_of(*actual)))
                  : "what comes out is no XML";
}

/// A workbook cannot stand in a text.
std::string run_workbook(const Mapping& mapping, const Sample& sample, const fs::path& folder) {
    const std::string_view named = "file: ";
    if (!sample.input.starts_with(named)) return "`file: <name>` of a workbook is expected";
    const fs::path file = folder / trim(sample.input.substr(named.size()));
    if (!fs::is_regular_file(file)) return "there is no " + file.filename().string();
    return compare_json(sample.expected, shown_in(mapping.map_all(read_bytes(file))));
}

std::string run_in(const Mapping& mapping, const Sample& sample) {
    std::string charset = mapping.definition().charset;
    if (charset.empty()) charset = xml::declared_charset(sample.input);
    // Who says GB2312 sends GB 18030: that is what must be read.
    const bool chinese = iequals(charset, "gb2312") || iequals(charset, "gbk");
    const auto bytes = encode_from_utf8(sample.input, chinese ? "GB18030" : charset);
    if (!bytes) return "the input is not in " + charset + ": " + bytes.error().cause();
    return compare_json(sample.expected, shown_in(mapping.map_all(*bytes)));
}

std::string run_out(const Mapping& mapping, const Sample& sample) {
    boost::system::error_code ec;
    const json::value input = json::parse(sample.input, ec);
    if (ec || !input.is_object()) return "the input is no JSON object";
    const MappedOut mapped = mapping.map_out(casetree::from_json(input.get_object(), "case"));
    if (!mapped.errors.empty()) {
        return compare_json(sample.expected, json::object{{"errors", texts(mapped.errors)}});
    }
    const Definition& definition = mapping.definition();
    if (definition.format == Format::kXml) {
        return compare_xml(sample.expected, mapped, definition.charset);
    }
    const auto text = decode_message(mapped.bytes, "", definition.charset, false);
    const json::value actual = text ? json::parse(*text, ec) : json::value{};
    return !text || ec ? "what comes out is no JSON" : compare_json(sample.expected, actual);
}

struct SampleName {
    std::string message;
    Direction direction = Direction::kIn;
};

SampleName parse_name(const fs::path& file) {
    const std::string stem = file.stem().string();
    const auto parts = split(stem, '.');
    const bool out = parts.size() > 1 && parts[1] == "out";
    return {std::string{parts[0]}, out ? Direction::kOut : Direction::kIn};
}

void run_file(const MappingSet& set, const fs::path& file, const std::string& partner,
              std::set<std::string>& shown, SampleReport& report) {
    const std::string place = partner + "/samples/" + file.filename().string();
    const SampleName name = parse_name(file);
    const Mapping* mapping = set.find(PartnerId{partner}, name.message, name.direction);
    const auto sample = read_sample(file, place);
    std::string problem;
    if (mapping == nullptr) problem = "there is no mapping for this sample";
    if (!sample) problem = sample.error().cause();
    if (problem.empty()) {
        const bool out = name.direction == Direction::kOut;
        const bool workbook = mapping->definition().format == Format::kXlsx;
        problem = out        ? run_out(*mapping, *sample)
                  : workbook ? run_workbook(*mapping, *sample, file.parent_path())
                             : run_in(*mapping, *sample);
        shown.insert(mapping->id());
        ++report.run;
    }
    report.samples.push_back({place, problem});
    if (!problem.empty())
        report.problems.emplace_back(Code::kConfigInvalid, At{{}, place}, problem);
}

}  // namespace

SampleReport run_samples(const MappingSet& set, const fs::path& folder) {
    SampleReport report;
    std::set<std::string> shown;
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator{folder}) {
        const fs::path& path = entry.path();
        if (path.extension() == ".txt" && path.parent_path().filename() == "samples") {
            files.push_back(path);
        }
    }
    std::sort(files.begin(), files.end());
    for (const fs::path& file : files) {
        run_file(set, file, file.parent_path().parent_path().filename().string(), shown, report);
    }
    for (const Mapping* mapping : set.all()) {
        if (shown.count(mapping->id()) > 0) continue;
        report.problems.emplace_back(Code::kConfigInvalid, At{{}, mapping->definition().file},
                                     "has no sample");
    }
    return report;
}

}  // namespace ow::mapping
