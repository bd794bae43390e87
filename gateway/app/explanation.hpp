#pragma once
// `onewindow explain`: why each date, route and state of a case is so – event by event with rule,
// basis and the setting that decided, each clock day by day. No personal data.

#include <boost/json/object.hpp>
#include <iosfwd>
#include <vector>

#include "gateway/app/config_loader.hpp"
#include "gateway/flow/setting.hpp"
#include "gateway/model/case_state.hpp"
#include "gateway/model/event.hpp"

namespace ow::app {

struct Explained {
    const std::vector<model::StoredEvent>& events;  ///< the whole stream, not empty
    const boost::json::object& page;                ///< the desk's, masked
    const Config& config;
    const flow::Setting& setting;
};
void print_explanation(std::ostream& out, const Explained& about);

}  // namespace ow::app
