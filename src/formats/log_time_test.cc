#include "formats/log_time.h"

#include <gtest/gtest.h>

namespace gait::formats {
namespace {

std::string read(std::string_view text) {
  Timestamp time;
  return read_log_time(text, time) ? to_rfc3339(time) : "no time";
}

TEST(LogTime, IsReadAsLogsWriteIt) {
  EXPECT_EQ(read("2026-11-21T10:00:00.25Z"), "2026-11-21T10:00:00.25Z");
  EXPECT_EQ(read("2026-11-21T12:00:00+02:00"), "2026-11-21T10:00:00Z");
  EXPECT_EQ(read("2026-11-21 10:00:00"), "2026-11-21T10:00:00Z");
  EXPECT_EQ(read("1795341600"), "2026-11-22T10:00:00Z");
  EXPECT_EQ(read("1795341600.5"), "2026-11-22T10:00:00.5Z");
  EXPECT_EQ(read("1795341600123"), "2026-11-22T10:00:00.123Z");
  EXPECT_EQ(read("1795341600123456"), "2026-11-22T10:00:00.123456Z");
  EXPECT_EQ(read("1795341600123456789"), "2026-11-22T10:00:00.123456789Z");
}

TEST(LogTime, IsNothingElse) {
  for (const char* text : {"", "yesterday", "2026-13-01T00:00:00Z", "12345", "1795341600.5x",
                           "-1795341600", "99999999999999999999", "2026-11-21"})
    EXPECT_EQ(read(text), "no time") << text;
}

}  // namespace
}  // namespace gait::formats
