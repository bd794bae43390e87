#pragma once
// What people do around a case beside its way: whom they checked (R1), the marks it carries (R46),
// who holds the paper (R40), the signed stub (R42), ratings (R21), the archive (R22). A case's
// sub-state and the commands that change it. Events hold every decided value.

#include <map>
#include <optional>
#include <set>
#include <string>

#include "gateway/base/time.hpp"

namespace ow::model {

/// What a person did when the case was taken in; never a number or an applicant's name.
struct IntakeChecks {
    std::string applicant = {};      ///< "original", "copy", "e_certificate"; R1
    std::string agent = {};          ///< the same of the agent; empty: no agent (R23)
    std::string authorisation = {};  ///< "original", "none"; of an agent
    std::map<std::string, std::string> materials = {};  ///< code → "compared", "scanned" …
    std::string helper = {};           ///< 帮办代办: the member of staff who helps (R46)
    std::set<std::string> marks = {};  ///< "green_lane", "province", "cross_province" (R46)
};

struct Custody {
    std::string holder;  ///< a role or department: "window", "courier", "bureau" …
    std::string person;  ///< name of staff
    std::string place;
    std::optional<Instant> since;
    bool is_out = false;  ///< of the hall
    std::optional<Instant> back_due;
    bool is_late = false;  ///< the alarm was raised
};

struct Rating {
    int stars = 0;  ///< 5 = best
    Instant at{};
    std::optional<Instant> rectify_due;  ///< of a bad one
    std::optional<Instant> rectified_at;
    bool is_late = false;
};

struct People {
    IntakeChecks checks;
    bool by_person = false;    ///< taken in at the window
    bool from_parcel = false;  ///< 邮寄办件
    std::string taken_in_by;   ///< actor of the intake, whom its rating concerns (R21)
    std::string handed_out_by;
    Custody custody;
    std::optional<Instant> stub_due;  ///< R42: the end of the day it was accepted
    std::optional<Instant> stub_at;   ///< registered by the issuance window
    bool stub_missing = false;
    std::map<std::string, Rating>
        ratings;                  ///< by occasion: "intake", "collect", "return", "online"
    bool is_direct = false;       ///< R41: the department mailed the result itself
    std::string archive_kept_by;  ///< "department", "issuance"; empty: not yet handed in
};

/// R21. `stars` 1 … 5; `via`: "device", "channel", "paper"; `evidence`: the device's, message's or
/// slip's own number, which proves who rated.
struct Rate {
    std::string occasion;
    int stars = 0;
    std::string via;
    std::string evidence;
    std::string words = {};
};
struct Rectify {
    std::string occasion;
    std::string result;
};
/// R40. `reason`: "handover", "site_check" (现场核查), "disclosure" (依申请公开), "other".
struct MoveFile {
    std::string holder;
    std::string person;
    std::string place;
    bool is_out = false;
    std::string reason;
    std::string consent = {};  ///< who at the centre consented
    std::optional<Instant> back_due = {};
};
/// R42: signed stub and 信用承诺书 are at the issuance window.
struct RegisterStub {
    bool has_pledge_letter = false;
};
/// R41: the department mailed the result without the issuance window.
struct MailDirect {
    std::string waybill;
    Instant at{};
};
/// R41: delivery of what was mailed directly, as the department reports it.
struct ConfirmDelivery {
    std::string by;
    Instant at{};
};
/// R22: a package is made; only of a closed case.
struct MakePackage {};
/// R22 档案移交: both sign.
struct HandInArchive {
    std::string giver;
    std::string taker;
    Instant at{};
};
/// R22 查阅: the leader approves, the keeper (who enters it) signs.
struct ConsultArchive {
    std::string reader;
    std::string approved_by;
    std::string purpose;
};

/// GB/T 39046: "1" is best; five stars are (R33).
[[nodiscard]] inline std::string grade_of(int stars) {
    return std::to_string(6 - stars);
}

}  // namespace ow::model
