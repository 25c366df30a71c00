#include "formats/agent_arguments.h"

#include <algorithm>

#include "formats/json_frame.h"
#include "formats/json_walk.h"

namespace gait::formats {
namespace {

std::size_t skip_space(std::string_view text, std::size_t at) {
  while (at < text.size() && is_json_space(text[at])) ++at;
  return at;
}

// Where the string that opens at `quote` closes; the length of the text when it does not.
std::size_t string_end(std::string_view text, std::size_t quote) {
  std::size_t at = text.find('"', quote + 1);
  while (at != std::string_view::npos) {
    std::size_t slashes = 0;
    while (text[at - 1 - slashes] == '\\') ++slashes;  // ends at the opening quote at the latest
    if (slashes % 2 == 0) return at;
    at = text.find('"', at + 1);
  }
  return text.size();
}

// Behind the value that begins at `at`.
std::size_t value_end(std::string_view text, std::size_t at) {
  int depth = 0;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '"') at = string_end(text, at);
    if (c == '{' || c == '[') ++depth;
    if (depth == 0 && (c == ',' || c == '}' || c == ']')) return at;
    if (c == '}' || c == ']') --depth;
  }
  return text.size();
}

// Of the string that opens at `quote`.
std::string meaning(std::string_view text, std::size_t quote) {
  const std::size_t end = string_end(text, quote);
  std::string scratch;
  return std::string(unescape(text.substr(quote + 1, end - std::min(quote + 1, end)), scratch));
}

std::string joined_strings(std::string_view list) {
  std::string text;
  for (std::size_t at = list.find('"'); at < list.size(); at = list.find('"', at)) {
    text.append(text.empty() ? "" : " ").append(meaning(list, at));
    at = string_end(list, at) + 1;
  }
  return text;
}

}  // namespace

ToolArguments::ToolArguments(std::string_view json) {
  std::size_t at = skip_space(json, 0);
  if (at == json.size() || json[at] != '{') return;
  at = skip_space(json, at + 1);
  while (at < json.size() && json[at] == '"' && members_.size() < members_max) {
    const std::size_t end = string_end(json, at);
    const std::string_view name = json.substr(at + 1, end - std::min(at + 1, end));
    at = skip_space(json, std::min(end + 1, json.size()));
    if (at == json.size() || json[at] != ':') return;
    at = skip_space(json, at + 1);
    const std::size_t stop = value_end(json, at);
    std::string_view value = json.substr(at, stop - at);
    while (!value.empty() && is_json_space(value.back())) value.remove_suffix(1);
    members_.emplace_back(name, value);
    at = stop;
    if (at < json.size() && json[at] == ',') at = skip_space(json, at + 1);
  }
}

std::string ToolArguments::text(std::string_view name) const {
  const auto found =
      std::ranges::find(members_, name, &std::pair<std::string_view, std::string_view>::first);
  if (found == members_.end() || found->second.empty()) return {};
  const std::string_view value = found->second;
  if (value[0] == '"') return meaning(value, 0);
  if (value[0] == '[') return joined_strings(value);
  return value[0] == '{' || value == "null" ? std::string() : std::string(value);
}

}  // namespace gait::formats
