#pragma once
// Random commands for a case: every kind, mostly plausible, sometimes nonsense. A new kind of
// command without a generator here does not compile.

#include <random>

#include "tests/unit/model/case_fixture.hpp"

namespace ow::model::test {

/// Makes commands of every kind: mostly plausible, sometimes nonsense. The same seed, the same
/// ones.
class Dice {
  public:
    explicit Dice(std::uint32_t seed) : engine_(seed) {}
    int below(int n) { return std::uniform_int_distribution<int>{0, n - 1}(engine_); }
    bool one_in(int n) { return below(n) == 0; }
    template <typename T>
    const T& of(const std::vector<T>& all) {
        return all[static_cast<std::size_t>(below(static_cast<int>(all.size())))];
    }

  private:
    std::mt19937 engine_;
};

inline const std::vector<std::string> kPersonal{"王测试", "李样本", "样本路1号", "13800000000"};
inline const std::vector<std::string> kMaterials{"申请书", "平面图", "授权委托书", "无此材料"};

class Maker {
  public:
    Maker(Dice& dice, const CaseState& state, Instant now) : d_(dice), s_(state), now_(now) {}

    /// The n-th alternative of Command.
    template <std::size_t... Is>
    Command make(std::size_t n, std::index_sequence<Is...>) {
        Command out;
        (void)((n == Is && (out = one(std::variant_alternative_t<Is, Command>{}), true)) || ...);
        return out;
    }

