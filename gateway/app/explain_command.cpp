#include <ostream>

#include "gateway/app/command_options.hpp"
#include "gateway/app/command_store.hpp"
#include "gateway/app/commands.hpp"
#include "gateway/app/explanation.hpp"
#include "gateway/app/mapping_config.hpp"
#include "gateway/flow/desk.hpp"

namespace ow::app {
namespace {

constexpr OptionRow kOptions[] = {
    {"--config", "<folder>", "the configuration folder; else `config`"}};
constexpr int kWrong = 2;
constexpr std::size_t kQueue = 16;

/// The page as the desk has it, from a store that nobody serves.
Result<boost::json::object> page_of(ports::Store& store, const flow::Setting& setting,
                                    const Clock& clock, Log& log, const CaseNo& no) {
    WorkerPool pool{1, kQueue};
    flow::CaseService cases{store, setting, clock, log, pool};
    flow::Appointments appointments{store, cases, setting, clock};
    flow::Desk desk{store, cases, appointments, setting, clock};
    return desk.case_view({"explain", "", "operator", setting.hall.id}, no, false);
}

}  // namespace

int run_explain(std::span<const std::string> arguments, std::ostream& out, std::ostream& err) {
    std::vector<std::string> rest{arguments.begin(), arguments.end()};
    const std::vector<std::string> words = take_words(rest, kOptions);
    auto options = options_of("explain CASE", rest, kOptions, err);
    if (!options) return kWrong;
    if (words.size() != 1 || !is_case_no(words.front())) {
        err << "onewindow explain: one case number is expected: 22 characters, the last one is a "
               "check character\n"
            << usage("explain CASE", kOptions);
        return kWrong;
    }
    options->emplace("--config", "config");
    const auto opened = open_beside(*options, err);
    if (!opened) return 1;
    const CaseNo no{words.front()};
    const flow::Setting setting = setting_of(opened->config);
    const auto events = opened->store->load(flow::case_stream(no));
    const auto page = page_of(*opened->store, setting, opened->clock, opened->log, no);
    if (!events || !page) {
        err << (events ? page.error() : events.error()).text() << "\n";
        return 1;
    }
    print_explanation(out, {*events, *page, opened->config, setting});
    return 0;
}

}  // namespace ow::app
