#include "base/time.h"

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace gait {
namespace {

// Days since 1970-01-01 of a proleptic Gregorian date (H. Hinnant, chrono-compatible algorithms).
constexpr std::int64_t days_from_civil(std::int64_t y, unsigned m, unsigned d) {
  y -= m <= 2;
  const std::int64_t era = (y >= 0 ? y : y - 399) / 400;
  const auto yoe = static_cast<unsigned>(y - era * 400);
  const unsigned doy = (153 * (m > 2 ? m - 3 : m + 9) + 2) / 5 + d - 1;
  const unsigned doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
  return era * 146'097 + static_cast<std::int64_t>(doe) - 719'468;
}

struct Date {
  std::int64_t year;
  unsigned month, day;
};

constexpr Date civil_from_days(std::int64_t z) {
  z += 719'468;
  const std::int64_t era = (z >= 0 ? z : z - 146'096) / 146'097;
  const auto doe = static_cast<unsigned>(z - era * 146'097);
  const unsigned yoe = (doe - doe / 1460 + doe / 36'524 - doe / 146'096) / 365;
  const unsigned doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  const unsigned mp = (5 * doy + 2) / 153;
  const unsigned m = mp < 10 ? mp + 3 : mp - 9;
  return {static_cast<std::int64_t>(yoe) + era * 400 + (m <= 2), m, doy - (153 * mp + 2) / 5 + 1};
}

constexpr unsigned days_in_month(std::int64_t year, unsigned month) {
  constexpr std::array<unsigned, 12> days{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : days[month - 1];
}

// Reads `count` digits at `at`; -1 when one is none.
int digits(std::string_view text, std::size_t at, std::size_t count) {
  if (at + count > text.size()) return -1;
  int value = 0;
  for (std::size_t i = at; i < at + count; ++i) {
    const auto digit = static_cast<unsigned>(text[i] - '0');
    if (digit > 9) return -1;
    value = value * 10 + static_cast<int>(digit);
  }
  return value;
}

// Reads ".123456789" at `at` and moves past it.
bool parse_fraction(std::string_view text, std::size_t& at, std::int64_t& ns) {
  ns = 0;
  if (at >= text.size() || text[at] != '.') return true;
  const std::size_t start = ++at;
  std::int64_t scale = 100'000'000;
  for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, scale /= 10)
    ns += scale * (text[at] - '0');
  return at > start;
}

// Reads "Z" or "+hh:mm" to the end of the text.
bool parse_offset(std::string_view text, std::size_t at, std::int64_t& seconds) {
  if (at + 1 == text.size() && (text[at] == 'Z' || text[at] == 'z')) return seconds = 0, true;
  if (at + 6 != text.size() || (text[at] != '+' && text[at] != '-') || text[at + 3] != ':')
    return false;
  const int hours = digits(text, at + 1, 2), minutes = digits(text, at + 4, 2);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return false;
  seconds = (hours * 60 + minutes) * 60 * (text[at] == '-' ? -1 : 1);
  return true;
}

}  // namespace

bool parse_rfc3339(std::string_view text, Timestamp& time) {
  if (text.size() < 20 || text[4] != '-' || text[7] != '-' || text[13] != ':' || text[16] != ':')
    return false;
  if (text[10] != 'T' && text[10] != 't' && text[10] != ' ') return false;
  const int year = digits(text, 0, 4), month = digits(text, 5, 2), day = digits(text, 8, 2);
  const int hour = digits(text, 11, 2), minute = digits(text, 14, 2), second = digits(text, 17, 2);
  if (year < 1970 || year > 2261 || month < 1 || month > 12 || day < 1) return false;
  if (static_cast<unsigned>(day) > days_in_month(year, static_cast<unsigned>(month))) return false;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) return false;
  std::size_t at = 19;
  std::int64_t fraction_ns = 0, offset_seconds = 0;
  if (!parse_fraction(text, at, fraction_ns) || !parse_offset(text, at, offset_seconds))
    return false;
  const std::int64_t day_number =
      days_from_civil(year, static_cast<unsigned>(month), static_cast<unsigned>(day));
  const std::int64_t seconds =
      day_number * 86'400 + hour * 3600 + minute * 60 + second - offset_seconds;
  time.ns = seconds * 1'000'000'000 + fraction_ns;
  return true;
}

std::string to_rfc3339(Timestamp time) {
  const std::int64_t day_number = time.days();
  const Date date = civil_from_days(day_number);
  const std::int64_t second = time.seconds() - day_number * 86'400;
  const std::int64_t ns = time.ns - time.seconds() * 1'000'000'000;
  std::string text = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", date.year, date.month,
                                 date.day, second / 3600, second / 60 % 60, second % 60);
  if (ns != 0) {
    text += fmt::format(".{:09}", ns);
    text.erase(text.find_last_not_of('0') + 1);
  }
  return text + 'Z';
}

void append_rfc3339_ns(std::string& out, Timestamp time) {
  const std::int64_t day_number = time.days();
  const Date date = civil_from_days(day_number);
  const std::int64_t second = time.seconds() - day_number * 86'400;
  std::array<char, 30> text{'0', '0', '0', '0', '-', '0', '0', '-', '0', '0',
                            'T', '0', '0', ':', '0', '0', ':', '0', '0', '.',
                            '0', '0', '0', '0', '0', '0', '0', '0', '0', 'Z'};
  const auto put = [&text](std::size_t end, std::int64_t number) {
    for (; number > 0; number /= 10) text[--end] = static_cast<char>('0' + number % 10);
  };
  put(4, date.year);
  put(7, date.month);
  put(10, date.day);
  put(13, second / 3600);
  put(16, second / 60 % 60);
  put(19, second % 60);
  put(29, time.ns - time.seconds() * 1'000'000'000);
  out.append(text.data(), text.size());
}

Result<std::int64_t> parse_duration_seconds(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
  constexpr std::array<std::pair<std::string_view, std::int64_t>, 5> units{
      {{"s", 1}, {"m", 60}, {"h", 3600}, {"d", 86'400}, {"w", 604'800}}};
  if (failure == std::errc{} && number >= 0 && number <= 1'000'000'000) {
    for (const auto& [name, seconds] : units)
      if (unit == name) return number * seconds;
  }
  return Error{Error::Code::invalid,
               fmt::format("`{}` is not a duration; write a number and one of s, m, h, d, w, "
                           "such as `24h` or `7d`",
                           text)};
}

std::string to_duration_text(std::int64_t seconds) {
  if (seconds < 60) return fmt::format("{} s", seconds);
  if (seconds < 3600) return fmt::format("{} min", seconds / 60);
  if (seconds < 86'400) {
    const auto minutes = seconds / 60 % 60;
    return minutes == 0 ? fmt::format("{} h", seconds / 3600)
                        : fmt::format("{} h {} min", seconds / 3600, minutes);
  }
  const auto hours = seconds / 3600 % 24;
  return hours == 0 ? fmt::format("{} d", seconds / 86'400)
                    : fmt::format("{} d {} h", seconds / 86'400, hours);
}

int hour_of_week(Timestamp time) {
  // 1970-01-01 was a Thursday: three days after a Monday.
  const std::int64_t hours = (time.hours() + 3 * 24) % 168;
  return static_cast<int>(hours < 0 ? hours + 168 : hours);
}

}  // namespace gait
