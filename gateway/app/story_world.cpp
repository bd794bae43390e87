// Steps of a story in which the world around the gateway changes: the calendar, its own stop.

#include "gateway/app/story_form.hpp"
#include "gateway/app/story_player.hpp"
#include "gateway/yaml/reader.hpp"

namespace ow::app {

Status StoryPlayer::change_calendar(const yaml::Node& step) {
    const yaml::Node& changes = *step.find("日历");
    std::vector<Error> problems;
    {
        yaml::Reader reader{changes, problems};
        for (const std::string& year : reader.texts("公布")) {
            if (auto done = edited_.publish_year(std::atoi(year.c_str())); !done)
                return changes.error(done.error().text());
        }
        const yaml::Node* amended = reader.list_or_none("修改");
        for (const yaml::Node& one :
             amended == nullptr ? std::vector<yaml::Node>{} : amended->items()) {
            yaml::Reader day{one, problems};
            const auto date = parse_day(day.text("日期"));
            const std::string what = day.one_of("改为", {"休息", "上班"});
            const std::string name = day.text_or("名称", "调整");
            if (!date) return one.error("“日期”写成 2024-10-11");
            if (auto done = edited_.amend({*date, what == "休息", name}); !done)
                return one.error(done.error().text());
        }
    }
    if (!problems.empty()) return problems.front();
    auto calendar = load_calendar(edited_.folder());
    if (!calendar.ok()) return calendar.problems.front();
    diary_.say("日历有变化");
    simulation_.set_calendar(std::move(calendar.value));
    return ok();
}

Status StoryPlayer::go_down(const yaml::Node& step) {
    const yaml::Node& until = *step.find("停机");
    const auto end = story_time(until);
    if (!end) return end.error();
    if (*end <= simulation_.now()) return until.error("恢复的时间要晚于停机的时间");
    silent_.clear();
    if (const yaml::Node* silent = step.find("未联系")) {
        for (const yaml::Node& one : silent->items()) {
            const auto partner = partner_called(one, simulation_.setting().partners);
            if (!partner) return partner.error();
            silent_.insert((*partner)->id);
        }
    }
    diary_.say("网关停机");
    simulation_.go_down();
    up_at_ = *end;
    return ok();
}

}  // namespace ow::app
