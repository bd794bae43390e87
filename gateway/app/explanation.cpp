#include "gateway/app/explanation.hpp"

#include <fmt/format.h>

#include <ostream>

#include "gateway/app/event_reasons.hpp"
#include "gateway/base/text.hpp"
#include "gateway/flow/event_words.hpp"
#include "gateway/model/case_commands.hpp"
#include "gateway/yaml/node.hpp"

namespace ow::app {
namespace {

using boost::json::object;
using model::text_at;

/// 2024-10-10 09:30
std::string when(Instant at) {
    std::string text = to_iso(at).substr(0, 16);
    text[10] = ' ';
    return text;
}

/// The settings of a hall as its file states them.
class HallFile {
  public:
    HallFile(const Config& config, const HallId& hall)
        : name_("halls/" + hall.str() + ".yaml"),
          root_(yaml::parse_file(config.directory / name_)) {}

    /// `halls/<id>.yaml:27 correction_alarm: 2wd`
    [[nodiscard]] std::string setting(std::string_view key) const {
        const yaml::Node* settings = root_ ? root_->find("settings") : nullptr;
        const yaml::Node* value = settings == nullptr ? nullptr : settings->find(key);
        if (value == nullptr) return fmt::format("{} 没有写 {}，按默认值", name_, key);
        return fmt::format("{}:{} {}: {}", name_, value->line(), key, value->text());
    }
    /// `halls/<id>.yaml:70 parents`
    [[nodiscard]] std::string parents() const {
        const yaml::Node* all = root_ ? root_->find("parents") : nullptr;
        return fmt::format("{}:{} parents", name_, all == nullptr ? 0 : all->line());
    }
    [[nodiscard]] std::string department(const DepartmentId& id, const std::string& partner) const {
        const yaml::Node* all = root_ ? root_->find("departments") : nullptr;
        const yaml::Node* one = all == nullptr ? nullptr : all->find(id.str());
        return fmt::format("{}:{} departments.{}.partner: {}", name_,
                           one == nullptr ? 0 : one->line(), id.str(), partner);
    }

