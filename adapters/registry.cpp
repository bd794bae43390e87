#include "adapters/registry.hpp"

#include "adapters/ems/adapter.hpp"
#include "adapters/ems/settings.hpp"
#include "adapters/http_push/adapter.hpp"
#include "adapters/http_push/probe.hpp"
#include "adapters/ipp_print/adapter.hpp"
#include "adapters/ipp_print/settings.hpp"
#include "adapters/manual/adapter.hpp"
#include "adapters/soap/adapter.hpp"
#include "adapters/soap/probe.hpp"
#include "adapters/wechat/adapter.hpp"
#include "adapters/wechat/settings.hpp"

namespace ow::adapters {
namespace {

template <class Rows>
std::vector<std::string_view> keys_of(const Rows& rows) {
    std::vector<std::string_view> keys;
    for (const auto& row : rows) keys.push_back(row.key);
    return keys;
}

std::vector<std::string_view> ems_keys() {
    return keys_of(ems::setting_rows());
}
std::vector<std::string_view> ipp_print_keys() {
    return keys_of(ipp_print::setting_rows());
}
std::vector<std::string_view> manual_keys() {
    return {};
}
std::vector<std::string_view> soap_keys() {
    return keys_of(soap::setting_rows());
}
std::vector<std::string_view> wechat_keys() {
    return keys_of(wechat::setting_rows());
}
std::vector<std::string_view> http_push_keys() {
    return {"accepts", "content", "hmac_key_file", "our_name", "path.*"};
}

// Sorted by name.
constexpr AdapterRow kAdapters[] = {
    {"ems", &ems_keys, &ems::make_adapter},
    {"http_push", &http_push_keys, &http_push::make_adapter, &http_push::probe},
    {"ipp_print", &ipp_print_keys, &ipp_print::make_adapter},
    {"manual", &manual_keys, &manual::make_adapter},
    {"soap", &soap_keys, &soap::make_adapter, &soap::probe},
    {"wechat", &wechat_keys, &wechat::make_adapter},
};

}  // namespace

std::span<const AdapterRow> registry() {
    return kAdapters;
}

const AdapterRow* find_adapter(std::string_view name) {
    for (const AdapterRow& row : kAdapters) {
        if (row.name == name) return &row;
    }
    return nullptr;
}

}  // namespace ow::adapters
