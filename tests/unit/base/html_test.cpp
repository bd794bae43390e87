#include "gateway/base/html.hpp"

#include <gtest/gtest.h>

namespace ow {

TEST(Html, EscapesWhatEndsATextOrAnAttributeAndNothingElse) {
    EXPECT_EQ(html_escaped("<a href='x' title=\"y\">&amp;"),
              "&lt;a href=&#39;x&#39; title=&quot;y&quot;&gt;&amp;amp;");
    EXPECT_EQ(html_escaped("䶮 – 1/2 `=\n"), "䶮 – 1/2 `=\n");
}

}  // namespace ow