  private:
    std::string name_;
    Result<yaml::Node> root_;
};

/// What the catalogue says of the item in one of its columns.
std::string column(const model::Item& item, std::string_view name) {
    if (name == "correction") return "correction=" + model::to_code(item.correction);
    if (name == "correction_rule") return "correction_rule=" + item.correction_rule;
    if (name == "deems_accepted")
        return std::string{"deems_accepted="} + (item.deems_accepted ? "yes" : "no");
    if (name == "legs") return "legs=" + item.legs;
    if (name == "pledge") return std::string{"pledge="} + (item.pledge ? "yes" : "no");
    if (name == "promised") return "promised=" + model::to_code(item.promised);
    if (name == "tolerance") return std::string{"tolerance="} + (item.tolerance ? "yes" : "no");
    if (name == "special") return fmt::format("special={}", fmt::join(item.special, "；"));
    return std::string{name};
}

void print_reason(std::ostream& out, const model::Event& event, const Explained& about,
                  const HallFile& file) {
    constexpr std::string_view kIndent = "                      ";
    const EventReason* reason = reason_of(event.type);
    if (reason == nullptr) return;
    out << kIndent << reason->rules << "  " << reason->basis << "\n";
    for (const std::string_view key : split(reason->settings, ' ')) {
        if (!key.empty()) out << kIndent << "设置 " << file.setting(key) << "\n";
    }
    const std::string id = text_at(about.events.front().event.clear, "item");
    const model::Item* item = about.setting.catalogue.find(ItemId{id});
    for (const std::string_view name : split(reason->columns, ' ')) {
        if (!name.empty() && item != nullptr)
            out << kIndent << "目录 " << id << " " << column(*item, name) << "\n";
    }
}

void print_events(std::ostream& out, const Explained& about, const HallFile& file) {
    out << "状态  " << text_at(about.page, "stage_label") << "，由下面的事得来\n";
    for (const model::StoredEvent& stored : about.events) {
        if (stored.event.type == "message.sent" || stored.event.type == "document.stored") continue;
        out << fmt::format("  {:>3} {}  {}", stored.sequence, when(stored.event.happened_at),
                           flow::words_of(stored, about.setting));
        if (when(stored.recorded_at) != when(stored.event.happened_at))
            out << "（" << when(stored.recorded_at) << " 记入）";
        out << "\n";
        print_reason(out, stored.event, about, file);
    }
}

void print_route(std::ostream& out, const Explained& about, const HallFile& file) {
    const object& page = about.page;
    const model::CaseState s = model::replay(about.events);
    const std::string& department = s.department.str();
    out << "路线\n  来源  " << text_at(page, "source") << "；办件的状态告诉它（R46）\n";
    out << fmt::format("  部门  {}：目录 {} department={}（R2；目录版本 {}）\n",
                       text_at(page, "department.name"), s.item.str(), department,
                       about.events.front().catalogue_version);
    const std::string& partner = s.department_partner.str();
    if (partner.empty())
        out << "  送往  无系统，部门在待办里办\n";
    else
        out << fmt::format("  送往  {}：{}\n",
                           flow::partner_name(s.department_partner, about.setting),
                           file.department(s.department, partner));
    out << "  取件  " << text_at(page, "delivery.way") << "，收件时所选（R13）\n";
}

/// Where the amount of a clock comes from.
std::string origin_of(std::string_view kind, const model::Item& item) {
    if (kind == "promised") return "目录 promised=" + model::to_code(item.promised);
    if (kind != "statutory" || !item.statutory) return {};
    return fmt::format("目录 statutory={}，起算 {}；{}", model::to_code(*item.statutory),
                       item.statutory_start, item.statutory_basis);
}

void print_clocks(std::ostream& out, const Explained& about, const HallFile& file) {
    out << "期限（R9 起算日不计；R27 两个时限；R47 取自目录；R29 日历版本 "
        << about.setting.calendar.version() << "）\n";
    const std::string id = text_at(about.events.front().event.clear, "item");
    const model::Item* item = about.setting.catalogue.find(ItemId{id});
    for (const auto& one : about.page.at("clocks").as_array()) {
        const object& clock = one.as_object();
        out << fmt::format("  {} {}{}  到期 {}  {}\n", text_at(clock, "label"),
                           text_at(clock, "days"), text_at(clock, "unit"),
                           text_at(clock, "due_label"), text_at(clock, "state"));
        if (text_at(clock, "kind") == "stage")
            out << "    " << text_at(clock, "detail") << "；" << file.parents() << "（R45）\n";
        if (item != nullptr) out << "    " << origin_of(text_at(clock, "kind"), *item) << "\n";
        const auto* account = clock.if_contains("account");
        if (account == nullptr) continue;
        for (const auto& line : account->as_array())
            out << "    " << std::string_view{line.as_string()} << "\n";
    }
}

void print_next(std::ostream& out, const Explained& about) {
    const auto due = model::next_due(model::replay(about.events));
    out << "到时自动  " << (due ? when(*due) : std::string{"无"}) << "\n";
    for (const auto& notice : about.page.at("notices").as_array())
        out << "  " << std::string_view{notice.as_string()} << "\n";
}

}  // namespace

void print_explanation(std::ostream& out, const Explained& about) {
    const HallFile file{about.config, about.setting.hall.id};
    out << fmt::format("{}  {}  {}\n{}（{}）\n\n", text_at(about.page, "case_no"),
                       text_at(about.page, "item.name"), text_at(about.page, "item.code"),
                       about.setting.hall.name, about.setting.hall.rule_no);
    print_events(out, about, file);
    print_route(out, about, file);
    print_clocks(out, about, file);
    print_next(out, about);
}

}  // namespace ow::app
