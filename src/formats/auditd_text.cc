#include "formats/auditd_text.h"

#include <simdjson.h>

#include <algorithm>

namespace gait::formats {
namespace {

constexpr char enriched_separator = '\x1d';  // before the names that auditd adds to numbers

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// 0 to 15, or -1.
int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool is_hex(std::string_view text) {
  return text.size() >= 2 && text.size() % 2 == 0 &&
         std::ranges::all_of(text, [](char c) { return hex_value(c) >= 0; });
}

std::string from_hex(std::string_view digits) {
  std::string text;
  text.reserve(digits.size() / 2);
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2)
    text.push_back(static_cast<char>(hex_value(digits[i]) * 16 + hex_value(digits[i + 1])));
  return text;
}

void make_printable(std::string& text) {
  const bool is_utf8 = simdjson::validate_utf8(text.data(), text.size());
  for (char& c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f) c = ' ';
    if (byte >= 0x80 && !is_utf8) c = '?';
  }
}

// `1795255205.100:1010`
bool is_id(std::string_view id) {
  const std::size_t point = id.find('.'), colon = id.find(':');
  return point == 10 && colon == 14 && id.size() > 15 && id.size() < 36 &&
         std::ranges::all_of(id, [](char c) { return is_digit(c) || c == '.' || c == ':'; });
}

}  // namespace

bool parse_audit_head(std::string_view line, AuditHead& head) {
  head = {};
  if (line.starts_with("node=")) {
    const std::size_t end = line.find(' ');
    if (end == std::string_view::npos) return false;
    head.node = line.substr(5, end - 5);
    line.remove_prefix(end + 1);
  }
  if (!line.starts_with("type=")) return false;
  const std::size_t end = line.find(' ');
  if (end == std::string_view::npos) return false;
  head.type = line.substr(5, end - 5);
  line.remove_prefix(end + 1);
  constexpr std::string_view stamp = "msg=audit(";
  if (!line.starts_with(stamp)) return false;
  line.remove_prefix(stamp.size());
  const std::size_t close = line.substr(0, 64).find("):");
  if (close == std::string_view::npos || !is_id(line.substr(0, close))) return true;
  head.id = line.substr(0, close);
  head.rest = line.substr(close + 2);
  return true;
}

bool take_audit_field(std::string_view& text, std::string_view& key, std::string_view& value) {
  const char* at = text.data();
  const char* const end = at + text.size();
  const auto stop = [&] { return text = {}, false; };
  const auto is_gap = [](char c) {
    return c == ' ' || c == '\'' || c == '\n' || c == ',' || c == enriched_separator;
  };
  while (true) {
    while (at < end && is_gap(*at)) ++at;
    const char* const key_begin = at;
    while (at < end && *at != '=' && !is_gap(*at)) ++at;
    if (at == end) return stop();
    if (*at != '=') continue;  // a word without a value
    key = {key_begin, static_cast<std::size_t>(at - key_begin)};
    ++at;
    if (at < end && *at == '\'') continue;  // msg='
    break;
  }
  const char* const value_begin = at;
  if (at < end && *at == '"') {
    ++at;
    while (at < end && *at != '"') ++at;
    if (at < end) ++at;
  } else {
    while (at < end && *at != ' ' && *at != '\'' && *at != '\n' && *at != enriched_separator) ++at;
  }
  value = {value_begin, static_cast<std::size_t>(at - value_begin)};
  text = {at, static_cast<std::size_t>(end - at)};
  return true;
}

std::string decode_audit_text(std::string_view value) {
  if (value == "?" || value == "(null)" || value == "\"\"") return {};
  std::string text;
  if (value.starts_with('"'))
    text = value.substr(1, value.size() - (value.size() > 1 && value.ends_with('"') ? 2 : 1));
  else
    text = is_hex(value) ? from_hex(value) : std::string(value);
  make_printable(text);
  return text;
}

std::string decode_audit_arguments(std::string_view lines) {
  std::string arguments;
  std::string_view key, value;
  while (take_audit_field(lines, key, value)) {
    if (key.size() < 2 || key[0] != 'a' || !is_digit(key[1])) continue;
    if (key.ends_with("_len")) continue;
    const std::size_t part = key.find('[');
    const bool goes_on = part != std::string_view::npos && key.substr(part) != "[0]";
    if (!arguments.empty() && !goes_on) arguments.push_back(' ');
    arguments.append(decode_audit_text(value));
  }
  return arguments;
}

}  // namespace gait::formats
