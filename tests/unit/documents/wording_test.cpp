// What a paper of the templates says of a case, and what it must not say.

#include <gtest/gtest.h>

#include "tests/unit/documents/paper.hpp"

namespace ow::documents {
namespace {

using test::Folder;
using test::replaced;
using test::sample_text;

/// The words of `document` for its sample case, `from` replaced by `to`, without line ends.
std::string words_of(const std::string& document, const std::string& from, const std::string& to) {
    const Folder folder;
    const auto pdf = test::render(document, replaced(sample_text(document), from, to));
    if (!pdf) return pdf.error().text();
    return replaced(test::text_in(folder, pdf->bytes, "-raw"), "\n", "");
}

bool says(const std::string& words, std::string_view part) {
    return words.find(part) != std::string::npos;
}

TEST(Wording, R29_TheSlipNamesNoLastDayWhereThereIsNoLimitYet) {
    const std::string promised =
        "<promised><days>20</days><unit>wd</unit><unit_cn>个工作日</unit_cn>"
        "<due_cn>2026年12月18日</due_cn></promised>";
    EXPECT_TRUE(says(words_of("D8", promised, promised), "承诺届满日期"));
    const std::string waiting = words_of("D8", promised, "<promised/>");
    EXPECT_FALSE(says(waiting, "承诺届满日期")) << waiting;
    EXPECT_FALSE(says(waiting, "待公布")) << waiting;
}

}  // namespace
}  // namespace ow::documents
