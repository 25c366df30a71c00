#include "formats/syslog_line.h"

#include <array>
#include <chrono>

#include "formats/log_time.h"

namespace gait::formats {
namespace {

constexpr std::size_t short_time_length = std::string_view("Nov 21 10:00:00").size();

bool is_digit(char c) { return c >= '0' && c <= '9'; }
int two_digits(std::string_view text) {
  return (text[0] == ' ' ? 0 : text[0] - '0') * 10 + (text[1] - '0');
}

// 1 to 12; 0 = no month.
unsigned month_of(std::string_view text) {
  constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
  const std::size_t at = months.find(text.substr(0, 3));
  return at == std::string_view::npos || at % 3 != 0 ? 0 : static_cast<unsigned>(at / 3 + 1);
}

bool is_short_time(std::string_view text) {
  constexpr std::string_view shape = "AAA dd DD:DD:DD";  // d: a digit or a blank
  if (text.size() < shape.size()) return false;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const char c = text[i];
    const bool fits = shape[i] == 'A'   ? true
                      : shape[i] == 'D' ? is_digit(c)
                      : shape[i] == 'd' ? is_digit(c) || (c == ' ' && i == 4)
                                        : c == shape[i];
    if (!fits) return false;
  }
  return month_of(text) != 0;
}

bool is_long_time(std::string_view text) {
  return text.size() >= 19 && is_digit(text[0]) && is_digit(text[3]) && text[4] == '-' &&
         text[7] == '-' && text[10] == 'T' && text[13] == ':';
}

// Takes the text up to the next blank, and the blank.
std::string_view take_word(std::string_view& text) {
  const std::size_t end = std::min(text.find(' '), text.size());
  const std::string_view word = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return word;
}

void skip_blanks(std::string_view& text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
}

std::string_view file_of(std::string_view path) { return path.substr(path.rfind('/') + 1); }

std::string_view unless_nil(std::string_view word) {
  return word == "-" ? std::string_view() : word;
}

void skip_priority(std::string_view& line) {
  if (!line.starts_with('<')) return;
  std::size_t at = 1;
  while (at < line.size() && at < 4 && is_digit(line[at])) ++at;
  if (at > 1 && at < line.size() && line[at] == '>') line.remove_prefix(at + 1);
}

// Behind the structured data of RFC 5424: `-`, or `[id k="v"]` one after another.
std::string_view behind_data(std::string_view text) {
  if (text.starts_with('-')) return text.substr(std::min<std::size_t>(2, text.size()));
  bool is_quoted = false;
  std::size_t at = 0;
  for (; at < text.size(); ++at) {
    if (text[at] == '\\')
      ++at;
    else if (text[at] == '"')
      is_quoted = !is_quoted;
    else if (at > 0 && text[at] == ' ' && !is_quoted && text[at - 1] == ']')
      break;
  }
  return text.substr(std::min(at + 1, text.size()));
}

std::optional<SyslogLine> parse_5424(std::string_view text) {
  SyslogLine line;
  line.time = take_word(text);
  if (!is_long_time(line.time)) return std::nullopt;
  line.host = unless_nil(take_word(text));
  line.program = file_of(unless_nil(take_word(text)));
  line.process = unless_nil(take_word(text));
  take_word(text);  // the id of the kind of message
  line.message = behind_data(text);
  if (line.message.starts_with("\xef\xbb\xbf")) line.message.remove_prefix(3);
  skip_blanks(line.message);
  return line;
}

// `sshd[900]: message`
bool read_tag(std::string_view text, SyslogLine& line) {
  const std::size_t end = text.find_first_of(" [:");
  if (end == 0 || end == std::string_view::npos || text[end] == ' ') return false;
  line.program = file_of(text.substr(0, end));
  std::size_t colon = end;
  if (text[end] == '[') {
    const std::size_t close = text.find(']', end);
    if (close == std::string_view::npos) return false;
    line.process = text.substr(end + 1, close - end - 1);
    colon = close + 1;
  }
  if (colon >= text.size() || text[colon] != ':') return false;
  line.message = text.substr(colon + 1);
  skip_blanks(line.message);
  return true;
}

std::optional<SyslogLine> parse_3164(std::string_view text) {
  SyslogLine line;
  if (is_short_time(text)) {
    line.time = text.substr(0, short_time_length);
    text.remove_prefix(short_time_length);
    if (!text.starts_with(' ')) return std::nullopt;
    text.remove_prefix(1);
  } else {
    line.time = take_word(text);
    if (!is_long_time(line.time)) return std::nullopt;
  }
  line.host = take_word(text);
  if (line.host.empty() || !read_tag(text, line)) return std::nullopt;
  return line;
}

}  // namespace

std::optional<SyslogLine> parse_syslog_line(std::string_view line) {
  skip_priority(line);
  if (line.starts_with("1 ")) return parse_5424(line.substr(2));
  return parse_3164(line);
}

bool read_syslog_time(std::string_view text, Timestamp received, Timestamp& time) {
  if (!is_short_time(text)) return read_log_time(text, time);
  using namespace std::chrono;
  time = {};
  if (received.ns == 0) return true;
  const nanoseconds latest = nanoseconds(received.ns) + days(1);
  const year this_year = year_month_day(floor<days>(sys_time<nanoseconds>(latest))).year();
  const nanoseconds of_day = hours(two_digits(text.substr(7))) +
                             minutes(two_digits(text.substr(10))) +
                             seconds(two_digits(text.substr(13)));
  for (int back = 0; back < 8; ++back) {  // a 29th of February may be that long ago
    const year_month_day date(this_year - years(back), month(month_of(text)),
                              day(static_cast<unsigned>(two_digits(text.substr(4)))));
    if (!date.ok()) continue;
    const nanoseconds then = sys_days(date).time_since_epoch() + of_day;
    if (then > latest) continue;
    time.ns = then.count();
    return time.ns > 0;
  }
  return false;
}

}  // namespace gait::formats
