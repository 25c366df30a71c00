#include "base/time.h"

#include <gtest/gtest.h>

namespace gait {
namespace {

TEST(Time, ReadsAndPrintsTheSameText) {
  for (const char* text : {"1970-01-01T00:00:00Z", "2026-11-21T10:00:00Z", "2024-02-29T23:59:59Z",
                           "2026-11-21T10:00:00.25Z"}) {
    Timestamp time;
    ASSERT_TRUE(parse_rfc3339(text, time)) << text;
    EXPECT_EQ(to_rfc3339(time), text);
  }
}

TEST(Time, AppliesTheOffset) {
  Timestamp east, utc;
  ASSERT_TRUE(parse_rfc3339("2026-11-21T12:30:00+02:30", east));
  ASSERT_TRUE(parse_rfc3339("2026-11-21T10:00:00Z", utc));
  EXPECT_EQ(east, utc);
}

TEST(Time, RefusesWhatIsNoDate) {
  Timestamp time{42};
  for (const char* text :
       {"", "now", "2026-13-01T00:00:00Z", "2026-02-29T00:00:00Z", "2026-11-21T24:00:00Z",
        "2026-11-21T10:00:00", "2026-11-21T10:00:00.Z", "9999-01-01T00:00:00Z",
        "1969-12-31T23:59:59Z", "2026-11-21T10:00:00+2:00"}) {
    EXPECT_FALSE(parse_rfc3339(text, time)) << text;
  }
  EXPECT_EQ(time.ns, 42);
}

TEST(Time, WritesAllNineDigitsOfASecond) {
  std::string text;
  append_rfc3339_ns(text, {1'793'577'600'000'000'042});
  EXPECT_EQ(text, "2026-11-02T00:00:00.000000042Z");
  for (std::int64_t ns = 0; ns < 9'000'000'000'000'000'000; ns += 7'654'321'987'654'321) {
    text.clear();
    append_rfc3339_ns(text, {ns});
    Timestamp time;
    ASSERT_TRUE(parse_rfc3339(text, time)) << text;
    EXPECT_EQ(time.ns, ns) << text;
    EXPECT_EQ(text.size(), 30U);
  }
}

TEST(Time, KnowsTheHourOfTheWeek) {
  Timestamp monday;
  ASSERT_TRUE(parse_rfc3339("2026-11-16T00:00:00Z", monday));
  EXPECT_EQ(hour_of_week(monday), 0);
  EXPECT_EQ(hour_of_week(Timestamp::from_seconds(0)), 72);
}

TEST(Time, NamesTheUnitsOfADuration) {
  EXPECT_EQ(*parse_duration_seconds("7d"), 604'800);
  EXPECT_EQ(*parse_duration_seconds("0s"), 0);
  const auto wrong = parse_duration_seconds("7 days");
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().message.find("`7 days` is not a duration"), 0U);
}

}  // namespace
}  // namespace gait
