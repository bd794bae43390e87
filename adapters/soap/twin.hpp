#pragma once
// A department that speaks SOAP. Whoever hosts it puts `routes(prefix)` on a server and calls
// step() now and then. Beside what every department's twin answers (department_twin.hpp):
//
//   POST <prefix>               a signed call of the gateway: taken, numbered, recorded
//   GET  <prefix>?wsdl          a signed call: its service description
//
// A repetition is answered by a fault with code DUPLICATE and its number; busy and a failure are
// Server faults, a refusal is a Client fault.

#include <map>
#include <string>
#include <vector>

#include "adapters/department_twin.hpp"

namespace ow::soap {

/// What its service description says.
struct TwinOffer {
    std::string name_space;
    std::map<std::string, std::string> actions;  ///< operation → SOAPAction
};

/// Thread-safe. Calls out only in step().
class Twin {
  public:
    Twin(const adapters::DepartmentSettings& settings, TwinOffer offer, ports::HttpClient& http,
         const Clock& clock, Log& log);

    [[nodiscard]] std::vector<ports::Route> routes(const std::string& prefix);
    /// Sends the decisions that are due. Returns how many.
    std::size_t step() { return department_.step(); }

  private:
    [[nodiscard]] ports::HttpResponse describe(const ports::HttpRequest& request) const;

    const TwinOffer offer_;
    adapters::DepartmentTwin department_;
};

}  // namespace ow::soap
