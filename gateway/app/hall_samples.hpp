#pragma once
// A template's sample case as a hall would have it: its name, titles, phones, seals and one of its
// departments in place of the sample's.

#include <string>

#include "gateway/model/hall.hpp"
#include "gateway/xml/document.hpp"

namespace ow::app {

/// `title`: the template's own, where the hall has none.
[[nodiscard]] xml::Document hall_sample(const xml::Document& sample, const model::Hall& hall,
                                        const std::string& document, const std::string& title);

}  // namespace ow::app
