// Show 4: for 1,000 random cases the command line's answer, the case's page and the printed D2 name
// the same last day.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <regex>
#include <sstream>

#include "gateway/app/case_page.hpp"
#include "gateway/app/config_loader.hpp"
#include "gateway/app/deadline_command.hpp"
#include "gateway/app/font_config.hpp"
#include "gateway/casetree/tree.hpp"
#include "gateway/documents/renderer.hpp"
#include "gateway/flow/case_view.hpp"
#include "gateway/model/case_commands.hpp"
#include "gateway/model/leg_plan.hpp"

namespace ow::app {
namespace {

constexpr int kCases = 1000;
constexpr int kBatch = 100;  // notices that qpdf joins into one file and pdftotext reads at once

std::string answer_of_command_line(const model::Item& item, Instant start) {
    std::ostringstream out;
    std::ostringstream err;
    const std::vector<std::string> arguments{
        "--config", "config",
        "--hall",   "xinzheng",
        "--from",   to_iso(start).substr(0, 16),
        "--days",   std::to_string(item.promised.amount),
        "--unit",   std::string{model::to_code(item.promised.unit)}};
    EXPECT_EQ(run_deadline(arguments, out, err), 0) << err.str();
    return out.str().substr(0, std::min<std::size_t>(10, out.str().find('\n')));
}

std::vector<model::StoredEvent> case_of(const flow::Setting& setting, const model::Item& item,
                                        Instant start, int n) {
    model::Receive receive;
    boost::json::array materials;
    for (const model::Material& m : item.materials)
        materials.push_back(boost::json::object{{"name", m.name}});
    receive.content = {{"applicant", {{"name", "王测试"}}}, {"materials", std::move(materials)}};
    receive.source = PartnerId{"any"};
    receive.received_at = start;
    const model::CaseFacts facts{setting.hall, item, setting.calendar,
                                 "system",     "",   make_case_no("410184", "20240927", '9', n),
                                 "token"};
    const auto events = model::decide({}, receive, facts, start);
    EXPECT_TRUE(events) << events.error().text();
    std::vector<model::StoredEvent> stored;
    for (const model::Event& e : *events)
        stored.push_back({e, static_cast<std::int64_t>(stored.size()) + 1, start, {}, {}});
    return stored;
}

/// The promised day on the case's page: "  promised   5 wd  due 2024-10-10".
std::string day_on_page(const std::vector<model::StoredEvent>& events,
                        const flow::Setting& setting) {
    std::ostringstream out;
    print_case(out, events, {}, setting);
    std::smatch found;
    const std::string page = out.str();
    return std::regex_search(page, found,
                             std::regex{"promised +[0-9]+ [a-z]+  due ([0-9-]+|unknown)"})
               ? found[1].str()
               : "none";
}

std::string chinese(const std::string& iso) {
    const auto day = parse_day(iso);
    return day ? to_chinese(*day) : "待公布";
}

std::string shell(const std::string& command) {
    std::string out;
    FILE* pipe = popen(command.c_str(), "r");
    std::array<char, 65536> buffer{};
    for (std::size_t got = 0; (got = fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
        out.append(buffer.data(), got);
    EXPECT_EQ(pclose(pipe), 0) << command;
    return out;
}

/// Batches are folders, so that sorted names are the order of the cases.
void keep(const std::filesystem::path& folder, int n, const std::string& pdf) {
    const auto batch = folder / fmt::format("{:03}", n / kBatch);
    std::filesystem::create_directories(batch);
    std::ofstream{batch / fmt::format("{:06}.pdf", n), std::ios::binary} << pdf;
}

/// The text of every notice without blanks, in the order of the cases; two batches at a time.
std::vector<std::string> read_back(const std::filesystem::path& folder) {
    std::istringstream text{
        shell("cd " + folder.string() +
              " && ls -d ??? | xargs -P 2 -I{} sh -c 'qpdf --empty --pages {}/*.pdf -- {}.pdf && "
              "pdftotext -raw {}.pdf {}.txt' && cat ???.txt")};
    std::vector<std::string> pages;
    for (std::string page; std::getline(text, page, '\f');) {
        std::erase_if(page, [](char c) { return c == '\n' || c == ' '; });
        if (!page.empty()) pages.push_back(page);
    }
    return pages;
}

}  // namespace

TEST(Deadline, R27_CommandLinePageAndPrintedNoticeNameTheSameDay) {
    auto config = load_config("config");
    ASSERT_TRUE(config.ok());
    const flow::Setting setting{config.value.halls.at(HallId{"xinzheng"}),
                                config.value.catalogue,
                                config.value.calendar,
                                {},
                                "https://example.invalid"};
    const auto fonts = read_font_config("templates/fonts.yaml");
    ASSERT_TRUE(fonts) << fonts.error().text();
    const auto renderer = documents::Renderer::open("templates", *fonts);
    ASSERT_TRUE(renderer) << renderer.error().text();

    const auto folder =
        std::filesystem::temp_directory_path() / ("deadlines-" + std::to_string(getpid()));
    std::mt19937 dice{20261120};
    const auto first = *parse_instant("2018-01-01T00:00");
    const auto span = (*parse_instant("2026-12-31T00:00") - first).count() / 60000;
    std::vector<std::string> printed;
    int unknown = 0;
    std::vector<model::Item> items;  // that this hall offers
    for (const model::Item& one : setting.catalogue.items())
        if (model::department_lacking(one, setting.hall).empty()) items.push_back(one);
    ASSERT_GT(items.size(), 100U);
    for (int n = 0; n < kCases; ++n) {
        const model::Item& item = items[dice() % items.size()];
        const Instant start =
            first +
            std::chrono::minutes{std::uniform_int_distribution<std::int64_t>{0, span}(dice)};
        const auto events = case_of(setting, item, start, n);
        const std::string page = day_on_page(events, setting);
        ASSERT_EQ(answer_of_command_line(item, start), page)
            << item.id.str() << " from " << to_iso(start);
        unknown += page == "unknown" ? 1 : 0;
        const auto tree = flow::case_view(model::replay(events), setting, "D2", start);
        const auto pdf =
            (*renderer)->render(documents::TemplateId{"D2"}, casetree::from_json(tree, "case"));
        ASSERT_TRUE(pdf) << pdf.error().text();
        keep(folder, n, pdf->bytes);
        printed.push_back(chinese(page));
    }
    EXPECT_GT(unknown, 0);  // the calendar of 2027 is not published: the tail of 2026 must say so
    const std::vector<std::string> pages = read_back(folder);
    ASSERT_EQ(pages.size(), printed.size());
    for (std::size_t n = 0; n < printed.size(); ++n)
        EXPECT_NE(pages[n].find(printed[n]), std::string::npos)
            << printed[n] << " is not in: " << pages[n];
    std::filesystem::remove_all(folder);
}

}  // namespace ow::app
