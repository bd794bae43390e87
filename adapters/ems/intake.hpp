#pragma once
// What EMS sends us: the list of arrived parcels and track pushes (040002).
//
// A track push becomes one InboundMessage of kind "track" an event, key = dedupe_key (track.hpp):
//   {"waybill_no", "at", "code", "name", "event", "meaning", "by", "evidence", "voids": [code …],
//    "place"}
// "event" is the kind of the code table, "voided" for a code that takes others back; "meaning" and
// "by" (本人签收 …) say the same in the gateway's words. name, event, meaning, by and voids are
// absent for a code that is not in the table (R33). EMS is acknowledged with 00000 after all events
// are durable; else it gets 503 and pushes again.

#include "adapters/ems/settings.hpp"
#include "adapters/ems/track.hpp"

namespace ow::ems {

/// Thread-safe.
class Intake {
  public:
    Intake(const Settings& settings, const ports::AdapterContext& context)
        : settings_(settings), context_(context) {}

    void take_parcels(const std::shared_ptr<const ports::HttpRequest>& request,
                      ports::Respond respond) const;
    void take_track(const std::shared_ptr<const ports::HttpRequest>& request,
                    ports::Respond respond) const;

  private:
    [[nodiscard]] Result<TrackPush> unwrap(const ports::HttpRequest& request) const;
    [[nodiscard]] std::string track_json(const TrackEvent& event) const;
    [[nodiscard]] ports::InboundMessage message(const ports::HttpRequest& request, std::string kind,
                                                std::string key, std::string body) const;
    void note(const ports::HttpRequest& request, const Error& error) const;
    void refuse(const ports::HttpRequest& request, const Error& error,
                const ports::Respond& respond) const;

    const Settings& settings_;
    const ports::AdapterContext& context_;
};

}  // namespace ow::ems
