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

TEST(Wording, R1_R4_R26_TheNoticeOfAcceptanceSaysHowItWasAccepted) {
    const std::string how = "<acceptance><how>complete</how></acceptance>";
    const auto accepted = [&](const std::string& as) {
        return words_of(
            "D2", how,
            "<acceptance><how>" + as +
                "</how></acceptance><pledge><until_cn>2026年12月1日</until_cn></pledge>");
    };
    constexpr std::string_view kComplete = "申请材料齐全、符合法定形式";
    for (const char* as : {"complete", "corrected", "person", "instant"}) {
        EXPECT_TRUE(says(accepted(as), kComplete)) << as;
        EXPECT_TRUE(says(accepted(as), "第三十二条第一款第（五）项")) << as;
    }
    for (const char* as : {"tolerance", "promise", "deemed"}) {
        EXPECT_FALSE(says(accepted(as), kComplete)) << as;
        EXPECT_FALSE(says(accepted(as), "第（五）项")) << as;
    }
    EXPECT_TRUE(says(accepted("tolerance"), "书面承诺于2026年12月1日前（含当日）补齐、补正"));
    EXPECT_TRUE(says(accepted("tolerance"), "予以容缺受理"));
    EXPECT_TRUE(says(accepted("promise"), "实行告知承诺"));
    EXPECT_TRUE(says(accepted("deemed"), "未在规定的期限内一次告知需要补正的全部内容"));
    EXPECT_TRUE(says(accepted("deemed"), "第三十二条第一款第（四）项"));
}

TEST(Wording, R31_ThePermitLawStandsOnlyOnPapersOfAPermit) {
    for (const char* document : {"D14", "D2", "D3", "D4"}) {
        const std::string permit = words_of(document, "<type>01</type>", "<type>01</type>");
        EXPECT_TRUE(says(permit, "行政许可法")) << document;
        for (const char* type : {"07", "20"}) {
            const std::string other =
                words_of(document, "<type>01</type>", std::string{"<type>"} + type + "</type>");
            for (const char* law : {"行政许可法", "决定准予行政许可", "决定不予行政许可"})
                EXPECT_FALSE(says(other, law)) << document << type;
        }
    }
}

TEST(Wording, ATitleIsTheHallsOnEveryPaperAndItsStub) {
    for (const char* document : {"D14", "D17", "D19", "D20", "D23", "D8"}) {
        const std::string sample = sample_text(document);
        const std::size_t from = sample.find("<title>");
        const std::string title = sample.substr(from, sample.find("</title>", from) + 8 - from);
        const std::string words = words_of(document, title, "<title>样本名称</title>");
        EXPECT_TRUE(says(words, "样本名称")) << document;
        const std::string own = title.substr(7, title.size() - 15);
        const bool has_stub = own == "收件通知单" || own == "一次性告知单（退件）";
        EXPECT_EQ(says(words, "样本名称（存根）") || says(words, "样本名称存根"), has_stub)
            << document;
    }
}

TEST(Wording, WhatIsTheHallsBearsItsSeal) {
    for (const char* document : {"D21", "D8", "D8A"}) {
        const auto pdf = test::render(document, sample_text(document));
        ASSERT_TRUE(pdf) << pdf.error().text();
        const std::vector<std::string> halves(std::string{document} == "D8" ? 2 : 1,
                                              "示范市政务服务大厅业务专用章");
        EXPECT_EQ(pdf->seals, halves) << document;
        EXPECT_EQ(pdf->page_count, 1) << document;
    }
}

TEST(Wording, R31_AUtilityIsNoAuthority) {
    for (const char* document : {"D2", "D3", "D4"}) {
        const std::string words = words_of(document, "</phone></department>",
                                           "</phone><self_cn>本单位</self_cn></department>");
        EXPECT_TRUE(says(words, "本单位")) << document;
        EXPECT_FALSE(says(words, "本机关")) << document;
    }
}

}  // namespace
}  // namespace ow::documents
