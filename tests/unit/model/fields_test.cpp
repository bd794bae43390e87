#include "gateway/model/fields.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "gateway/base/text.hpp"

namespace ow::model {
namespace {

Code code_of(std::string_view path, std::string_view value) {
    const Status fits = check_value(*find_field(path), value);
    return fits ? Code::kInternal : fits.error().code();
}
constexpr Code kFits = Code::kInternal;

}  // namespace

TEST(Fields, AreSortedUniqueLabelledAndFoundByPath) {
    const auto all = fields();
    EXPECT_GT(all.size(), 70U);
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (i > 0) {
            EXPECT_LT(all[i - 1].path, all[i].path);
        }
        EXPECT_FALSE(all[i].label.empty()) << all[i].path;
        EXPECT_EQ(find_field(all[i].path), &all[i]);
        EXPECT_EQ(find_malformed_utf8(all[i].label), std::string_view::npos);
    }
    EXPECT_EQ(find_field("applicant"), nullptr);
    EXPECT_EQ(find_field(""), nullptr);
    EXPECT_EQ(find_field("track.zzz"), nullptr);
}

TEST(Fields, EveryCodeFieldHasItsSetAndEveryMemberItsList) {
    std::set<std::string_view> used;
    for (const Field& field : fields()) {
        EXPECT_EQ(field.type == FieldType::kCode, !field.codes.empty()) << field.path;
        if (!field.codes.empty()) {
            EXPECT_FALSE(codes_of(field.codes).empty()) << field.codes;
            used.insert(field.codes);
        }
        const std::size_t list = field.path.find("[].");
        if (list != std::string_view::npos) {
            const Field* owner = find_field(field.path.substr(0, list));
            ASSERT_NE(owner, nullptr) << field.path;
            EXPECT_EQ(owner->type, FieldType::kList);
        }
    }
    for (const CodeRow& row : code_rows()) EXPECT_EQ(used.count(row.set), 1U) << row.set;
    EXPECT_EQ(code_label("material_form", "copy"), "复印件");
    EXPECT_EQ(code_label("material_form", "xerox"), "");
}

TEST(Fields, R32_NamesTakeAtLeastAHundredCharactersCountedAsCodePoints) {
    for (const Field& field : fields()) {
        if (field.type == FieldType::kName) {
            EXPECT_GE(field.max_length, 100U) << field.path;
        }
    }
    std::string name;
    for (std::size_t i = 0; i < find_field("applicant.name")->max_length; ++i) name += "𬱖";
    EXPECT_EQ(code_of("applicant.name", name), kFits);
    EXPECT_EQ(code_of("applicant.name", name + "·"), Code::kFieldTooLong);
}

TEST(Fields, R32_ANameWithALostOrInvisibleCharacterIsRefused) {
    for (const std::string name : {"欧阳䶮𬱖𠮷", "阿卜杜·样本", "Anne-Marie O’Neil",
                                   "示例（河南）有限公司", "葛\U000E0100"})
        EXPECT_EQ(code_of("applicant.name", name), kFits) << name;
    for (const std::string lost : {"王\uFFFD", "王?", "邢？", "邢□", "王\uE000", "王\u200B测试",
                                   "\u202E王测试", "\uFEFF王测试", "王\U000F0000"})
        EXPECT_EQ(code_of("applicant.name", lost), Code::kFieldFormat) << lost;
    EXPECT_EQ(code_of("remark", "可以吗?"), kFits) << "a text is no name";
}

TEST(Fields, NamesNumbersPhonesAndAddressesOfPeopleAreSensitive) {
    for (const std::string_view who : {"applicant", "agent", "contact", "booking"}) {
        for (const std::string_view what : {"name", "cert_number", "phone"}) {
            const Field* field = find_field(std::string{who} + "." + std::string{what});
            ASSERT_NE(field, nullptr) << who << what;
            EXPECT_TRUE(field->sensitive) << field->path;
        }
    }
    EXPECT_FALSE(find_field("item.code")->sensitive);
}

TEST(Fields, ValuesAreCheckedByType) {
    EXPECT_EQ(code_of("booking.date", "2024-02-29"), kFits);
    EXPECT_EQ(code_of("booking.date", "2023-02-29"), Code::kFieldFormat);
    EXPECT_EQ(code_of("applied_at", "2024-09-27T10:15:00.000+08:00"), kFits);
    EXPECT_EQ(code_of("applied_at", "27.9.2024"), Code::kFieldFormat);
    EXPECT_EQ(code_of("materials[].copies", "12"), kFits);
    EXPECT_EQ(code_of("materials[].copies", "-1"), Code::kFieldFormat);
    EXPECT_EQ(code_of("materials[].copies", "1.5"), Code::kFieldFormat);
    EXPECT_EQ(code_of("materials[].received", "yes"), Code::kFieldFormat);
    EXPECT_EQ(code_of("applicant.phone", "+86 (0371) 5550-0100"), kFits);
    EXPECT_EQ(code_of("applicant.phone", "电话"), Code::kFieldFormat);
    EXPECT_EQ(code_of("delivery.way", "mail"), kFits);
    EXPECT_EQ(code_of("delivery.way", "1"), Code::kFieldFormat);
    EXPECT_EQ(code_of("channel_no", "A 1"), Code::kFieldFormat);
    EXPECT_EQ(code_of("remark", "两\n行"), kFits);
    EXPECT_EQ(code_of("applicant.name", "两\n行"), Code::kFieldFormat);
    EXPECT_EQ(code_of("materials", "x"), Code::kFieldFormat);
}

}  // namespace ow::model
