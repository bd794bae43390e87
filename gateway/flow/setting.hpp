#pragma once
// The configuration as the flow uses it: one hall, its catalogue, its calendar, its partners. Read
// once by the composition root and immutable while the gateway runs; share freely between threads.

#include <map>
#include <string>

#include "gateway/model/calendar.hpp"
#include "gateway/model/case_state.hpp"
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
    std::map<std::string, model::Catalogue> past_catalogues = {};  ///< R2: by version

    /// R2: the item as it was when the case came in; a version that is not kept any more: as it is
    /// now. nullptr: nowhere.
    [[nodiscard]] const model::Item* item_of(const model::CaseState& state) const {
        const auto past = past_catalogues.find(state.catalogue_version);
        const model::Item* item =
            past == past_catalogues.end() ? nullptr : past->second.find(state.item);
        return item == nullptr ? catalogue.find(state.item) : item;
    }
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
