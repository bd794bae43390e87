#include "gateway/app/deadline_command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <ostream>

#include "gateway/app/check_config.hpp"
#include "gateway/app/command_options.hpp"
#include "gateway/app/config_loader.hpp"
#include "gateway/base/text.hpp"
#include "gateway/model/clocks.hpp"

namespace ow::app {
namespace {

constexpr OptionRow kOptions[] = {
    {"--config", "<folder>", "the configuration folder", true},
    {"--hall", "<id>", "a file of its folder halls", true},
    {"--from", "<time>", "when the period begins, 2024-09-27T10:00 or 2024-09-27 (+08:00)", true},
    {"--days", "<n>", "how many of the unit", true},
    {"--unit", "wd|nd|h|mo", "working days (default), natural days, opening hours, months"},
    {"--explain", "", "print every day of the account"},
};

struct Question {
    std::string config;
    std::string hall;
    Instant from{};
    model::Limit limit;
    bool explain = false;
};

Error wrong(std::string option, std::string cause) {
    return {Code::kRequestInvalid, {std::move(option)}, std::move(cause)};
}

Result<int> parse_amount(std::string_view text) {
    constexpr int kMost = 9999;
    int value = -1;
    const char* end = text.data() + text.size();
    const auto [stop, failure] = std::from_chars(text.data(), end, value);
    if (failure == std::errc{} && stop == end && value >= 0 && value <= kMost) return value;
    return wrong("--days",
                 fmt::format("`--days {}`: a whole number is expected, 0 to {}", text, kMost));
}

Result<Instant> parse_from(std::string_view text) {
    if (const auto instant = parse_instant(text)) return *instant;
    if (const auto day = parse_day(text)) return from_local({*day, Millis{0}});
    return wrong("--from",
                 fmt::format("`--from {}`: a time is expected, such as 2024-09-27T10:00", text));
}

Result<Question> parse_question(std::span<const std::string> arguments) {
    const auto options = parse_options(arguments, kOptions);
    if (!options) return options.error();
    const auto unit_text = options->contains("--unit") ? options->at("--unit") : std::string{"wd"};
    const auto unit = model::parse_limit_unit(unit_text);
    if (!unit) {
        return wrong("--unit",
                     fmt::format("`--unit {}`: one of wd, nd, h, mo is expected", unit_text));
    }
    const auto from = parse_from(options->at("--from"));
    if (!from) return from.error();
    const auto amount = parse_amount(options->at("--days"));
    if (!amount) return amount.error();
    return Question{options->at("--config"),
                    options->at("--hall"),
                    *from,
                    {*amount, *unit},
                    options->contains("--explain")};
}

int refuse(const std::vector<Error>& problems, std::ostream& err) {
    for (const Error& problem : problems) err << to_line(problem) << '\n';
    return 1;
}

int no_hall(const std::string& hall, const std::map<HallId, model::Hall>& halls,
            std::ostream& err) {
    std::vector<std::string_view> names;
    for (const auto& [id, value] : halls) names.emplace_back(id.str());
    const std::string_view near = nearest(hall, names);
    err << fmt::format("`--hall {}`: there is no such hall; {}\n", hall,
                       near.empty() ? fmt::format("known: {}", fmt::join(names, ", "))
                                    : fmt::format("did you mean `{}`?", near));
    return 2;
}

int answer(const Question& question, const model::Calendar& calendar, const model::Hall& hall,
           std::ostream& out, std::ostream& err) {
    const auto run = model::run_clock(question.limit, question.from, calendar, hall.opening);
    if (question.explain) {
        for (const std::string& line :
             model::explain(question.limit, question.from, calendar, hall.opening)) {
            out << line << '\n';
        }
    }
    if (!run.due) {
        out << "unknown\n";
        err << run.unknown_because << '\n';
        return 0;
    }
    const bool hours = question.limit.unit == model::LimitUnit::kHour;
    out << (hours ? to_iso(run.due->instant).substr(0, 16) : to_iso(run.due->day)) << '\n';
    return 0;
}

}  // namespace

int run_deadline(std::span<const std::string> arguments, std::ostream& out, std::ostream& err) {
    const auto question = parse_question(arguments);
    if (!question) {
        err << question.error().cause() << '\n' << usage("deadline", kOptions);
        return 2;
    }
    if (!std::filesystem::is_directory(question->config)) {
        err << fmt::format("`--config {}`: there is no such folder\n", question->config);
        return 2;
    }
    const auto calendar = load_calendar(question->config);
    if (!calendar.ok()) return refuse(calendar.problems, err);
    const auto halls = load_halls(question->config);
    if (!halls.ok()) return refuse(halls.problems, err);
    const auto hall = halls.value.find(HallId{question->hall});
    if (hall == halls.value.end()) return no_hall(question->hall, halls.value, err);
    return answer(*question, calendar.value, hall->second, out, err);
}

}  // namespace ow::app
