#include "record/entry_json.h"

#include <simdjson.h>

#include <algorithm>
#include <charconv>

namespace gait::record {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::string_view replacement = "\xef\xbf\xbd";

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20; }
bool needs_escape(char c) { return is_control(c) || c == '"' || c == '\\'; }

bool is_utf8(std::string_view text) { return simdjson::validate_utf8(text.data(), text.size()); }

void put_escaped(std::string& out, char c) {
  switch (c) {
    case '"':
    case '\\':
      out.push_back('\\');
      out.push_back(c);
      return;
    case '\n':
      out.append("\\n");
      return;
    case '\r':
      out.append("\\r");
      return;
    case '\t':
      out.append("\\t");
      return;
    default:
      out.append("\\u00");
      out.push_back(hex_digits[static_cast<unsigned char>(c) >> 4]);
      out.push_back(hex_digits[static_cast<unsigned char>(c) & 15]);
  }
}

void put_string(std::string& out, std::string_view value) {
  out.push_back('"');
  if (std::any_of(value.begin(), value.end(), needs_escape)) {
    for (const char c : value) needs_escape(c) ? put_escaped(out, c) : out.push_back(c);
  } else {
    out.append(value);
  }
  out.push_back('"');
}

// Every byte that is no part of UTF-8 becomes U+FFFD.
std::string repaired(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    std::size_t length = 1;
    while (length < std::min<std::size_t>(4, text.size()) && !is_utf8(text.substr(0, length)))
      ++length;
    const bool good = is_utf8(text.substr(0, length));
    out.append(good ? text.substr(0, length) : replacement);
    text.remove_prefix(good ? length : 1);
  }
  return out;
}

bool is_json_object(std::string_view text) {
  if (!text.starts_with('{') || std::any_of(text.begin(), text.end(), is_control)) return false;
  thread_local simdjson::dom::parser parser;
  return parser.parse(text.data(), text.size(), true).error() == simdjson::SUCCESS;
}

}  // namespace

PayloadForm form_of(std::string_view payload) {
  if (is_json_object(payload)) return PayloadForm::json;
  return is_utf8(payload) ? PayloadForm::text : PayloadForm::bytes;
}

void put_member(std::string& out, std::string_view name, std::string_view value) {
  if (value.empty()) return;
  out.append(",\"").append(name).append("\":");
  if (is_utf8(value))
    put_string(out, value);
  else
    put_string(out, repaired(value));
}

std::size_t escaped_bytes(std::string_view value) {
  std::size_t bytes = value.size();
  for (const char c : value)
    if (needs_escape(c)) bytes += is_control(c) ? 5 : 1;
  return bytes;
}

bool EntryScanner::word(std::string_view expected) {
  if (!rest_.starts_with(expected)) return false;
  rest_.remove_prefix(expected.size());
  return true;
}

bool EntryScanner::number(std::uint64_t& value) {
  const char* const end = rest_.data() + rest_.size();
  const auto [stop, failure] = std::from_chars(rest_.data(), end, value);
  if (failure != std::errc{}) return false;
  rest_.remove_prefix(static_cast<std::size_t>(stop - rest_.data()));
  return true;
}

bool EntryScanner::member(std::string_view name, std::string& value) {
  const std::string_view before = rest_;
  if (word(",\"") && word(name) && word("\":") && string(value)) return true;
  rest_ = before;
  return false;
}

bool EntryScanner::member(std::string_view name, std::uint64_t& value) {
  const std::string_view before = rest_;
  if (word(",\"") && word(name) && word("\":") && number(value)) return true;
  rest_ = before;
  return false;
}

// Of escapes it knows more spellings than there are; that the right one was used is found out by
// spelling the whole entry again.
bool EntryScanner::string(std::string& value) {
  if (!word("\"")) return false;
  value.clear();
  while (!rest_.empty() && rest_[0] != '"') {
    const char c = rest_[0];
    rest_.remove_prefix(1);
    if (c != '\\') {
      value.push_back(c);
      continue;
    }
    unsigned code = 0;
    if (word("n")) {
      value.push_back('\n');
    } else if (word("r")) {
      value.push_back('\r');
    } else if (word("t")) {
      value.push_back('\t');
    } else if (rest_.starts_with("u00") && rest_.size() > 5) {
      std::from_chars(rest_.data() + 3, rest_.data() + 5, code, 16);
      value.push_back(static_cast<char>(code));
      rest_.remove_prefix(5);
    } else if (!rest_.empty()) {
      value.push_back(rest_[0]);
      rest_.remove_prefix(1);
    }
  }
  return word("\"");
}

}  // namespace gait::record