  private:
    Instant past() { return now_ - Millis{d_.below(40) * 3'600'000LL}; }
    DepartmentId department() {
        return DepartmentId{d_.of<std::string>({"", "", "first", "second", "bureau"})};
    }
    std::string reason() { return d_.one_in(6) ? "" : "理由"; }
    array materials() {
        array list;
        for (const std::string& name : kMaterials) {
            if (d_.one_in(name == "无此材料" ? 40 : 2))
                list.push_back(object{{"name", name}, {"received", !d_.one_in(5)}});
        }
        return list;
    }
    Command one(Receive c) {
        c.content = content({});
        c.content["materials"] = materials();
        if (d_.one_in(2)) c.content["delivery"] = object{{"way", "self"}};
        c.source = PartnerId{"channel"};
        c.received_at = now_;
        c.by_person = d_.one_in(2);
        if (!d_.one_in(8)) c.checks.applicant = "original";
        if (d_.one_in(6)) c.checks.marks.insert("province");
        if (d_.one_in(6)) c.at_once = std::get<FinishAtOnce>(one(FinishAtOnce{}));
        if (d_.one_in(6)) c.join = JoinParent{{}, "whole", {}};
        return c;
    }
    Command one(Supplement c) {
        c.materials = materials();
        c.arrived_at = now_;
        return c;
    }
    Command one(Accept c) { return c; }
    Command one(TellCorrection c) {
        if (!d_.one_in(8)) c.missing.push_back({d_.of(kMaterials), "说明"});
        return c;
    }
    Command one(RefuseAcceptance c) {
        c.reason = reason();
        return c;
    }
    Command one(Progress c) {
        c = {"审查", "", past(), department()};
        return c;
    }
    Command one(Decide c) {
        c.decision.outcome = d_.of<std::string>({"approved", "refused", "returned", "maybe"});
        c.decision.number = "许可〔2024〕" + std::to_string(d_.below(3)) + "号";
        c.decision.decided_at = past();
        c.decision.reason = reason();
        c.decision.result = {{"applicant_name", d_.one_in(5) ? "李样本" : "王测试"}};
        c.decision.merits = d_.of<std::string>({"", "no", "yes"});
        if (d_.one_in(2)) c.decision.refusal_number = "不予〔2024〕1号";
        c.department = department();
        return c;
    }
    Command one(TakeOverResult c) { return c; }
    Command one(RejectResult c) {
        c.fields = reason();
        return c;
    }
    Command one(Notify c) {
        c = {"phone", "13800000000"};
        return c;
    }
    Command one(HandOver c) {
        c = {d_.of<std::string>({"slip", "id", "nothing"}), d_.one_in(3) ? "李样本" : ""};
        return c;
    }
    Command one(MailOut c) { return c; }
    Command one(VoidDispatch c) {
        c.reason = reason();
        return c;
    }
    Command one(DispatchOrdered c) {
        c.waybill = "EA" + std::to_string(1000 + d_.below(50)) + "CN";
        return c;
    }
    Command one(Tracked c) {
        c.code = "704";
        c.meaning = d_.of<std::string>({"delivered", "delivery_voided", "moving", "failed"});
        c.by = "本人";
        c.at = past();
        if (!d_.one_in(3)) c.waybill = s_.waybill;
        if (d_.one_in(4) && !s_.past_waybills.empty()) c.waybill = s_.past_waybills.front();
        return c;
    }
    Command one(FeedBack c) { return c; }
    Command one(DocumentStored c) {
        c.document.id = d_.of<std::string>({"D2", "D3", "D15"});
        c.document.address = "a" + std::to_string(d_.below(1000));
        c.document.sha256 = c.document.address;
        return c;
    }
    Command one(DocumentRefused c) {
        c = {d_.of<std::string>({"D2", "D3", "D15"}), "DOCUMENT_GLYPH_MISSING", "王测试"};
        return c;
    }
    Command one(AskPrint c) {
        c.id = d_.of<std::string>({"D2", "D3", "D15"});
        c.printer = d_.of<std::string>({"counter", "back_room"});
        c.batch = d_.of<std::string>({"batch-1", "batch-2"});
        return c;
    }
    Command one(EndPrint c) {
        c.id = d_.of<std::string>({"D2", "D3", "D15"});
        c.reason = d_.of<std::string>({"cancelled", "moved", "repeated"});
        return c;
    }
    Command one(DocumentPrinted c) {
        c.id = d_.of<std::string>({"D2", "D3", "D15"});
        c.printer = d_.of<std::string>({"", "", "counter", "back_room"});
        return c;
    }
    Command one(MakeDocument c) {
        c.kind = d_.of<std::string>({"D1", "D14", "D16A", "D24", "D99"});
        c.note = d_.of<std::string>({"", "样本许可"});
        return c;
    }
    Command one(MessageSent c) {
        c = {"row", d_.of<std::string>({"approval", "channel"}), "application", {}};
        if (d_.one_in(2)) c.facts["listed"] = "yes";
        if (d_.one_in(3)) c.facts["foreign_no"] = "F-9";
        return c;
    }
    Command one(SignFor c) {
        c.at = past();
        if (d_.one_in(4)) c.difference = "王测试的申请书少一份";
        return c;
    }
    Command one(LogCall c) {
        c = {"applicant", d_.of<std::string>({"reached", "not_reached", "odd"}), "13800000000",
             past()};
        return c;
    }
    Command one(TimerFired c) {
        c.due = std::min(next_due(s_).value_or(now_), now_);
        if (d_.one_in(4)) c.due = past();
        return c;
    }
    Command one(Unmasked c) { return c; }
    Command one(PassOn c) { return c; }
    Command one(ReportUp c) {
        c = {d_.of<std::string>({"", "", "", "王测试的材料齐全"}), past()};
        return c;
    }
    Command one(RefuseToSign c) {
        c = {department(), reason()};
        return c;
    }
    Command one(ConveneReview c) {
        c = {now_ + Millis{d_.below(20) * 3'600'000LL}, d_.one_in(6) ? "" : "会议室", {}};
        if (d_.one_in(3)) c.departments = {department()};
        return c;
    }
    Command one(RecordReview c) {
        c = {{department()}, d_.one_in(6) ? "" : "王测试的申请原则同意"};
        return c;
    }
    Command one(ConfirmReturn c) { return c; }
    Command one(AcceptOnPledge c) {
        c.kind = d_.of<std::string>({"tolerance", "tolerance", "promise", "odd"});
        for (const MissingMaterial& one : s_.missing) c.materials.push_back(one.name);
        if (!d_.one_in(4)) c.materials = {"平面图"};
        c.until = add_days(day_of(now_), d_.below(8) - 1);
        c.signer = d_.of<std::string>({"applicant", "applicant", "agent"});
        c.told = !d_.one_in(8);
        return c;
    }
    Command one(DeliverPledged c) {
        c.materials = d_.one_in(4) ? std::vector<std::string>{"申请书"} : s_.pledge.owed();
        c.at = past();
        return c;
    }
    Command one(ExaminePledged c) {
        c = {!d_.one_in(3), reason()};
        return c;
    }
    Command one(ReportUntrue c) {
        c.reason = reason();
        return c;
    }
    Command one(ProposeListing c) {
        c = {reason(), past()};
        return c;
    }
    Command one(RecordObjection c) {
        c = {reason(), past()};
        return c;
    }
    Command one(ConfirmListing c) { return c; }
    Command one(DropListing c) {
        c.reason = reason();
        return c;
    }
    Command one(RemoveListing c) {
        c.reason = reason();
        return c;
    }
    Command one(PreAccept c) {
        c.way = d_.of<std::string>({"online", "on_site", "odd"});
        return c;
    }
    Command one(ComparePapers c) {
        if (d_.one_in(3)) c.difference = "王测试的申请书少一页";
        return c;
    }
    Command one(AskDepartment c) {
        c.question = reason();
        return c;
    }
    Command one(DepartmentAnswers c) {
        c = {!d_.one_in(3), "王测试"};
        return c;
    }
    Command one(BeginProcedure c) {
        c.procedure = d_.of<std::string>({"hearing", "inspection", "law", "另一环节"});
        c.reason = reason();
        c.evidence = reason();
        c.approver = "局长一号";
        if (!d_.one_in(4)) c.needed = Limit{1 + d_.below(6), LimitUnit::kWorkday};
        c.at = past();
        return c;
    }
    Command one(EndProcedure c) {
        c = {d_.of<std::string>({"hearing", "inspection", "law"}), "王测试的结果", past()};
        return c;
    }
    Command one(Extend c) {
        c = {reason(), "局长一号", {}};
        return c;
    }
    Command one(StartClock c) {
        c = {reason(), past()};
        return c;
    }
    Command one(RegisterDelay c) {
        c.reason = reason();
        c.until = add_days(day_of(now_), d_.below(9) - 1);
        return c;
    }
    Command one(Remind c) {
        c = {d_.of<std::string>({"phone", "visit", ""}), "王测试催过", past()};
        return c;
    }
    Command one(Recompute c) { return c; }
    Command one(Rate c) {
        c.occasion = d_.of<std::string>({"intake", "collect", "return", "online", "odd"});
        c.stars = d_.below(7);
        c.via = d_.of<std::string>({"device", "channel", "paper"});
        c.evidence = d_.one_in(4) ? "" : "PJQ-1";
        return c;
    }
    Command one(Rectify c) {
        c = {d_.of<std::string>({"intake", "collect", "return", "online"}), reason()};
        return c;
    }
    Command one(MoveFile c) {
        c.holder = d_.of<std::string>({"window", "courier", "bureau", ""});
        c.person = "经办一号";
        c.place = d_.one_in(4) ? "" : "三楼";
        c.is_out = d_.one_in(2);
        c.reason = d_.of<std::string>({"handover", "site_check", "disclosure", "other"});
        if (d_.one_in(2)) c.consent = "中心主任";
        if (d_.one_in(2)) c.back_due = now_ + Millis{d_.below(40) * 3'600'000LL};
        return c;
    }
    Command one(RegisterStub c) {
        c.has_pledge_letter = d_.one_in(2);
        return c;
    }
    Command one(MailDirect c) {
        c = {d_.one_in(4) ? "" : "EA9999CN", past()};
        return c;
    }
    Command one(ConfirmDelivery c) {
        c = {"本人", past()};
        return c;
    }
    Command one(MakePackage c) { return c; }
    Command one(HandInArchive c) {
        c = {"经办一号", d_.one_in(4) ? "" : "档案员一号", past()};
        return c;
    }
    Command one(SimulateApproval c) {
        c = {d_.of<std::string>({"approved", "approved", "refused", "maybe"}),
             d_.one_in(6) ? "" : "拟〔2024〕1号", "样本许可证", d_.one_in(5) ? "李样本" : "王测试",
             reason()};
        return c;
    }
    Command one(FinishAtOnce c) {
        c = {d_.of<std::string>({"approved", "approved", "refused", "maybe"}),
             d_.one_in(6) ? "" : "许可〔2024〕8号", "样本许可证",
             d_.one_in(5) ? "李样本" : "王测试", reason()};
        if (d_.one_in(5)) c.recipient = "李样本";
        return c;
    }
    Command one(JoinParent c) {
        c.plan = d_.of<std::string>({"", "whole", "没有"});
        if (d_.one_in(4)) c.no = "410184202409271P0000018";
        return c;
    }
    Command one(LeaveParent c) {
        c.reason = reason();
        return c;
    }
    Command one(ConsultArchive c) {
        c = {"查阅人一号", d_.one_in(4) ? "" : "中心主任", reason()};
        return c;
    }

    Dice& d_;
    const CaseState& s_;
    Instant now_;
};

}  // namespace ow::model::test
