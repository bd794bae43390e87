#pragma once
// The other side of http_push: a department's approval system or a portal. Whoever hosts it puts
// `routes(prefix)` on a server and calls step() now and then. Beside what every department's twin
// answers (department_twin.hpp):
//
//   POST <prefix>/in/<kind>     a signed message of the gateway: taken, numbered, recorded
//   GET  <prefix>/in/<kind>     a signed try-out of the connection: 200 or 401
//   POST <prefix>/twin/submit?kind=application   body and headers Content-Type, Idempotency-Key:
//                               sent on to the gateway, signed; answers as the gateway did

#include <string>
#include <vector>

#include "adapters/department_twin.hpp"

namespace ow::http_push {

/// Thread-safe. Calls out only in step() and /twin/submit.
class Twin {
  public:
    /// `xml`: it speaks XML in GB 18030, else JSON.
    Twin(adapters::DepartmentSettings settings, bool xml, ports::HttpClient& http,
         const Clock& clock, Log& log);

    [[nodiscard]] std::vector<ports::Route> routes(const std::string& prefix);
    /// Sends what is due and lets hanging answers go whose time has come. Returns how many.
    std::size_t step() { return department_.step(); }

  private:
    [[nodiscard]] ports::HttpResponse submit(const ports::HttpRequest& request);

    const adapters::DepartmentSettings settings_;
    ports::HttpClient& http_;
    const Clock& clock_;
    const bool xml_;
    adapters::DepartmentTwin department_;
};

}  // namespace ow::http_push
