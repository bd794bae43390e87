#pragma once
// The configuration as the flow uses it: one hall, its catalogue, its calendar, its partners. Read
// once by the composition root and immutable while the gateway runs; share freely between threads.

#include <map>
#include <string>

#include "gateway/model/calendar.hpp"
#include "gateway/model/catalogue.hpp"
#include "gateway/model/hall.hpp"
#include "gateway/model/partner.hpp"
#include "gateway/model/remedies.hpp"

namespace ow::flow {

struct Setting {
    model::Hall hall;
    model::Catalogue catalogue;
    model::Calendar calendar;
    std::map<PartnerId, model::PartnerConfig> partners;
    std::string public_url;         ///< what a QR code leads to: <public_url>/q/<token>
    model::Remedies remedies = {};  ///< R31

    /// nullptr: not configured.
    [[nodiscard]] const model::PartnerConfig* partner(const PartnerId& id) const {
        const auto found = partners.find(id);
        return found == partners.end() ? nullptr : &found->second;
    }
    /// The first partner with `role` ("carrier", "notifier"); nullptr: none.
    [[nodiscard]] const model::PartnerConfig* with_role(std::string_view role) const {
        for (const auto& [id, config] : partners) {
            if (config.has_role(role)) return &config;
        }
        return nullptr;
    }
};

}  // namespace ow::flow
