#pragma once
// All protocol adapters, as one literal table: the list is the truth. A new protocol is a folder
// and a row here, nothing under gateway/.

#include <span>
#include <string_view>
#include <vector>

#include "adapters/http_probe.hpp"
#include "gateway/ports/partner.hpp"

namespace ow::adapters {

struct AdapterRow {
    std::string_view name;  ///< as config/partners/*.yaml say under `adapter`
    std::vector<std::string_view> (
        *keys)();  ///< the settings it knows; `prefix*` stands for any such
    ports::MakeAdapter make;
    Probe probe = nullptr;  ///< nullptr: beyond TLS nothing can be tried out
};

[[nodiscard]] std::span<const AdapterRow> registry();
/// nullptr: no such protocol.
[[nodiscard]] const AdapterRow* find_adapter(std::string_view name);

}  // namespace ow::adapters
