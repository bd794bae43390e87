#pragma once
// What config/partners/<id>.yaml says about one partner. Data only: an adapter is code for a
// protocol, and checks `settings` itself.

#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/address_range.hpp"
#include "gateway/base/ids.hpp"
#include "gateway/base/time.hpp"
#include "gateway/model/service_hours.hpp"

namespace ow::model {

/// A key or a certificate that is accepted beside the partner's own while one takes the other's
/// place: through the whole of its last day.
struct PartnerCredential {
    std::string certificate_sha256{};  ///< either this
    std::string hmac_key_file{};       ///< or this
    Day not_after{};
};

/// How the partner proves who it is when it calls us, and from where it may. Files are relative to
/// the configuration folder.
struct PartnerTrust {
    std::vector<std::string>
        certificate_sha256{};     ///< client certificates, 64 hex digits lower case
    std::string hmac_key_file{};  ///< our calls to it are signed with this one
    std::vector<PartnerCredential> also_accepted{};
    std::vector<AddressRange> addresses{};  ///< empty: from anywhere
};

/// How much the partner may ask of us.
struct PartnerRate {
    int per_second = 0;  ///< 0: as much as it wants
    int burst = 0;       ///< requests at once after a quiet time
};

/// How we prove who we are when we call the partner, and whom we take for it. PEM files relative to
/// the configuration folder; empty: those of the gateway.
struct PartnerTls {
    std::string ca_file{};
    std::string certificate_file{};
    std::string key_file{};
};

struct PartnerRetry {
    Millis first{1000};
    Millis most{std::chrono::minutes{10}};
    int attempts = 12;  ///< of one row, calls that reached nobody or a busy partner not counted
};

struct PartnerConfig {
    PartnerId id{};
    std::string name{};
    std::string adapter{};  ///< a row of adapters/registry.cpp
    PartnerTrust trust{};
    PartnerRate rate{};
    PartnerTls tls{};
    std::string endpoint{};        ///< URL, or a folder for file adapters; empty: it only calls us
    bool deduplicates = false;     ///< may a row of unknown fate be re-sent?
    int workers = 2;               ///< cap on simultaneous calls
    Millis total_deadline{10000};  ///< of one call, kept by a watchdog
    PartnerRetry retry{};
    ServiceHours service_hours{};      ///< outside of them nothing is sent
    char channel = '0';                ///< the channel character of its cases' numbers (R35)
    std::vector<std::string> roles{};  ///< kPartnerRoles
    std::map<std::string, std::string> inbound{};   ///< message kind → mapping
    std::map<std::string, std::string> outbound{};  ///< message kind → mapping
    std::map<std::string, std::string> settings{};  ///< free, checked by the adapter

    [[nodiscard]] bool has_role(std::string_view role) const {
        for (const std::string& mine : roles) {
            if (mine == role) return true;
        }
        return false;
    }
};

/// source: applications come from it · decider: decides cases · carrier: mails results ·
/// issuer: certificates · supervisor: gets the feed · notifier: tells applicants · printer: puts
/// documents on paper
inline constexpr std::string_view kPartnerRoles[] = {"carrier", "decider", "issuer",    "notifier",
                                                     "printer", "source",  "supervisor"};

/// The kinds of message a partner's file may map, in either direction; a new kind is a row here.
inline constexpr std::string_view kMessageKinds[] = {
    "accepted",   "answer",          "application", "booking", "cancelled", "certificate",
    "checked_in", "confirmed",       "correction",  "decided", "decision",  "delivered",
    "dispatch",   "dispatch_cancel", "event",       "label",   "notice",    "parcel",
    "progress",   "rating",          "received",    "refused", "result",    "result_rejected",
    "state",      "supplement",      "track"};

}  // namespace ow::model
