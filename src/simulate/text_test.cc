#include "simulate/text.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace gait::simulate {
namespace {

Timestamp at(std::string_view text) {
  Timestamp time;
  EXPECT_TRUE(parse_rfc3339(text, time)) << text;
  return time;
}

TEST(Text, EscapesWhatJsonWouldMisread) {
  const std::string odd = "a\"b\\c\nd\x01";
  std::string json = "\"";
  append_escaped(json, odd);
  EXPECT_EQ(nlohmann::json::parse(json + '"').get<std::string>(), odd);
}

TEST(Text, WritesExpirationsAsStsDoes) {
  EXPECT_EQ(to_locale_text(at("2026-11-02T12:55:24Z")), "Nov 2, 2026, 12:55:24 PM");
  EXPECT_EQ(to_locale_text(at("2026-07-18T00:07:39Z")), "Jul 18, 2026, 12:07:39 AM");
  EXPECT_EQ(to_locale_text(at("2026-12-31T16:00:00Z")), "Dec 31, 2026, 4:00:00 PM");
}

TEST(Text, KnowsTheMonthBefore) {
  EXPECT_EQ(to_last_month_path(at("2026-11-02T12:00:00Z")), "2026/10");
  EXPECT_EQ(to_last_month_path(at("2026-01-31T12:00:00Z")), "2025/12");
}

TEST(Text, MakesVersionFourUuids) {
  Random random(1, {});
  for (int i = 0; i < 50; ++i) {
    const std::string id = uuid(random);
    ASSERT_EQ(id.size(), 36U);
    EXPECT_EQ(id[14], '4');
    EXPECT_NE(std::string("89ab").find(id[19]), std::string::npos) << id;
  }
}

}  // namespace
}  // namespace gait::simulate
