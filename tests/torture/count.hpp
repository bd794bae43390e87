#pragma once
// What is in the store after a run, beside what the sources were told and the partners saw.

#include <map>
#include <ostream>
#include <string>
#include <vector>

#include "gateway/ports/store.hpp"
#include "tests/torture/applications.hpp"
#include "tests/torture/partners.hpp"

namespace ow::torture {

struct Count {
    int applications = 0;
    int acknowledged = 0;
    int refused = 0;           ///< by the gateway; none should be
    int lost = 0;              ///< acknowledged, but not the case they were told
    int doubled = 0;           ///< an application in more than one case
    int cases = 0;             ///< in the store
    int decisions = 0;         ///< acknowledged decisions …
    int decisions_lost = 0;    ///< … whose case knows of none
    int documents = 0;         ///< stored ones …
    int documents_lost = 0;    ///< … that cannot be read or are not the bytes they were
    int deliveries = 0;        ///< rows marked sent …
    int deliveries_false = 0;  ///< … that the partner never acted on
    int doubles = 0;           ///< messages a partner acted on twice
    int resent = 0;            ///< messages sent again to a partner that cannot tell
    int waiting = 0;           ///< rows that could still go, but did not
    int parked = 0;
    std::vector<std::string> unknown;  ///< rows a person has to look at: partner and id
    int unknown_wrong = 0;             ///< … of a partner that deduplicates
    int roots = 0;
    std::vector<std::string> damages;  ///< of verify

    [[nodiscard]] bool good() const;
};

/// Reads everything; some seconds for thousands of cases.
[[nodiscard]] Count count(ports::Store& store, const std::vector<Application>& applications,
                          const std::map<std::string, PartnerLog>& logs);

/// Rows that wait and are not held up by a stopped one of their lane.
[[nodiscard]] int rows_that_could_go(ports::Store& store);

}  // namespace ow::torture
