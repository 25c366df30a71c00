#include "formats/log_time.h"

#include <charconv>
#include <string>

namespace gait::formats {
namespace {

// What the last digit before the point counts, by how many there are; 0 for no epoch.
std::int64_t unit_of(std::size_t digits) {
  switch (digits) {
    case 9:
    case 10:
      return 1'000'000'000;
    case 13:
      return 1'000'000;
    case 16:
      return 1'000;
    case 19:
      return 1;
    default:
      return 0;
  }
}

bool read_epoch(std::string_view text, Timestamp& time) {
  const std::size_t point = std::min(text.find('.'), text.size());
  std::int64_t unit_ns = unit_of(point);
  std::int64_t whole = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + point, whole);
  if (failure != std::errc{} || end != text.data() + point || whole < 0 || unit_ns == 0)
    return false;
  std::int64_t ns = whole * unit_ns;
  for (std::size_t i = point + 1; i < text.size(); ++i) {
    if (text[i] < '0' || text[i] > '9') return false;
    unit_ns /= 10;
    ns += unit_ns * (text[i] - '0');
  }
  time.ns = ns;
  return true;
}

}  // namespace

bool read_log_time(std::string_view text, Timestamp& time) {
  if (text.size() < 9 || text.size() > 40) return false;
  if (text.size() < 19 || text[4] != '-') return read_epoch(text, time);
  const char last = text.back();
  const bool is_zoned = last == 'Z' || last == 'z' || text.find_first_of("+-", 19) < text.size();
  return parse_rfc3339(is_zoned ? std::string(text) : std::string(text) + 'Z', time);
}

}  // namespace gait::formats
