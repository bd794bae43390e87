#pragma once
// The service catalogue: items with their materials, clocks and marks (R2, R4, R8, R47). Data, read
// once by the composition root; a running case keeps the version it was taken under (R2).
// Immutable after construction; pointers it hands out live as long as the catalogue.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "gateway/base/ids.hpp"
#include "gateway/model/clocks.hpp"
#include "gateway/model/special_procedure.hpp"

namespace ow::model {

enum class Handling : std::uint8_t {
    kInstant,   ///< 即办件
    kPromised,  ///< 承诺件
    kJoint,     ///< 联办件
    kReported,  ///< 上报件
};
[[nodiscard]] std::string_view to_chinese(Handling handling);
[[nodiscard]] std::optional<Handling> parse_handling(std::string_view chinese);

struct Material {
    std::string id{};
    std::string name{};
    std::string form{};  ///< 原件, 复印件, 电子件, 填写表单, 核验原件留复印件, 原件或电子件
    std::string issued_by{};  ///< applicant, government, third-party
    std::string condition{};  ///< when it is needed; empty = always
    int sequence = 0;
    int copies = 1;
    bool key = true;           ///< 主要申报材料; never 容缺 (R4)
    bool cert_lookup = false;  ///< may be found in the certificate library
    bool tolerance = false;    ///< 可容缺 (R4)
};

/// What starts an item's statutory clock (R47).
enum class ClockStart : std::uint8_t {
    kAcceptance,  ///< 受理
    kReceipt,  ///< 收到申请, 收到全部有效文件 …: the day the materials were all there
    kByEvent,  ///< 受理期限终止, 公示期满 …: a person registers it
};
/// By the words of the law; none: the acceptance. nullopt: words that nobody has read yet.
[[nodiscard]] std::optional<ClockStart> parse_clock_start(std::string_view words);

struct Extension {
    Limit limit{};
    std::string approver{};
    std::string basis{};
};

/// Another statutory limit once a procedure is held (R47): 45 working days with 现场核查.
struct LimitWith {
    std::string procedure{};
    Limit limit{};
};

struct Item {
    ItemId id{};
    std::string code{};  ///< unique: the national basic code where known, else the id
    std::string name{};
    DepartmentId department{};     ///< as the halls' rules name it
    std::string department_now{};  ///< its successor's kind
    std::string level{};           ///< 县级 …
    std::string item_type{};       ///< GB/T 39046 A.1: 01, 05, 07, 10, 20
    Handling handling = Handling::kPromised;
    std::optional<Limit> statutory{};  ///< none: the law sets no limit
    std::optional<LimitWith> statutory_with{};
    std::string statutory_basis{};
    std::string statutory_start{};  ///< 受理, 收到申请材料, 受理期限终止 … (R47)
    std::string unit_reading{};  ///< how the unit was read: 条文明写, 许可法82, 惯例按工作日, 未定
    Limit promised{};
    Limit correction{};  ///< within which 补正 is told, once (R26)
    bool deems_accepted =
        false;  ///< 补正 told too late: deemed accepted (the law of this item says so)
    std::string correction_rule{};  ///< the rule's own words
    std::optional<Extension> extension{};
    std::string silent_reason{};
    std::string fee_note{};
    std::string online_depth{};
    std::string legs{};  ///< 联办: `a>b` serial, `(a|b)` parallel, `^a` one level up
    std::vector<std::string> special{};           ///< ids of special procedures
    std::vector<std::string> promise_excludes{};  ///< procedures that stop the promised clock (R9)
    std::vector<std::string> results{};           ///< names of what is issued
    std::vector<Material> materials{};            ///< in order
    bool silent_excluded = true;                  ///< never 超时默认 (R8)
    bool tolerance = false;                       ///< on the published 容缺 list (R4)
    bool pledge = false;                          ///< 告知承诺 offered (R44)
    bool fee = false;
    bool bookable = false;  ///< 可预约 (R17)

    [[nodiscard]] const Material* find_material(std::string_view material_id) const;
    [[nodiscard]] const Material* find_material_by_name(std::string_view material_name) const;
};

class Catalogue {
  public:
    Catalogue() = default;
    /// Ids, codes and names are unique (the loader has checked). `version`: hash of the data.
    Catalogue(std::vector<Item> items, std::string version,
              std::vector<SpecialProcedure> procedures = {});

    [[nodiscard]] const std::string& version() const { return version_; }
    [[nodiscard]] const std::vector<Item>& items() const { return items_; }
    /// nullptr: not published (R2).
    [[nodiscard]] const Item* find(const ItemId& id) const;
    [[nodiscard]] const Item* find_by_code(std::string_view code) const;
    [[nodiscard]] const Item* find_by_name(std::string_view name) const;

    [[nodiscard]] const std::vector<SpecialProcedure>& procedures() const { return procedures_; }
    /// By id or by name; nullptr: unknown, so it goes to a person (R33).
    [[nodiscard]] const SpecialProcedure* find_procedure(std::string_view id_or_name) const;

  private:
    using Index = std::unordered_map<std::string, std::size_t>;
    [[nodiscard]] const Item* at(const Index& index, std::string_view key) const;

    std::vector<Item> items_;
    std::vector<SpecialProcedure> procedures_;
    Index by_id_;
    Index by_code_;
    Index by_name_;
    std::string version_{};
};

}  // namespace ow::model
