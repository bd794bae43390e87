#pragma once
// What an adapter offers and needs. Adapters are protocols; which partners speak them is data.

#include <boost/json/object.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gateway/base/ids.hpp"
#include "gateway/base/log.hpp"
#include "gateway/base/result.hpp"
#include "gateway/base/time.hpp"
#include "gateway/ports/http.hpp"

namespace ow::ports {

/// A message after signature and envelope are off.
struct InboundMessage {
    PartnerId partner;
    std::string kind;  ///< which mapping: "application", "decision", "booking", "parcel", "track" …
    std::string idempotency_key;  ///< the sender's own number; empty = digest of the body
    std::string content_type;     ///< "application/json", "application/xml; charset=gbk" …
    std::string body;             ///< bytes as they came, envelope off
    Instant received_at{};
    std::string trace;
};

/// What the gateway says to the sender, after it is durable.
struct Answer {
    std::optional<Error> error;  ///< empty: taken (or taken before)
    boost::json::object fields;  ///< {"case_no","state","query_token" …}; repeated for a repetition
    bool repeated = false;
    std::vector<Error> more = {};  ///< what else is wrong with the message, after `error`
};

/// Takes messages in. Thread-safe; `done` runs exactly once, on any thread, after the commit.
class Inbound {
  public:
    virtual ~Inbound() = default;
    virtual void receive(InboundMessage message, std::function<void(Answer)> done) = 0;
};

/// One thing to tell a partner. `body` was made by the partner's outward mapping.
struct Delivery {
    PartnerId partner;
    std::string kind;  ///< outbound message kind: "application", "accepted", "result" …
    std::string idempotency_key;  ///< the outbox row's id; the same on every attempt
    std::string content_type;
    std::string body;
    std::string case_no;
    struct Attachment {
        std::string name;
        std::string content_type;
        std::string bytes;
    };
    std::vector<Attachment> attachments;
    Millis deadline{30'000};
};

/// What the partner answered. `facts` become the clear part of the receipt event (no personal
/// data).
struct Receipt {
    boost::json::object facts;  ///< {"foreign_no":"…","waybill":"…"}
    /// A document of the partner's that the case keeps (a courier's label); empty: none.
    std::string document = {};
};

/// Speaks to one partner. Called from several relay threads at once, never twice for one lane.
class Sender {
  public:
    virtual ~Sender() = default;
    /// kPartnerRefused: the partner says no, again will not help; kPartnerTimeout: it may have
    /// acted.
    [[nodiscard]] virtual Result<Receipt> send(const Delivery& delivery) = 0;
};

/// A partner as its adapter sees it (from config/partners/<id>.yaml).
struct PartnerSettings {
    PartnerId id;
    std::string name;      ///< 中文
    std::string endpoint;  ///< base URL; empty if it only calls us
    Millis deadline{30'000};
    std::map<std::string, std::string>
        settings;  ///< the adapter's own keys; secrets are file names
    std::map<std::string, std::string>
        files;                           ///< contents of settings ending in `_file`, read at start
    std::vector<std::string> inbound{};  ///< kinds of message that have an inward mapping
};

/// Where a case stands, by our number or the partner's own; kCaseNotFound also for a case that is
/// not the partner's. Codes, labels and dates, no personal data.
using CaseStatus =
    std::function<Result<boost::json::object>(const PartnerId&, const std::string& number)>;

/// What an adapter is given. References outlive the adapter.
struct AdapterContext {
    const PartnerSettings& partner;
    Inbound& inbound;
    HttpClient& http;
    const Clock& clock;
    Log& log;
    std::string public_url;  ///< how the outside reaches this gateway
    /// Items that may be booked, for pages that offer a choice: (item code, name).
    std::function<std::vector<std::pair<std::string, std::string>>()> bookable_items;
    CaseStatus case_status{};
};

/// One protocol for one partner.
class Adapter {
  public:
    virtual ~Adapter() = default;
    [[nodiscard]] virtual std::vector<Route> routes() = 0;
    /// nullptr if this protocol cannot be spoken to.
    [[nodiscard]] virtual Sender* sender() = 0;
};

using MakeAdapter = Result<std::unique_ptr<Adapter>> (*)(const AdapterContext&);

}  // namespace ow::ports
