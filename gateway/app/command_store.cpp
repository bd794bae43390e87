#include "gateway/app/command_store.hpp"

#include <ostream>

namespace ow::app {

flow::Setting setting_of(const Config& config) {
    return {config.hall(),   config.catalogue,          config.calendar,
            config.partners, config.gateway.public_url, config.remedies};
}

std::unique_ptr<OpenedStore> open_beside(const Options& options, std::ostream& err) {
    auto config = config_of(options, err);
    if (!config) return nullptr;
    auto opened = std::make_unique<OpenedStore>(*std::move(config));
    opened->store = store_of(opened->config, opened->clock, opened->log, err);
    return opened->store ? std::move(opened) : nullptr;
}

}  // namespace ow::app
