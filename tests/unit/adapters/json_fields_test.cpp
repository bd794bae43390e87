#include "adapters/json_fields.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace ow::adapters {

TEST(JsonFields, ReadWhatIsThereAndEmptyForWhatIsAbsentOrOfAnotherKind) {
    const boost::json::object object{
        {"text", "甲"}, {"number", 7}, {"flag", true}, {"object", {{"a", 1}}}, {"none", nullptr}};
    EXPECT_EQ(text_of(object, "text"), "甲");
    EXPECT_EQ(number_of(object, "number"), 7);
    EXPECT_TRUE(flag_of(object, "flag"));
    ASSERT_NE(object_of(object, "object"), nullptr);
    EXPECT_EQ(number_of(*object_of(object, "object"), "a"), 1);
    for (const char* key : {"none", "absent", "object"}) {
        EXPECT_EQ(text_of(object, key), "") << key;
        EXPECT_EQ(number_of(object, key), 0) << key;
        EXPECT_FALSE(flag_of(object, key)) << key;
    }
    EXPECT_FALSE(flag_of(object, "number"));
    EXPECT_EQ(object_of(object, "text"), nullptr);
    EXPECT_EQ(object_of(object, "absent"), nullptr);
}

TEST(JsonFields, AWholeNumberIsTakenAsItsDigits) {
    const auto object =
        boost::json::parse(R"({"phone":13600000001,"long":18446744073709551615,"below":-7,)"
                           R"("rate":1.5,"flag":true})")
            .as_object();
    EXPECT_EQ(text_of(object, "phone"), "13600000001");
    EXPECT_EQ(text_of(object, "long"), "18446744073709551615");
    EXPECT_EQ(text_of(object, "below"), "-7");
    EXPECT_EQ(text_of(object, "rate"), "") << "no number anybody is called by";
    EXPECT_EQ(text_of(object, "flag"), "");
}

}  // namespace ow::adapters
