#include "formats/syslog_line.h"

#include <gtest/gtest.h>

namespace gait::formats {
namespace {

TEST(SyslogLine, ReadsThreeSpellingsAlike) {
  for (const char* text : {
           "Nov 21 10:00:00 web-1 sshd[900]: Accepted x",
           "<86>Nov 21 10:00:00 web-1 sshd[900]: Accepted x",
           "2026-11-21T10:00:00.5+00:00 web-1 /usr/sbin/sshd[900]: Accepted x",
           "<86>1 2026-11-21T10:00:00Z web-1 sshd 900 - - Accepted x",
           "<86>1 2026-11-21T10:00:00Z web-1 sshd 900 m [a@1 b=\"] \\\" c\"] Accepted x",
       }) {
    const auto line = parse_syslog_line(text);
    ASSERT_TRUE(line) << text;
    EXPECT_EQ(line->host, "web-1") << text;
    EXPECT_EQ(line->program, "sshd") << text;
    EXPECT_EQ(line->process, "900") << text;
    EXPECT_EQ(line->message, "Accepted x") << text;
  }
}

TEST(SyslogLine, IsNotWhatOnlyLooksLikeOne) {
  for (const char* text :
       {"", "Nov", "Nov 21 10:00:00", "Nov 21 10:00:00 ", "Foo 21 10:00:00 h p: m",
        "Nov 21 10:00:00 web-1 words without a program", "<86>1 x y z", "{\"a\":1}",
        "2026-11-21T10:00:00Z", "<9"})
    EXPECT_FALSE(parse_syslog_line(text)) << text;
}

std::string time_of(std::string_view text, std::string_view received) {
  Timestamp now, time;
  if (!received.empty() && !parse_rfc3339(received, now)) return "a broken test";
  if (!read_syslog_time(text, now, time)) return "none";
  return time.ns == 0 ? "unknown" : to_rfc3339(time);
}

TEST(SyslogLine, FindsTheYearThatIsNotWritten) {
  EXPECT_EQ(time_of("Nov 21 10:00:00", "2026-11-28T00:00:00Z"), "2026-11-21T10:00:00Z");
  EXPECT_EQ(time_of("Dec  1 10:00:00", "2026-11-28T00:00:00Z"), "2025-12-01T10:00:00Z");
  EXPECT_EQ(time_of("Nov 28 20:00:00", "2026-11-28T00:00:00Z"), "2026-11-28T20:00:00Z")
      << "a zone or a clock ahead";
  EXPECT_EQ(time_of("Feb 29 10:00:00", "2026-11-28T00:00:00Z"), "2024-02-29T10:00:00Z");
  EXPECT_EQ(time_of("Feb 30 10:00:00", "2026-11-28T00:00:00Z"), "none");
  EXPECT_EQ(time_of("Nov 21 10:00:00", ""), "unknown");
  EXPECT_EQ(time_of("2026-11-21T10:00:00+01:00", ""), "2026-11-21T09:00:00Z");
}

}  // namespace
}  // namespace gait::formats
