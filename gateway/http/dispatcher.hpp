#pragma once
// From a parsed request to its answer, without sockets: route, trust, worker pool, metrics, access
// log. One per server; thread-safe.

#include <memory>
#include <string>

#include "gateway/base/log.hpp"
#include "gateway/base/worker_pool.hpp"
#include "gateway/http/metrics.hpp"
#include "gateway/http/partner_auth.hpp"
#include "gateway/http/pool_shares.hpp"
#include "gateway/http/router.hpp"
#include "gateway/http/target.hpp"
#include "gateway/ports/http.hpp"

namespace ow::http {

/// What is known once the header is read.
struct Admission {
    std::string path;
    std::map<std::string, std::string> query;
    RouteMatch match;
    std::size_t body_limit = 0;
    bool inline_answer = false;  ///< health and metrics: never wait for the pool
};

/// References outlive the dispatcher. `auth` may be null: then kPartner routes are refused.
struct DispatcherNeeds {
    const Clock& clock;
    Log& log;
    Metrics& metrics;
    WorkerPool& pool;
    PartnerAuth* auth = nullptr;
};

/// Held by shared_ptr: an answer may come after the server is gone.
class Dispatcher : public std::enable_shared_from_this<Dispatcher> {
  public:
    Dispatcher(Router operations, Router routes, std::size_t body_limit, bool access_log,
               const DispatcherNeeds& needs);

    /// kRequestInvalid; a wrong path or method comes back as a match without a route.
    [[nodiscard]] Result<Admission> admit(std::string_view method, std::string_view target) const;
    /// The answer to a refusal before any handler, in the words of the route if it is known.
    [[nodiscard]] ports::HttpResponse refuse(const Error& error, ports::Refuse words,
                                             const std::string& trace) const;
    /// 404, or 405 with Allow, for a match without a route.
    [[nodiscard]] ports::HttpResponse refuse_route(const Admission& admission,
                                                   const std::string& trace) const;
    /// Runs the route's handler on the pool; `deliver` gets exactly one response, from any thread:
    /// the handler's, INTERNAL if it threw or dropped its Respond, OVERLOADED if the pool is full
    /// or the route's owner has its share of it – half – in hand already.
    void dispatch(std::shared_ptr<ports::HttpRequest> request, const Admission& admission,
                  ports::Respond deliver) const;

  private:
    [[nodiscard]] ports::HttpResponse refuse_as(int status, const Error& error, ports::Refuse words,
                                                const std::string& trace) const;
    void run(const std::shared_ptr<ports::HttpRequest>& request, const ports::Route& route,
             const ports::Respond& respond) const;
    [[nodiscard]] ports::Respond recorded(std::shared_ptr<const ports::HttpRequest> request,
                                          const ports::Route& route, ports::Respond deliver) const;

    const Router operations_;
    const Router routes_;
    const std::size_t body_limit_;
    const bool access_log_;
    DispatcherNeeds needs_;
    const PoolShares shares_;
};

}  // namespace ow::http
