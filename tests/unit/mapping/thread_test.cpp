#include <thread>

#include "tests/unit/mapping/mapping_under_test.hpp"

namespace ow::mapping {

TEST(MappingThreads, OneMappingServesManyAtOnceWithoutMixingThem) {
    const Loaded loaded = load_rows(
        "  - {to: applicant.name, from: \"a[@type='object']/n\"}\n"
        "  - {to: materials, each: m, rows: [{to: name, from: n}]}\n");
    ASSERT_TRUE(loaded.mapping) << testing::PrintToString(loaded.texts());
    std::vector<int> wrong(4, 0);
    std::vector<std::thread> threads;
    for (std::size_t t = 0; t < wrong.size(); ++t) {
        threads.emplace_back([&, t] {
            for (int i = 0; i < 200; ++i) {
                const std::string name = std::to_string(t) + "-" + std::to_string(i);
                const MappedIn mapped = loaded.mapping->map_in(R"({"a":{"n":")" + name +
                                                               R"("},"m":[{"n":"x"},{"n":"y"}]})");
                const bool right = mapped.errors.empty() &&
                                   mapped.content.text("applicant.name") == name &&
                                   mapped.content.list("materials").size() == 2;
                wrong[t] += right ? 0 : 1;
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    for (const int count : wrong) EXPECT_EQ(count, 0);
}

}  // namespace ow::mapping
