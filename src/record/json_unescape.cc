#include <algorithm>
#include <charconv>
#include <cstdint>

#include "record/json_text.h"

namespace gait::record {
namespace {

void put_code_point(std::string& out, std::uint32_t point) {
  const auto put = [&out](std::uint32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (point < 0x80) return put(point);
  if (point < 0x800) {
    put(0xC0 | point >> 6);
  } else {
    if (point < 0x10000) {
      put(0xE0 | point >> 12);
    } else {
      put(0xF0 | point >> 18);
      put(0x80 | (point >> 12 & 63));
    }
    put(0x80 | (point >> 6 & 63));
  }
  put(0x80 | (point & 63));
}

// Of `\uXXXX` at `at`.
bool code_unit(std::string_view text, std::size_t at, std::uint32_t& unit) {
  if (at + 6 > text.size() || text[at] != '\\' || text[at + 1] != 'u') return false;
  const char* const end = text.data() + at + 6;
  const auto [behind, failure] = std::from_chars(end - 4, end, unit, 16);
  return failure == std::errc{} && behind == end;
}

// The escape at `at`; returns how long it is.
std::size_t put_escape(std::string& out, std::string_view text, std::size_t at) {
  std::uint32_t unit = 0, low = 0;
  if (code_unit(text, at, unit)) {
    const bool pair = unit >= 0xD800 && unit < 0xDC00 && code_unit(text, at + 6, low) &&
                      low >= 0xDC00 && low < 0xE000;
    put_code_point(out, pair ? 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00) : unit);
    return pair ? 12 : 6;
  }
  if (at + 1 == text.size()) return 1;
  constexpr std::string_view letters = "bfnrt", meant = "\b\f\n\r\t";
  const std::size_t letter = letters.find(text[at + 1]);
  out.push_back(letter == std::string_view::npos ? text[at + 1] : meant[letter]);
  return 2;
}

}  // namespace

std::string unescaped_json(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t run = std::min(text.find('\\', at), text.size());
    out.append(text, at, run - at);
    at = run;
    if (at < text.size()) at += put_escape(out, text, at);
  }
  return out;
}

}  // namespace gait::record
