#include "record/json_text.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace gait::record {
namespace {

using Byte = unsigned char;

constexpr std::array<bool, 256> is_plain = [] {
  std::array<bool, 256> plain{};
  for (std::size_t c = 0x20; c < 0x80; ++c) plain[c] = c != '"' && c != '\\';
  return plain;
}();

constexpr std::string_view replacement = "\xEF\xBF\xBD";

bool is_tail(std::string_view text, std::size_t at) {
  return at < text.size() && (static_cast<Byte>(text[at]) & 0xC0) == 0x80;
}

// Bytes of the character at the front, 0 when it is none (Unicode 15, table 3-7).
std::size_t character_bytes(std::string_view text) {
  const Byte first = static_cast<Byte>(text[0]);
  const Byte second = text.size() > 1 ? static_cast<Byte>(text[1]) : Byte{0};
  if (first < 0x80) return 1;
  if (first < 0xC2 || first > 0xF4 || !is_tail(text, 1)) return 0;
  if (first < 0xE0) return 2;
  if (!is_tail(text, 2)) return 0;
  if (first < 0xF0)
    return (first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F) ? 0 : 3;
  if (!is_tail(text, 3) || (first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F))
    return 0;
  return 4;
}

char short_escape(char c) {
  switch (c) {
    case '"':
    case '\\':
      return c;
    case '\b':
      return 'b';
    case '\f':
      return 'f';
    case '\n':
      return 'n';
    case '\r':
      return 'r';
    case '\t':
      return 't';
    default:
      return '\0';
  }
}

// An ASCII character that is not plain, as it is spelled.
std::string_view escaped(char c, std::array<char, 6>& room) {
  constexpr std::string_view hex = "0123456789abcdef";
  if (const char letter = short_escape(c); letter != '\0') {
    room = {'\\', letter};
    return {room.data(), 2};
  }
  const auto value = static_cast<Byte>(c);
  room = {'\\', 'u', '0', '0', hex[value >> 4], hex[value & 15]};
  return {room.data(), room.size()};
}

bool take_escape(std::string_view& from, std::string& text) {
  if (from.size() < 2) return false;
  constexpr std::string_view letters = "\"\\bfnrt", meant = "\"\\\b\f\n\r\t";
  if (const std::size_t at = letters.find(from[1]); at != std::string_view::npos) {
    text.push_back(meant[at]);
    from.remove_prefix(2);
    return true;
  }
  constexpr std::string_view hex = "0123456789abcdef";
  if (!from.starts_with("\\u00") || from.size() < 6) return false;
  const std::size_t high = hex.find(from[4]), low = hex.find(from[5]);
  if (high > 1 || low == std::string_view::npos) return false;
  text.push_back(static_cast<char>(high * 16 + low));
  from.remove_prefix(6);
  return true;
}

}  // namespace

void append_json_string(std::string& out, std::string_view text, std::size_t bytes_max) {
  out.push_back('"');
  const std::size_t end =
      bytes_max > out.max_size() - out.size() ? out.max_size() : out.size() + bytes_max;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t run = at;
    while (run < text.size() && is_plain[static_cast<Byte>(text[run])]) ++run;
    const std::size_t fits = std::min(run - at, end - out.size());
    out.append(text, at, fits);
    if (fits < run - at || run == text.size()) break;
    std::array<char, 6> room;
    std::size_t bytes = 1;
    std::string_view written;
    if (static_cast<Byte>(text[run]) < 0x80) {
      written = escaped(text[run], room);
    } else {
      bytes = character_bytes(text.substr(run));
      written = bytes > 0 ? text.substr(run, bytes) : replacement;
    }
    if (written.size() > end - out.size()) break;
    out.append(written);
    at = run + std::max<std::size_t>(bytes, 1);
  }
  out.push_back('"');
}

bool take_json_string(std::string_view& from, std::string& text) {
  if (!from.starts_with('"')) return false;
  from.remove_prefix(1);
  text.clear();
  while (!from.empty()) {
    std::size_t run = 0;
    while (run < from.size() && from[run] != '"' && from[run] != '\\') ++run;
    text.append(from.substr(0, run));
    from.remove_prefix(run);
    if (from.starts_with('"')) {
      from.remove_prefix(1);
      return true;
    }
    if (!from.empty() && !take_escape(from, text)) return false;
  }
  return false;
}

}  // namespace gait::record
