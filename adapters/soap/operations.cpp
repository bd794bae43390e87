#include "adapters/soap/operations.hpp"

namespace ow::soap {
namespace {

constexpr Operation kOperations[] = {
    {"decide", "decision", "办结结果（部门）"}, {"progress", "progress", "办理环节（部门）"},
    {"query", "", "查询本方办件的状态"},        {"submit", "application", "提交申请"},
    {"supplement", "supplement", "补正材料"},
};

constexpr Field kTaken[] = {
    {"case_no", "string"},
    {"state", "string", Times::kOnce},
    {"state_label", "string"},
    {"query_token", "string"},
    {"promised_due", "dateTime"},
    {"missing", "string", Times::kMany},
    {"repeated", "boolean", Times::kOnce},
};

constexpr Field kStatus[] = {
    {"case_no", "string", Times::kOnce},
    {"channel_no", "string"},
    {"item_code", "string"},
    {"item_name", "string"},
    {"state", "string", Times::kOnce},
    {"state_label", "string", Times::kOnce},
    {"received_at", "dateTime"},
    {"accepted_at", "dateTime"},
    {"promised_due", "dateTime"},
    {"correction_until", "dateTime"},
    {"outcome", "string"},
    {"outcome_label", "string"},
    {"decision_number", "string"},
    {"decided_at", "dateTime"},
    {"delivered_at", "dateTime"},
    {"waybill", "string"},
    {"missing", "string", Times::kMany},
};

constexpr Field kError[] = {
    {"code", "string", Times::kOnce},
    {"message", "string", Times::kOnce},
    {"next", "string", Times::kOnce},
    {"field", "string"},
    {"where", "string"},
    {"line", "long"},
    {"column", "long"},
    {"cause", "string"},
    {"trace", "string"},
    {"error_count", "long"},
};

}  // namespace

std::span<const Operation> operations() {
    return kOperations;
}

const Operation* find_operation(std::string_view name) {
    for (const Operation& row : kOperations) {
        if (row.name == name) return &row;
    }
    return nullptr;
}

std::string action_of(const Operation& operation) {
    return std::string{kNamespace} + "#" + std::string{operation.name};
}

std::span<const Field> taken_fields() {
    return kTaken;
}
std::span<const Field> status_fields() {
    return kStatus;
}
std::span<const Field> error_fields() {
    return kError;
}

}  // namespace ow::soap
