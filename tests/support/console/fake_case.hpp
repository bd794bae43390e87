#pragma once
// One case of the FakeDesk with the way it goes at the issuance window. Synthetic persons only.

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "gateway/ports/desk.hpp"

namespace ow::testing {

/// The stages a fake case passes.
enum class Stage : std::uint8_t {
    kAccepted,
    kDecided,
    kAtIssuance,
    kNotified,
    kDelivered,
    kFedBack
};

struct FakeCase {
    CaseNo no;
    std::string item;
    std::string department;
    std::string name;
    std::string name_masked;
    std::string phone;
    std::string id_number;
    std::string source;
    std::string foreign_number;
    std::string due;
    bool overdue = false;
    bool mismatch = false;  ///< the result's validity differs from the intake data (R12)
    bool by_mail = false;
    Stage stage = Stage::kDecided;
    std::int64_t version = 7;
    std::string token;
    std::map<std::string, int> prints = {};  ///< by document
    boost::json::array timeline = {};
    std::map<std::string, boost::json::object> answers = {};  ///< by idempotency key
};

[[nodiscard]] std::string stage_name(Stage stage);
[[nodiscard]] std::string stage_label(Stage stage);
[[nodiscard]] std::string tab_of(Stage stage);
[[nodiscard]] std::vector<FakeCase> sample_cases();

[[nodiscard]] boost::json::object row_of(const FakeCase& c);
[[nodiscard]] boost::json::object view_of(const FakeCase& c, bool unmask);
[[nodiscard]] boost::json::array actions_of(const FakeCase& c);

}  // namespace ow::testing
