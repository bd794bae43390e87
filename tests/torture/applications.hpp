#pragma once
// The applications of a run: half from a portal (JSON), half from a department's own system (XML in
// GBK), with synthetic persons and all the materials their item needs.

#include <string>
#include <vector>

#include "gateway/model/catalogue.hpp"

namespace ow::torture {

struct Application {
    std::string partner;
    std::string foreign_no;  ///< also the idempotency key
    std::string content_type;
    std::string body;

    int sends = 0;
    std::string case_no;  ///< acknowledged under this number; empty: not
    std::string refused;  ///< answer of the gateway if it will not take it
};

/// Throws std::runtime_error if the catalogue lacks the demo items.
[[nodiscard]] std::vector<Application> make_applications(const model::Catalogue& catalogue,
                                                         int count);

}  // namespace ow::torture
