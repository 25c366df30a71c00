#pragma once

#include <optional>
#include <string_view>

#include "base/time.h"

namespace gait::formats {

// A line as a syslog daemon writes it. Views into the line.
struct SyslogLine {
  std::string_view time;     // see `read_syslog_time`
  std::string_view host;     // empty when the line names none
  std::string_view program;  // `sshd`, without its folder and process id
  std::string_view process;  // its process id; may be empty
  std::string_view message;
};

// Takes a line apart: RFC 3164 (`Nov 21 10:00:00 web-1 sshd[900]: ..`), the same with an RFC 3339
// time as rsyslog and journalctl write it, or RFC 5424; each with or without `<priority>`. None
// when it is no such line.
std::optional<SyslogLine> parse_syslog_line(std::string_view line);

// Reads `Nov 21 10:00:00` as UTC in the last year in which it is not more than a day after
// `received` (a clock may be ahead, and a zone is not said), and RFC 3339. No time when `received`
// is 0 and the text has no year. False when it is no time.
bool read_syslog_time(std::string_view text, Timestamp received, Timestamp& time);

}  // namespace gait::formats
