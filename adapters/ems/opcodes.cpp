#include "adapters/ems/opcodes.hpp"

#include <algorithm>

#include "gateway/base/text.hpp"

namespace ow::ems {
namespace {

constexpr std::string_view kVoids = "作废";
constexpr std::size_t kColumns = 4;
constexpr std::string_view kFailures[] = {"delivery_attempted", "in_return_transit",     "lost",
                                          "order_cancelled",    "recipient_unavailable", "refused",
                                          "return_initiated",   "returned_to_sender"};

/// The codes after 作废, separated by a slash.
std::vector<std::string> voided_by(std::string_view note) {
    std::vector<std::string> out;
    const std::size_t at = note.find(kVoids);
    if (at == std::string_view::npos) return out;
    for (const std::string_view code : split(trim(note.substr(at + kVoids.size())), '/')) {
        out.emplace_back(trim(code));
    }
    return out;
}

/// The first three columns hold no comma; the note is the rest of the line.
std::vector<std::string_view> columns_of(std::string_view line) {
    std::vector<std::string_view> out;
    while (out.size() + 1 < kColumns) {
        const std::size_t comma = line.find(',');
        if (comma == std::string_view::npos) break;
        out.push_back(trim(line.substr(0, comma)));
        line.remove_prefix(comma + 1);
    }
    out.push_back(trim(line));
    return out;
}

constexpr std::string_view kHead[kColumns] = {"carrier_code", "carrier_name", "olts_code", "notes"};

/// How many of the columns' names stand where they should.
std::size_t names_in(const std::vector<std::string_view>& columns) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < columns.size(); ++i) count += columns[i] == kHead[i] ? 1 : 0;
    return count;
}

/// What the header must be, at the column that is not so.
Error wrong_head(const std::vector<std::string_view>& columns, std::int64_t line) {
    std::size_t wrong = 0;
    std::int64_t column = 1;
    while (wrong < columns.size() && columns[wrong] == kHead[wrong])
        column += static_cast<std::int64_t>(columns[wrong++].size()) + 1;
    const std::string cause = "column `" + std::string{kHead[std::min(wrong, kColumns - 1)]} +
                              "` is expected here; the columns are carrier_code, carrier_name, "
                              "olts_code, notes";
    return Error{Code::kConfigInvalid,
                 {.field = "ems_opcodes", .where = {}, .line = line, .column = column},
                 cause};
}

}  // namespace

Result<Opcodes> Opcodes::parse(std::string_view csv) {
    Opcodes table;
    std::int64_t number = 0;
    for (std::string_view line : split(csv, '\n')) {
        ++number;
        line = trim(line);
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (line.empty() || line.starts_with('#')) continue;
        const auto columns = columns_of(line);
        if (const std::size_t names = names_in(columns); names > 0) {
            if (names == kColumns) continue;
            return wrong_head(columns, number);
        }
        const At place{.field = "ems_opcodes", .where = {}, .line = number};
        if (columns.size() != kColumns || columns[0].empty() || columns[2].empty()) {
            return Error{Code::kConfigInvalid, place, "code, name, kind, note are expected"};
        }
        Opcode row{std::string{columns[0]}, std::string{columns[1]}, std::string{columns[2]},
                   voided_by(columns[3])};
        const std::string code = row.code;
        if (!table.rows_.emplace(code, std::move(row)).second) {
            return Error{Code::kConfigInvalid, place, "code occurs twice"};
        }
    }
    if (table.rows_.empty())
        return Error{Code::kConfigInvalid, {.field = "ems_opcodes"}, "no rows"};
    return table;
}

const Opcode* Opcodes::find(std::string_view code) const {
    const auto found = rows_.find(code);
    return found == rows_.end() ? nullptr : &found->second;
}

Evidence Opcodes::evidence(std::string_view code, std::string_view signed_code) const {
    const Opcode* row = find(code);
    if (row == nullptr) return Evidence::kNone;
    if (row->kind == "delivery_to_locker") return Evidence::kBox;
    if (row->kind != "delivered") return Evidence::kNone;
    if (code == "748" || signed_code == "10") return Evidence::kSelf;
    const Opcode* how = find("signed:" + std::string{signed_code});
    if (how == nullptr) return Evidence::kOpen;
    if (how->kind == "signed_by_third_party") return Evidence::kProxy;
    if (how->kind == "delivery_to_locker") return Evidence::kBox;
    return Evidence::kOpen;
}

Meaning Opcodes::meaning(std::string_view code) const {
    const Opcode* row = find(code);
    if (row == nullptr) return Meaning::kMoving;
    const bool voids_delivery =
        std::any_of(row->voids.begin(), row->voids.end(), [&](const std::string& voided) {
            const Opcode* other = find(voided);
            return other != nullptr && other->kind == "delivered";
        });
    if (voids_delivery) return Meaning::kDeliveryVoided;
    if (row->kind == "delivered" || row->kind == "signed_by_third_party")
        return Meaning::kDelivered;
    const bool failure =
        std::find(std::begin(kFailures), std::end(kFailures), row->kind) != std::end(kFailures);
    return failure ? Meaning::kFailed : Meaning::kMoving;
}

std::string_view to_text(Meaning meaning) {
    switch (meaning) {
        case Meaning::kMoving:
            return "moving";
        case Meaning::kDelivered:
            return "delivered";
        case Meaning::kDeliveryVoided:
            return "delivery_voided";
        case Meaning::kFailed:
            return "failed";
    }
    return "";
}

std::string_view to_text(Evidence evidence) {
    switch (evidence) {
        case Evidence::kNone:
            return "";
        case Evidence::kSelf:
            return "self";
        case Evidence::kProxy:
            return "proxy";
        case Evidence::kBox:
            return "box";
        case Evidence::kOpen:
            return "open";
    }
    return "";
}

}  // namespace ow::ems
