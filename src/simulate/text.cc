#include "simulate/text.h"

#include <fmt/format.h>

#include <array>

#include "base/hash.h"

namespace gait::simulate {
namespace {

int number_at(std::string_view text, std::size_t at, std::size_t length) {
  int value = 0;
  for (char c : text.substr(at, length)) value = value * 10 + (c - '0');
  return value;
}

}  // namespace

void append_escaped(std::string& out, std::string_view text) {
  for (char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(c));
    } else {
      out += c;
    }
  }
}

std::string uuid(Random& random) {
  constexpr std::string_view digits = "0123456789abcdef";
  constexpr std::string_view pattern = "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx";
  std::string text(pattern);
  std::uint64_t bits = 0;
  int left = 0;
  for (char& c : text) {
    if (c != 'x' && c != 'y') continue;
    if (left == 0) bits = random.next(), left = 16;
    const std::uint64_t digit = c == 'y' ? 8 + (bits & 3) : bits & 15;
    c = digits[digit];
    bits >>= 4;
    --left;
  }
  return text;
}

std::string base32_id(std::uint64_t hash, std::size_t length) {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string text(length, 'A');
  for (std::size_t i = 0; i < length; ++i) {
    if (i % 8 == 0) hash = hash_combine(hash, i + 1);
    text[i] = digits[hash >> (i % 8 * 5) & 31];
  }
  return text;
}

std::string hex_id(std::uint64_t hash, std::size_t length) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text(length, '0');
  for (std::size_t i = 0; i < length; ++i) {
    if (i % 16 == 0) hash = hash_combine(hash, i + 1);
    text[i] = digits[hash >> (i % 16 * 4) & 15];
  }
  return text;
}

std::string to_locale_text(Timestamp time) {
  constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::string iso = to_rfc3339(time);
  const int hour = number_at(iso, 11, 2);
  return fmt::format("{} {}, {}, {}:{} {}",
                     months[static_cast<std::size_t>(number_at(iso, 5, 2) - 1)],
                     number_at(iso, 8, 2), iso.substr(0, 4), hour % 12 == 0 ? 12 : hour % 12,
                     iso.substr(14, 5), hour < 12 ? "AM" : "PM");
}

std::string to_date_path(Timestamp time) {
  const std::string iso = to_rfc3339(time);
  return iso.substr(0, 4) + '/' + iso.substr(5, 2) + '/' + iso.substr(8, 2);
}

std::string to_last_month_path(Timestamp time) {
  const std::string iso = to_rfc3339(time);
  const int year = number_at(iso, 0, 4), month = number_at(iso, 5, 2);
  return month == 1 ? fmt::format("{:04}/12", year - 1)
                    : fmt::format("{:04}/{:02}", year, month - 1);
}

}  // namespace gait::simulate
