#include "formats/json_frame.h"

#include <cstring>

namespace gait::formats {

bool is_json_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

namespace {

// Behind the last `}` that a comma and `{"` follow, with or without spaces between; 0 without one.
std::size_t last_seam(std::string_view text) {
  for (std::size_t at = text.rfind("{\""); at != std::string_view::npos && at != 0;
       at = text.rfind("{\"", at - 1)) {
    std::size_t before = at;
    const auto step_back = [&](char wanted) {
      while (before > 0 && is_json_space(text[before - 1])) --before;
      return before > 0 && text[before - 1] == wanted ? (--before, true) : false;
    };
    if (step_back(',') && step_back('}')) return before + 1;
  }
  return 0;
}

}  // namespace

std::size_t safe_cut(std::string_view text) {
  const std::size_t line = text.rfind('\n');
  const std::size_t lines = line == std::string_view::npos ? 0 : line + 1;
  if (lines > text.size() / 2) return lines;  // a log of lines: no record is cut
  return lines + last_seam(text.substr(lines));
}

std::optional<std::size_t> value_length(std::string_view text) {
  std::size_t depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\n') return 0;
      if (c == '\\') ++i;
      if (c == '"') in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if (c == '}' || c == ']') {
      if (depth == 0 || --depth == 0) return i + 1;
    }
  }
  return std::nullopt;
}

std::optional<std::size_t> next_line(std::string_view text) {
  const std::size_t at = text.find('\n');
  if (at == std::string_view::npos) return std::nullopt;
  return at + 1;
}

std::size_t records_head_length(std::string_view text) {
  std::size_t at = 0;
  for (const std::string_view word : {"{", "\"Records\"", ":", "["}) {
    while (at < text.size() && is_json_space(text[at])) ++at;
    if (!text.substr(at).starts_with(word)) return 0;
    at += word.size();
  }
  return at;
}

}  // namespace gait::formats
