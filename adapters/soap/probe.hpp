#pragma once
// Fetches a department's service description and holds our settings against it.

#include <string_view>

#include "adapters/http_probe.hpp"
#include "adapters/soap/settings.hpp"

namespace ow::soap {

/// GET of the setting `wsdl`, signed; without one `<endpoint>?wsdl`.
[[nodiscard]] Result<ports::ConnectionFinding> probe(const adapters::ProbeContext& context);

/// Whether a WSDL 1.1 with that text offers what `settings` call: a SOAP 1.1 document/literal
/// binding, each operation's element in our namespace, its SOAPAction. Schemas that stand in other
/// files are not fetched: then the names of the operations are compared.
[[nodiscard]] ports::ConnectionFinding compare(const SenderSettings& settings,
                                               std::string_view wsdl);

}  // namespace ow::soap
