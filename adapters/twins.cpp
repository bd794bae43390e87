#include "adapters/twins.hpp"

#include "adapters/ems/twin.hpp"
#include "adapters/http_push/twin.hpp"
#include "adapters/ipp_print/twin.hpp"
#include "adapters/soap/twin.hpp"
#include "adapters/wechat/twin.hpp"

namespace ow::adapters {
namespace {

constexpr Millis kDecideAfter{300};

std::string setting(const TwinContext& context, const std::string& key) {
    const auto found = context.partner.settings.find(key);
    return found == context.partner.settings.end() ? std::string{} : found->second;
}

std::string partner_url(const TwinContext& context, std::string_view what) {
    return context.gateway_url + "/partners/" + context.partner.id.str() + std::string{what};
}

class EmsTwin final : public RunningTwin {
  public:
    explicit EmsTwin(const TwinContext& c)
        : twin_({setting(c, "sender_no"), c.secret("authorization_file"), c.secret("sign_key_file"),
                 partner_url(c, "/track")},
                c.http, c.clock) {}
    std::vector<ports::Route> routes() override { return twin_.routes(); }

  private:
    ems::Twin twin_;
};

class WechatTwin final : public RunningTwin {
  public:
    explicit WechatTwin(const TwinContext& c)
        : twin_({{setting(c, "appid"), c.secret("secret_file"), c.secret("token_file"),
                  c.secret("encoding_aes_key_file")},
                 partner_url(c, "/callback"),
                 setting(c, "mode") == "plain"},
                c.http, c.clock) {}
    std::vector<ports::Route> routes() override { return twin_.routes(); }

  private:
    wechat::Twin twin_;
};

class PrinterTwin final : public RunningTwin {
  public:
    explicit PrinterTwin(const TwinContext& c) : path_(c.path) {}
    std::vector<ports::Route> routes() override { return twin_.routes(path_); }
    std::string control_path() const override { return path_; }

  private:
    std::string path_;
    ipp_print::Twin twin_;
};

/// What the partner's file calls, as its own description would name it.
soap::TwinOffer offer_of(const TwinContext& context) {
    soap::TwinOffer offer{setting(context, "namespace"), {}};
    for (const auto& [key, value] : context.partner.settings) {
        if (key != "operation" && !key.starts_with("operation.")) continue;
        const std::string of_kind = "soap_action" + key.substr(std::string{"operation"}.size());
        const std::string own = setting(context, of_kind);
        offer.actions[value] = own.empty() ? setting(context, "soap_action") : own;
    }
    return offer;
}

/// A department: its addresses begin with the endpoint's path, its decisions fall due.
template <class Twin, class Way>
class Department final : public RunningTwin {
  public:
    Department(const TwinContext& c, Way way)
        : path_(c.path),
          twin_({.name = c.partner.id.str(),
                 .deduplicates = c.partner.deduplicates,
                 .key = c.secret("hmac_key_file"),
                 .gateway_url = c.gateway_url,
                 .decides = c.partner.has_role("decider"),
                 .decide_after = kDecideAfter,
                 .careful = true},
                std::move(way), c.http, c.clock, c.log) {}
    std::vector<ports::Route> routes() override { return twin_.routes(path_); }
    std::string control_path() const override { return path_; }
    void step() override { (void)twin_.step(); }

  private:
    std::string path_;
    Twin twin_;
};

std::unique_ptr<RunningTwin> push_twin(const TwinContext& context) {
    const bool xml = setting(context, "content") == "xml";
    return std::make_unique<Department<http_push::Twin, bool>>(context, xml);
}

std::unique_ptr<RunningTwin> soap_twin(const TwinContext& context) {
    return std::make_unique<Department<soap::Twin, soap::TwinOffer>>(context, offer_of(context));
}

template <class Twin>
std::unique_ptr<RunningTwin> made(const TwinContext& context) {
    return std::make_unique<Twin>(context);
}

struct TwinRow {
    std::string_view adapter;
    std::unique_ptr<RunningTwin> (*make)(const TwinContext&);
};

// Sorted by adapter.
constexpr TwinRow kTwins[] = {
    {"ems", &made<EmsTwin>}, {"http_push", &push_twin},     {"ipp_print", &made<PrinterTwin>},
    {"soap", &soap_twin},    {"wechat", &made<WechatTwin>},
};

}  // namespace

std::unique_ptr<RunningTwin> make_twin(const TwinContext& context) {
    for (const TwinRow& row : kTwins) {
        if (row.adapter == context.partner.adapter) return row.make(context);
    }
    return nullptr;
}

}  // namespace ow::adapters
