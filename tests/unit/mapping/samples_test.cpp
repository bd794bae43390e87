// The mappings that are shipped: they load without a word, and every sample comes out as written.

#include <gtest/gtest.h>

#include "gateway/mapping/sample.hpp"

namespace ow::mapping {

TEST(ShippedMappings, LoadAndEverySampleComesOutAsWritten) {
    std::vector<Error> problems;
    const MappingSet set = MappingSet::load("mappings", problems);
    for (const Error& problem : problems) ADD_FAILURE() << problem.text();
    const SampleReport report = run_samples(set, "mappings");
    for (const Error& problem : report.problems) ADD_FAILURE() << problem.text();
    EXPECT_GE(report.run, static_cast<int>(set.all().size()));
    EXPECT_GE(set.all().size(), 1U);
}

}  // namespace ow::mapping
