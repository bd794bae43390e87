#include "gateway/mapping/function.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iterator>

#include "gateway/base/text.hpp"
#include "gateway/mapping/date_pattern.hpp"
#include "gateway/mapping/file_bytes.hpp"
#include "gateway/mapping/normal_form.hpp"
#include "gateway/model/check_digits.hpp"

namespace ow::mapping {
namespace {

using Made = Result<std::string>;
using Text = std::string_view;
using Args = const Arguments&;

Error wrong(std::string cause) {
    return Error{Code::kFieldFormat, {}, std::move(cause)};
}

char upper_ascii(char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
}
char lower_ascii(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

std::string without(Text value, Text dropped) {
    std::string out;
    std::copy_if(value.begin(), value.end(), std::back_inserter(out),
                 [&](char c) { return dropped.find(c) == Text::npos; });
    return out;
}

std::string replaced(Text value, Text from, Text to) {
    std::string out;
    for (std::size_t at = value.find(from); at != Text::npos; at = value.find(from)) {
        out += value.substr(0, at);
        out += to;
        value.remove_prefix(at + from.size());
    }
    return out.append(value);
}

bool is_listed(Text value, Text words) {
    const auto all = split(words, '|');
    return std::find(all.begin(), all.end(), value) != all.end();
}

std::string narrow(Text value) {
    std::u32string points = to_code_points(value);
    for (char32_t& c : points) {
        if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFEE0;
        if (c == 0x3000 || c == 0xA0) c = U' ';
    }
    return to_utf8(points);
}

Made blank(Text value, Args args) {
    return is_listed(value, args.at(0)) ? std::string{} : std::string{value};
}

Made code(Text value, Args args) {
    if (const std::string* meaning = args.table->find(value)) return *meaning;
    // A code is short; what is not might be a name in the wrong column.
    const bool shown = value.size() <= 8 ||
                       (value.size() <= 40 &&
                        value.find_first_not_of(
                            "ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz") == Text::npos);
    const std::string what =
        shown ? fmt::format("code `{}`", value)
              : fmt::format("a value of {} characters", count_code_points(value));
    return Error{Code::kMappingCodeUnknown,
                 {},
                 fmt::format("{} is not in table {}", what, args.table->name)};
}

Made date(Text value, Args args) {
    const auto found = parse_date(value, args.at(0));
    if (!found)
        return wrong(fmt::format("no date as {}", args.at(0).empty() ? "ISO 8601" : args.at(0)));
    return to_iso(found->day);
}

Made format(Text value, Args args) {
    const auto found = parse_date(value, "");
    if (!found) return wrong("no date or time");
    return format_date(*found, args.at(0));
}

Made file(Text value, Args args) {
    auto bytes = read_base64(value, file_limit(args.at(0)));
    if (!bytes) return bytes;
    const Text type = file_type(*bytes);
    if (!args.at(1).empty() && !is_listed(type, args.at(1)))
        return wrong(fmt::format("a file of {} is expected, not {}", args.at(1), type));
    return bytes;
}

Made flag(Text value, Args args) {
    if (is_listed(value, args.at(0))) return std::string{"true"};
    if (is_listed(value, args.at(1))) return std::string{"false"};
    return wrong(fmt::format("neither {} nor {}", args.at(0), args.at(1)));
}

Made id_card(Text value, Args) {
    std::string out = without(narrow(value), " -");
    std::transform(out.begin(), out.end(), out.begin(), upper_ascii);
    if (model::check_resident_id(out) == model::Verdict::kRight) return out;
    return wrong("no resident ID number (GB 11643, R34)");
}

Made instant(Text value, Args args) {
    const auto found = parse_date(value, args.at(0));
    if (!found)
        return wrong(fmt::format("no time as {}", args.at(0).empty() ? "ISO 8601" : args.at(0)));
    return to_iso(from_local(*found));
}

// Several values meet only in the program; here one is already what it should be.
Made join(Text value, Args) {
    return std::string{value};
}

Made lower(Text value, Args) {
    std::string out{value};
    std::transform(out.begin(), out.end(), out.begin(), lower_ascii);
    return out;
}

Made name(Text value, Args) {
    std::u32string points = to_code_points(trim(value));
    for (char32_t& c : points) {
        // What keyboards and old systems write for the separator of a name.
        for (const char32_t dot : {0x2022, 0x2027, 0x22C5, 0x30FB, 0xFF0E, 0xFF65}) {
            if (c == dot) c = 0xB7;
        }
    }
    return to_utf8(points);
}

Made nfkc(Text value, Args) {
    return to_nfkc(value);
}

Made number(Text value, Args) {
    const std::string digits = without(narrow(value), " ,");
    std::int64_t parsed = 0;
    const char* end = digits.data() + digits.size();
    const auto [stop, failure] = std::from_chars(digits.data(), end, parsed);
    const bool zeros =
        stop < end && *stop == '.' && std::all_of(stop + 1, end, [](char c) { return c == '0'; });
    if (failure != std::errc{} || (stop != end && !zeros)) return wrong("no whole number");
    return std::to_string(parsed);
}

Made phone(Text value, Args) {
    std::string out = without(narrow(value), " -");
    if (out.starts_with("+86")) out.erase(0, 3);
    if (out.find_first_not_of("0123456789+()") != std::string::npos)
        return wrong("no telephone number");
    return out;
}

Made prefix(Text value, Args args) {
    return fmt::format("{}{}", args.at(0), value);
}

Made replace(Text value, Args args) {
    return replaced(value, args.at(0), args.at(1));
}

Made split_part(Text value, Args args) {
    std::size_t wanted = 0;
    std::from_chars(args.at(1).data(), args.at(1).data() + args.at(1).size(), wanted);
    for (std::size_t n = 1;; ++n) {
        const std::size_t end = value.find(args.at(0));
        if (n == wanted) return std::string{value.substr(0, end)};
        if (end == Text::npos) return std::string{};
        value.remove_prefix(end + args.at(0).size());
    }
}

Made squeeze(Text value, Args) {
    std::string out;
    for (const char c : trim(value)) {
        const bool space = c == ' ' || c == '\t' || c == '\n' || c == '\r';
        if (!space) out.push_back(c);
        if (space && (out.empty() || out.back() != ' ')) out.push_back(' ');
    }
    return out;
}

Made strip_prefix(Text value, Args args) {
    if (value.starts_with(args.at(0))) value.remove_prefix(args.at(0).size());
    return std::string{value};
}

Made suffix(Text value, Args args) {
    return fmt::format("{}{}", value, args.at(0));
}

Made trimmed(Text value, Args) {
    return std::string{trim(value)};
}

Made narrowed(Text value, Args) {
    return narrow(value);
}

Made upper(Text value, Args) {
    std::string out{value};
    std::transform(out.begin(), out.end(), out.begin(), upper_ascii);
    return out;
}

Made uscc(Text value, Args) {
    std::string out = without(narrow(value), " -");
    std::transform(out.begin(), out.end(), out.begin(), upper_ascii);
    // A doubtful check character is a warning of model::validate, not an error here (R34).
    if (model::check_uscc(out) != model::Verdict::kWrong) return out;
    return wrong("no unified social credit code (GB 32100)");
}

constexpr Function kFunctions[] = {
    {"blank", 1, 1, "Words that mean nothing, separated by |, become empty.", "blank(无|-|/)", "无",
     "", &blank},
    {"code", 1, 1,
     "Looks the value up in a code table. An unknown code quarantines the message (R33).",
     "code(example)", "111", "id_card", &code},
    {"date", 0, 1, "A date by pattern (yyyy MM dd, M d), several with |; without one: ISO 8601.",
     "date(yyyyMMdd|yyyy/M/d)", "2024/9/3", "2024-09-03", &date},
    {"file", 0, 2,
     "A file in base64, of at most so many megabytes (20) and one of these types, separated by |. "
     "Only for a material's `file`.",
     "file(2,application/pdf)", "JVBERi0xLjc=", "%PDF-1.7", &file},
    {"flag", 2, 2, "The words for true, the words for false; anything else is an error.",
     "flag(1|是,0|否)", "是", "true", &flag},
    {"format_date", 1, 1, "Our date or time written by a pattern.", "format_date(yyyy年M月d日)",
     "2024-09-03T08:05:00+08:00", "2024年9月3日", &format},
    {"half_width", 0, 0, "Full-width letters, digits, signs and blanks become half-width.",
     "half_width", "ＡＢ－１２", "AB-12", &narrowed},
    {"id_card", 0, 0, "A resident ID: blanks out, x to X; a wrong check digit is an error (R34).",
     "id_card", "41018419900104003x", "41018419900104003X", &id_card},
    {"instant", 0, 1,
     "A time by pattern (yyyy MM dd HH mm ss SSS, epoch, epoch_ms) in +08:00; without one: ISO "
     "8601.",
     "instant(yyyyMMddTHHmmss)", "20240927T101500", "2024-09-27T10:15:00.000+08:00", &instant},
    {"join", 1, 1,
     "First in a chain: several values become one text. Without it they are an error.", "join(、)",
     "身份证", "身份证", &join},
    {"lower", 0, 0, "A-Z to a-z.", "lower", "PDF", "pdf", &lower},
    {"name", 0, 0, "A name: blanks at the ends out, every kind of middle dot to U+00B7 (R32).",
     "name", " 阿卜杜•样本 ", "阿卜杜·样本", &name},
    {"nfkc", 0, 0,
     "Unicode form KC: full-width, circled, composed and unit characters become plain. Not for "
     "names.",
     "nfkc", "Ａ１①㎡ﾊ", "A11m2ハ", &nfkc},
    {"number", 0, 0, "A whole number: blanks and thousands commas out, zero decimals dropped.",
     "number", "1,200.00", "1200", &number},
    {"phone", 0, 0, "A telephone number: blanks and hyphens out, +86 dropped.", "phone",
     "+86 371-5550 0100", "37155500100", &phone},
    {"prefix", 1, 1, "Puts a text before the value.", "prefix(GZ-)", "17", "GZ-17", &prefix},
    {"replace", 2, 2, "Every occurrence of the first text becomes the second.", "replace(；,;)",
     "甲；乙", "甲;乙", &replace},
    {"split", 2, 2, "Cuts at a text and takes the n-th part; empty if there are fewer.",
     "split(|,2)", "甲|乙|丙", "乙", &split_part},
    {"squeeze", 0, 0, "Runs of blanks and line ends become one blank; none at the ends.", "squeeze",
     " a \n b ", "a b", &squeeze},
    {"strip_prefix", 1, 1, "Drops a text from the beginning if it is there.", "strip_prefix(GZ-)",
     "GZ-17", "17", &strip_prefix},
    {"suffix", 1, 1, "Puts a text behind the value.", "suffix(号)", "17", "17号", &suffix},
    {"trim", 0, 0, "Blanks out at both ends, U+3000 and U+00A0 too.", "trim", "　王测试 ", "王测试",
     &trimmed},
    {"upper", 0, 0, "a-z to A-Z.", "upper", "mb17x", "MB17X", &upper},
    {"uscc", 0, 0,
     "A credit code: blanks out, capitals; a wrong check character is only a warning (R34).",
     "uscc", "91410184ma00000076", "91410184MA00000076", &uscc},
};

/// `a,'b,c',d` cut at the commas outside quotes.
std::vector<std::string> parse_arguments(Text text) {
    std::vector<std::string> out(1);
    bool quoted = false;
    for (const char c : text) {
        if (c == '\'') {
            quoted = !quoted;
        } else if (c == ',' && !quoted) {
            out.emplace_back();
        } else {
            out.back().push_back(c);
        }
    }
    return out;
}

std::string unknown(Text kind, Text given, const std::vector<Text>& known) {
    std::string cause = fmt::format("unknown {} `{}`", kind, given);
    const Text near = nearest(given, known);
    return cause + (near.empty() ? fmt::format("; known: {}", fmt::join(known, ", "))
                                 : fmt::format("; did you mean `{}`?", near));
}

std::string check_arguments(Call& call, const CodeTables& tables) {
    const Function& function = *call.function;
    const std::size_t given = call.arguments.texts.size();
    if (given < function.least || given > function.most) {
        return fmt::format("`{}` takes {} argument(s), for example {}", function.name,
                           function.least, function.example);
    }
    if (function.name == "code") {
        call.arguments.table = tables.find(call.arguments.at(0));
        if (call.arguments.table == nullptr)
            return unknown("code table", call.arguments.at(0), tables.names());
    }
    const bool dated = function.name == "date" || function.name == "instant";
    if (dated && given == 1) return pattern_problem(call.arguments.at(0));
    if (function.name == "file") return file_problem(call.arguments.at(0), call.arguments.at(1));
    const bool cuts = function.name == "split" || function.name == "replace";
    if (cuts && call.arguments.at(0).empty()) return "the text looked for is empty";
    if (function.name == "split" &&
        (call.arguments.at(1).find_first_not_of("0123456789") != Text::npos ||
         call.arguments.at(1).find_first_not_of('0') == Text::npos)) {
        return "split's second argument is a number, 1 or more";
    }
    return {};
}

}  // namespace

std::span<const Function> functions() {
    return kFunctions;
}

const Function* find_function(Text wanted) {
    const auto* found = std::find_if(std::begin(kFunctions), std::end(kFunctions),
                                     [&](const Function& f) { return f.name == wanted; });
    return found == std::end(kFunctions) ? nullptr : found;
}

Result<Call> parse_call(Text text, const CodeTables& tables, const At& at) {
    const std::size_t open = text.find('(');
    const Text wanted = text.substr(0, open);
    Call call;
    call.function = find_function(wanted);
    if (call.function == nullptr) {
        std::vector<Text> known;
        for (const Function& f : kFunctions) known.push_back(f.name);
        return Error{Code::kConfigInvalid, at, unknown("function", wanted, known)};
    }
    if (open != Text::npos) {
        if (!text.ends_with(')')) {
            return Error{Code::kConfigInvalid, at,
                         fmt::format("`{}` has no closing bracket; put a call with a comma in "
                                     "double quotes",
                                     text)};
        }
        call.arguments.texts = parse_arguments(text.substr(open + 1, text.size() - open - 2));
    }
    if (std::string problem = check_arguments(call, tables); !problem.empty()) {
        return Error{Code::kConfigInvalid, at, std::move(problem)};
    }
    return call;
}

}  // namespace ow::mapping
