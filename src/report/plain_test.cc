#include "report/plain.h"

#include <gtest/gtest.h>

namespace gait::report {
namespace {

TEST(Plain, NothingFromALogActsOnTheScreen) {
  EXPECT_EQ(printable("a\x1b[31mred"), "a\xEF\xBF\xBD[31mred");
  EXPECT_EQ(printable("two\nlines\tand"), "two lines and");
  EXPECT_EQ(printable("evil\u202Egpj.exe"), "evil\xEF\xBF\xBDgpj.exe");
  EXPECT_EQ(printable("c1\u009B"), "c1\xEF\xBF\xBD");
  EXPECT_EQ(printable("naïve → 東京 🙂"), "naïve → 東京 🙂");
}

TEST(Plain, BytesThatAreNotUtf8AreReplacedOneByOne) {
  EXPECT_EQ(printable("\xff"), "\xEF\xBF\xBD");
  EXPECT_EQ(printable("\xC0\x80"), "\xEF\xBF\xBD\xEF\xBF\xBD");
  EXPECT_EQ(printable("cut \xE2\x82"), "cut \xEF\xBF\xBD\xEF\xBF\xBD");
  EXPECT_EQ(printable("\xED\xA0\x80").size(), 9U) << "a surrogate is no character";
}

TEST(Plain, NumbersAreReadAtAGlance) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1000), "1,000");
  EXPECT_EQ(grouped(1'234'567), "1,234,567");
  EXPECT_EQ(amount_text(0.25), "0.25");
  EXPECT_EQ(amount_text(7), "7");
  EXPECT_EQ(amount_text(12.54), "12.5");
  EXPECT_EQ(amount_text(4112.4), "4,112");
  EXPECT_EQ(amount_text(-3), "-3");
  EXPECT_EQ(bytes_text(999), "999 B");
  EXPECT_EQ(bytes_text(1'200'000'000), "1.2 GB");
  EXPECT_EQ(bytes_text(48e6), "48 MB");
  EXPECT_EQ(percent_text(0.714), "71 %");
}

TEST(Plain, AgesHaveOneUnit) {
  EXPECT_EQ(age_text(0.25), "6 hours");
  EXPECT_EQ(age_text(1.0 / 24), "1 hour");
  EXPECT_EQ(age_text(12), "12 days");
  EXPECT_EQ(age_text(412), "14 months");
  EXPECT_EQ(age_text(1490), "4 years");
}

TEST(Plain, AProbabilityIsTheIntervalOneWaits) {
  EXPECT_EQ(odds_text(1.0 / (24 * 36)), "about once in 36 days");
  EXPECT_EQ(odds_text(0.1), "about once in 10 hours");
  EXPECT_EQ(odds_text(0.9), "");
  EXPECT_EQ(odds_text(0), "less than once in 1,000 years");
}

TEST(Plain, ASpanIsAsShortAsItsDaysAllow) {
  const auto at = [](const char* text) {
    Timestamp time;
    EXPECT_TRUE(parse_rfc3339(text, time));
    return time;
  };
  const Timestamp start = at("2026-11-21T10:00:07Z");
  EXPECT_EQ(span_text(start, at("2026-11-21T10:00:59Z")), "2026-11-21 10:00 UTC");
  EXPECT_EQ(span_text(start, at("2026-11-21T10:12:00Z")), "2026-11-21 10:00 to 10:12 UTC");
  EXPECT_EQ(span_text(start, at("2026-11-22T10:12:00Z")),
            "2026-11-21 10:00 to 2026-11-22 10:12 UTC");
  EXPECT_EQ(minute_text({}), "");
}

TEST(Plain, TheUnitOfWhatWasLearnedFollowsTheFacet) {
  Reason reason;
  reason.n = 4112;
  reason.window = "13 d";
  reason.facet = "resource";
  EXPECT_EQ(basis_text(reason), "4,112 active minutes in 13 d");
  reason.facet = "hour";
  EXPECT_EQ(basis_text(reason), "4,112 active hours in 13 d");
  reason.facet = "volume";
  EXPECT_EQ(basis_text(reason), "4,112 hours in 13 d");
  reason.facet = "rate";
  EXPECT_EQ(basis_text(reason), "4,112 hours in 13 d");
  reason.facet = "gap";
  EXPECT_EQ(basis_text(reason), "4,112 active hours in 13 d");
  reason.n = 0;
  EXPECT_EQ(basis_text(reason), "");
}

}  // namespace
}  // namespace gait::report
