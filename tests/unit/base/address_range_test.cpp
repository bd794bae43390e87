#include "gateway/base/address_range.hpp"

#include <gtest/gtest.h>

namespace ow {
namespace {

bool has(const char* range, const char* address) {
    const auto parsed = AddressRange::parse(range);
    return parsed && parsed->contains(address);
}

TEST(AddressRange, TakesOneAddressOfEitherFamily) {
    EXPECT_TRUE(has("192.0.2.7", "192.0.2.7"));
    EXPECT_FALSE(has("192.0.2.7", "192.0.2.8"));
    EXPECT_TRUE(has("2001:db8::7", "2001:0db8:0:0::0007"));
    EXPECT_FALSE(has("2001:db8::7", "2001:db8::8"));
}

TEST(AddressRange, APrefixEndsInTheMiddleOfAByte) {
    EXPECT_TRUE(has("10.1.16.0/20", "10.1.31.255"));
    EXPECT_FALSE(has("10.1.16.0/20", "10.1.32.0"));
    EXPECT_TRUE(has("2001:db8:8000::/33", "2001:db8:ffff::1"));
    EXPECT_FALSE(has("2001:db8:8000::/33", "2001:db8:7fff::1"));
    EXPECT_TRUE(has("0.0.0.0/0", "203.0.113.9"));
    EXPECT_FALSE(has("0.0.0.0/0", "2001:db8::1"));
    EXPECT_TRUE(has("::/0", "2001:db8::1"));
}

TEST(AddressRange, AnIpv4AddressInIpv6IsTheIpv4Address) {
    EXPECT_TRUE(has("10.0.0.0/8", "::ffff:10.9.8.7"));
    EXPECT_FALSE(has("10.0.0.0/8", "::10.9.8.7"));
}

TEST(AddressRange, RefusesWhatIsNoRange) {
    for (const char* wrong : {"", "10.1", "10.1.2.3/33", "10.1.2.3/8", "10.0.0.0/", "10.0.0.0/x",
                              "10.0.0.0/-1", "2001:db8::/129", "2001:db8::1/32", "host.example"})
        EXPECT_FALSE(AddressRange::parse(wrong)) << wrong;
    EXPECT_FALSE(has("10.0.0.0/8", "host.example"));
}

}  // namespace
}  // namespace ow
