#pragma once
// The WSDL 1.1 that a partner's tools read: document/literal, one schema inside, the operations its
// file allows (`query` always). Follows WS-I Basic Profile 1.1; zeep and gSOAP generate clients.

#include <string>
#include <vector>

namespace ow::soap {

/// `kinds`: the partner's inward kinds of message; `address`: where it is to POST.
[[nodiscard]] std::string wsdl(const std::vector<std::string>& kinds, const std::string& address);

/// Whether a partner with these kinds may call the operation of message kind `kind`.
[[nodiscard]] bool is_allowed(const std::vector<std::string>& kinds, std::string_view kind);

}  // namespace ow::soap
