#pragma once
// Samples: every mapping shows what it does, and `onewindow check` and the tests run them all.
//
//   mappings/<partner>/samples/<message>.<in|out>[.<what it shows>].txt
//     the input as it comes (outward: the case's tree as JSON; of a workbook `file: <name>`, the
//     name of one beside the sample)
//     ----------
//     what comes out: the content as JSON (outward: the message); or {"errors": ["FIELD_MISSING
//     applicant.name", …]}; with warnings: {"content": …, "warnings": […]}
//
// A sample file is UTF-8; its input is encoded first if the mapping or its XML declaration says so.
// JSON is compared as values, XML as trees without the blanks between elements.

#include <filesystem>
#include <string>
#include <vector>

#include "gateway/mapping/mapping_set.hpp"

namespace ow::mapping {

/// How one sample went.
struct SampleRun {
    std::string file;     ///< `north/samples/application.in.person.txt`
    std::string problem;  ///< empty: as expected; else the differences, one a line
};

struct SampleReport {
    int run = 0;
    std::vector<SampleRun> samples;
    std::vector<Error> problems;  ///< a mapping without a sample is one too
};

[[nodiscard]] SampleReport run_samples(const MappingSet& set, const std::filesystem::path& folder);

}  // namespace ow::mapping
