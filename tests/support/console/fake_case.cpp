#include "tests/support/console/fake_case.hpp"

#include <fmt/format.h>

namespace ow::testing {
namespace {

using boost::json::array;
using boost::json::object;

struct Sample {
    const char* item;
    const char* department;
    const char* name;
    const char* masked;
    const char* source;
    Stage stage;
    bool overdue;
    bool mismatch;
    bool by_mail;
};

constexpr Sample kSamples[] = {
    {"食品经营许可（新办）", "市场监督管理局", "王测试", "王**", "省政务服务网", Stage::kDecided,
     false, false, false},
    {"公共场所卫生许可（新证）", "卫生健康委员会", "李样本", "李**", "综合窗口", Stage::kDecided,
     true, true, false},
    {"劳务派遣经营许可", "人力资源和社会保障局", "赵示例", "赵**", "微信公众号", Stage::kAtIssuance,
     false, false, true},
    {"建筑工程施工许可证核发", "住房和城乡建设局", "示例建设有限公司", "示例****公司",
     "部门自有系统", Stage::kNotified, false, false, false},
    {"取水许可（首次申请）", "水利局", "钱样本", "钱**", "邮寄", Stage::kNotified, true, false,
     true},
    {"道路货物运输经营许可", "交通运输局", "孙测试", "孙**", "省政务服务网", Stage::kDelivered,
     false, false, false},
    {"医疗机构执业登记（设置审批后首次执业登记，含诊所备案转登记）", "卫生健康委员会", "周示例",
     "周**", "综合窗口", Stage::kAccepted, false, false, false},
    {"出版物零售单位设立审批", "文化广电和旅游局", "吴样本", "吴**", "综合窗口", Stage::kAccepted,
     true, false, false},
};

object timeline_row(std::string at, std::string text, std::string actor) {
    return {{"at", std::move(at)}, {"text", std::move(text)}, {"actor", std::move(actor)}};
}

array radio_options(std::initializer_list<std::pair<const char*, const char*>> pairs) {
    array out;
    for (const auto& [value, label] : pairs) out.push_back({{"value", value}, {"label", label}});
    return out;
}

array compare_rows(const FakeCase& c) {
    return {
        {{"name", "applicant.name"},
         {"label", "持证人"},
         {"intake", c.name_masked},
         {"result", c.name_masked},
         {"same", true}},
        {{"name", "applicant.number"},
         {"label", "证件号码"},
         {"intake", "4101**********0014"},
         {"result", "4101**********0014"},
         {"same", true}},
        {{"name", "item"}, {"label", "事项"}, {"intake", c.item}, {"result", c.item}},
        {{"name", "address"},
         {"label", "经营场所"},
         {"intake", "示例路 1 号"},
         {"result", c.mismatch ? "示例路 7 号" : "示例路 1 号"}},
        {{"name", "certificate"},
         {"label", "证照编号"},
         {"intake", ""},
         {"result", "JY14101840000018"}},
    };
}

object take_action(const FakeCase& c) {
    return {{"id", "take_over"},
            {"label", "核对一致，接收结果"},
            {"fields",
             {{{"name", "check"},
               {"label", "结果信息与受理信息逐项核对"},
               {"type", "compare"},
               {"required", true},
               {"rows", compare_rows(c)}},
              {{"name", "original"},
               {"label", "纸质证照份数"},
               {"type", "number"},
               {"required", true},
               {"value", "1"}}}}};
}

object return_action() {
    return {{"id", "reject_result"},
            {"label", "不一致，退回部门"},

            {"confirm", "结果将退回部门更正，办件留在“待收结果”。"},
            {"fields",
             {{{"name", "fields"},
               {"label", "不一致之处"},
               {"type", "textarea"},
               {"required", true}}}}};
}

object notify_action() {
    return {{"id", "notify"},
            {"label", "通知申请人"},
            {"fields",
             {{{"name", "how"},
               {"label", "通知方式"},
               {"type", "radio"},
               {"required", true},
               {"options",
                radio_options({{"phone", "电话"}, {"message", "消息"}, {"channel", "原渠道"}})}},
              {{"name", "note"}, {"label", "备注"}, {"type", "text"}, {"required", false}}}}};
}

object deliver_self_action() {
    return {{"id", "hand_over"},
            {"label", "窗口发放"},
            {"fields",
             {{{"name", "proof"},
               {"label", "领取凭证"},
               {"type", "radio"},
               {"required", true},
               {"options",
                radio_options({{"slip", "收件通知单"}, {"id", "通知单遗失：证件原件和保证声明"}})}},
              {{"name", "statement"},
               {"label", "已核对证件原件，并已收取签名的保证声明"},
               {"type", "checkbox"},
               {"required", true},
               {"when", {{"name", "proof"}, {"is", "id"}}}},
              {{"name", "recipient"},
               {"label", "代领人姓名（本人领取不填）"},
               {"type", "text"},
               {"required", false}}}}};
}

object deliver_mail_action() {
    return {{"id", "mail_out"},
            {"label", "交寄"},
            {"fields",
             {{{"name", "waybill"},
               {"label", "运单号"},
               {"type", "text"},
               {"required", true},
               {"pattern", "[0-9A-Z]{11,13}"},
               {"hint", "13 位，可扫描面单"}},
              {{"name", "voucher"},
               {"label", "寄件凭证已粘贴在办理结果交接单上"},
               {"type", "checkbox"},
               {"required", true}}}}};
}

object feed_back_action() {
    return {{"id", "feed_back"},
            {"label", "登记送达反馈"},
            {"confirm", "办理结果交接单已送回部门？"},
            {"fields", array{}}};
}

array stops_of(const FakeCase& c) {
    const char* done = "2024-10-08T09:12:31.000+08:00";
    array stops;
    for (const auto& [name, label] : {std::pair{"receive", "接收"},
                                      {"unwrap", "验签"},
                                      {"intake", "登记"},
                                      {"map", "转换"},
                                      {"decide", "判定"},
                                      {"commit", "入库"},
                                      {"relay", "转送"},
                                      {"send", "送出"}}) {
        const bool waits =
            c.stage == Stage::kAccepted && c.overdue && (std::string_view{name} == "send");
        stops.push_back({{"name", name},
                         {"label", label},
                         {"at", waits ? "" : done},
                         {"detail", waits ? "对方连不上，已重试 3 次" : ""}});
    }
    return stops;
}

array clocks_of(const FakeCase& c) {
    return {{{"kind", "promised"},
             {"label", "承诺时限"},
             {"state", c.stage > Stage::kDecided ? "stopped" : "running"},
             {"days", 5},
             {"unit", "工作日"},
             {"due", c.due},
             {"due_label", c.due + (c.overdue ? " 已超期 2 个工作日" : " 还剩 3 个工作日")}},
            {{"kind", "statutory"},
             {"label", "法定时限"},
             {"state", c.stage > Stage::kAccepted ? "stopped" : "running"},
             {"days", 20},
             {"unit", "工作日"},
             {"due", "2024-11-05"},
             {"due_label", "2024-11-05"}}};
}

array documents_of(const FakeCase& c) {
    array out{
        {{"id", "d1"}, {"title", "材料接收凭证"}, {"number", "2024-000118"}, {"state", "ready"}},
        {{"id", "d2"}, {"title", "受理通知书"}, {"number", "2024-000231"}, {"state", "ready"}}};
    if (c.stage >= Stage::kAtIssuance)
        out.push_back({{"id", "d15"},
                       {"title", "办理结果交接单"},
                       {"number", "2024-000078"},
                       {"state", "ready"}});
    if (c.stage == Stage::kAccepted && c.overdue)
        out.push_back({{"id", "d20"},
                       {"title", "催办单"},
                       {"number", ""},
                       {"state", "refused"},
                       {"reason", "字库缺字“𬱖”，待补字体"}});
    for (auto& document : out) {
        const auto found = c.prints.find(std::string{document.at("id").as_string()});
        document.as_object()["prints"] = found == c.prints.end() ? 0 : found->second;
    }
    return out;
}

array messages_of(const FakeCase& c) {
    array out{{{"kind", "办件申请"},
               {"direction", "in"},
               {"partner", c.source},
               {"state", "accepted"},
               {"at", "2024-10-08T09:12:31.000+08:00"}},
              {{"kind", "受理结果"},
               {"direction", "out"},
               {"partner", c.source},
               {"state", "sent"},
               {"at", "2024-10-08T09:12:32.000+08:00"}}};
    const bool waits = c.stage == Stage::kAccepted && c.overdue;
    out.push_back({{"kind", "分送部门"},
                   {"direction", "out"},
                   {"partner", c.department},
                   {"state", waits ? "parked" : "sent"},
                   {"at", "2024-10-08T09:12:33.000+08:00"},
                   {"reason", waits ? "PARTNER_UNREACHABLE 对方连不上，网关会自动重试" : ""}});
    return out;
}

}  // namespace

std::string stage_name(Stage stage) {
    constexpr const char* kNames[] = {"accepted", "decided",   "at_issuance",
                                      "notified", "delivered", "fed_back"};
    return kNames[static_cast<std::size_t>(stage)];
}

std::string stage_label(Stage stage) {
    constexpr const char* kLabels[] = {"已受理",         "待接收结果",     "结果已到窗口",
                                       "已通知，待领取", "已送达，待反馈", "已办结"};
    return kLabels[static_cast<std::size_t>(stage)];
}

std::string tab_of(Stage stage) {
    constexpr const char* kTabs[] = {"",           "result_due",   "to_notify",
                                     "to_deliver", "to_feed_back", ""};
    return kTabs[static_cast<std::size_t>(stage)];
}

std::vector<FakeCase> sample_cases() {
    std::vector<FakeCase> cases;
    int serial = 101;
    for (const Sample& s : kSamples) {
        FakeCase c;
        c.no = make_case_no("410184", "20241008", '1', serial);
        c.item = s.item;
        c.department = s.department;
        c.name = s.name;
        c.name_masked = s.masked;
        c.phone = fmt::format("1380000{:04}", serial);
        c.id_number = "410104190001010014";
        c.source = s.source;
        c.foreign_number = fmt::format("ZW2024100800{}", serial);
        c.due = s.overdue ? "2024-10-10" : "2024-10-15";
        c.overdue = s.overdue;
        c.mismatch = s.mismatch;
        c.by_mail = s.by_mail;
        c.stage = s.stage;
        c.token = fmt::format("tok-{}-abcdefgh", serial);
        c.timeline = {
            timeline_row("2024-10-08T09:12:31.000+08:00", "收到申请，材料 4 份", s.source),
            timeline_row("2024-10-08T09:12:31.000+08:00", "受理，承诺 5 个工作日", "刘受理"),
            timeline_row("2024-10-08T09:12:33.000+08:00", "送达部门", "系统")};
        cases.push_back(std::move(c));
        ++serial;
    }
    return cases;
}

object row_of(const FakeCase& c) {
    array flags;
    if (c.by_mail) flags.push_back("邮寄");
    if (c.mismatch) flags.push_back("不一致");
    return {{"case_no", c.no.str()},
            {"item", c.item},
            {"department", c.department},
            {"applicant", c.name_masked},
            {"stage", stage_name(c.stage)},
            {"stage_label", stage_label(c.stage)},
            {"due", c.due},
            {"overdue", c.overdue},
            {"source", c.source},
            {"opened_at", "2024-10-08T09:12:31.000+08:00"},
            {"flags", std::move(flags)}};
}

object view_of(const FakeCase& c, bool unmask) {
    object view = row_of(c);
    view["version"] = c.version;
    view["applicant"] = {
        {"name", unmask ? c.name : c.name_masked},
        {"id_kind", "居民身份证"},
        {"id_number", unmask ? c.id_number : "4101**********0014"},
        {"phone", unmask ? c.phone : c.phone.substr(0, 3) + "****" + c.phone.substr(7)},
        {"address", unmask ? "示例路 1 号" : "示例路****"}};
    view["item"] = {{"name", c.item},
                    {"kind", "承诺件"},
                    {"check_at_issue", "核验申请人身份证原件；收取旧证原件。"}};
    view["department"] = {{"name", c.department}, {"phone", "0371-00000000"}};
    view["clocks"] = clocks_of(c);
    view["materials"] = {
        {{"name", "申请书"}, {"form", "原件"}, {"copies", 1}, {"state", "已收"}},
        {{"name", "主体资格证明"}, {"form", "电子件"}, {"copies", 1}, {"state", "已收"}},
        {{"name", "经营场所平面图"}, {"form", "复印件"}, {"copies", 2}, {"state", "已收"}}};
    view["stops"] = stops_of(c);
    view["timeline"] = c.timeline;
    view["documents"] = documents_of(c);
    view["messages"] = messages_of(c);
    view["aliases"] = {{{"system", c.source}, {"number", c.foreign_number}}};
    view["actions"] = actions_of(c);
    return view;
}

array actions_of(const FakeCase& c) {
    switch (c.stage) {
        case Stage::kDecided:
            return {take_action(c), return_action()};
        case Stage::kAtIssuance:
            return {notify_action()};
        case Stage::kNotified:
            return c.by_mail ? array{deliver_mail_action(), deliver_self_action()}
                             : array{deliver_self_action(), deliver_mail_action()};
        case Stage::kDelivered:
            return {feed_back_action()};
        default:
            return {};
    }
}

}  // namespace ow::testing
