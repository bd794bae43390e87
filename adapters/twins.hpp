#pragma once
// The partners' side of every protocol, as one literal table beside registry.hpp: what `onewindow
// twin` hosts. A twin is built from the partner's own configuration file.

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/log.hpp"
#include "gateway/model/partner.hpp"
#include "gateway/ports/http.hpp"

namespace ow::adapters {

struct TwinContext {
    const model::PartnerConfig& partner;
    std::function<std::string(const std::string& key)>
        secret;               ///< content of the file a setting names
    std::string gateway_url;  ///< without a slash at the end
    std::string path;         ///< path of the partner's endpoint
    ports::HttpClient& http;
    const Clock& clock;
    Log& log;
};

/// A twin behind any server.
class RunningTwin {
  public:
    virtual ~RunningTwin() = default;
    [[nodiscard]] virtual std::vector<ports::Route> routes() = 0;
    /// Where /twin/faults and /twin/log begin.
    [[nodiscard]] virtual std::string control_path() const { return {}; }
    /// Does what is due; called about every 50 ms.
    virtual void step() {}
};

/// nullptr: no such protocol.
[[nodiscard]] std::unique_ptr<RunningTwin> make_twin(const TwinContext& context);

}  // namespace ow::adapters
