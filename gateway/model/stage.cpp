#include "gateway/model/stage.hpp"

namespace ow::model {
namespace {

constexpr StageRow kStages[] = {
    {Stage::kNone, "none", "无", false},
    {Stage::kReceived, "received", "已收件", false},
    {Stage::kCorrection, "correction", "待补正", false},
    {Stage::kRefused, "refused", "不予受理", true},
    {Stage::kAccepted, "accepted", "已受理", false},
    {Stage::kDecided, "decided", "已决定，待接收结果", false},
    {Stage::kAtIssuance, "at_issuance", "结果已到窗口，待通知", false},
    {Stage::kNotified, "notified", "已通知，待领取", false},
    {Stage::kMailed, "mailed", "已交寄，待送达", false},
    {Stage::kDelivered, "delivered", "已送达，待反馈", false},
    {Stage::kFedBack, "fed_back", "已办结", true},
    {Stage::kWithdrawn, "withdrawn", "视为撤回申请", true},
};

}  // namespace

std::span<const StageRow> stages() {
    return kStages;
}

const StageRow& row_of(Stage stage) {
    return kStages[static_cast<std::size_t>(stage)];
}

}  // namespace ow::model
