#include "formats/agent_resource.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <vector>

namespace gait::formats {
namespace {

constexpr std::size_t bytes_max = 512;  // longer resources are cut

enum class Kind { url, path, name };
struct Known {
  std::string_view argument;
  Kind kind;
};
// The likelier to be what the call is about first.
constexpr std::array<Known, 29> known{{{"url", Kind::url},          {"uri", Kind::url},
                                       {"endpoint", Kind::url},     {"file_path", Kind::path},
                                       {"filePath", Kind::path},    {"notebook_path", Kind::path},
                                       {"path", Kind::path},        {"absolute_path", Kind::path},
                                       {"filename", Kind::path},    {"file", Kind::path},
                                       {"directory", Kind::path},   {"dir_path", Kind::path},
                                       {"host", Kind::name},        {"hostname", Kind::name},
                                       {"domain", Kind::name},      {"to", Kind::name},
                                       {"recipient", Kind::name},   {"recipients", Kind::name},
                                       {"destination", Kind::name}, {"channel", Kind::name},
                                       {"channel_id", Kind::name},  {"email", Kind::name},
                                       {"bucket", Kind::name},      {"database", Kind::name},
                                       {"table", Kind::name},       {"collection", Kind::name},
                                       {"repository", Kind::name},  {"repo", Kind::name},
                                       {"project", Kind::name}}};

std::string lower(std::string_view text) {
  std::string small(text);
  for (char& c : small) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return small;
}

std::vector<std::string_view> segments_of(std::string_view path) {
  std::vector<std::string_view> segments;
  for (std::size_t at = 0; at < path.size();) {
    const std::size_t end = std::min(path.find('/', at), path.size());
    if (end > at) segments.push_back(path.substr(at, end - at));
    at = end + 1;
  }
  return segments;
}

// An id or a token: long, and of mixed letters and digits.
bool is_random(std::string_view segment) {
  constexpr std::size_t size_min = 20;
  constexpr auto digits_min = 4;
  if (segment.size() < size_min) return false;
  const auto count = [&](auto is) {
    return std::ranges::count_if(segment,
                                 [&](char c) { return is(static_cast<unsigned char>(c)) != 0; });
  };
  const auto is_odd = [](int c) { return !(std::isalnum(c) || c == '-' || c == '_' || c == ':'); };
  const auto digits = count([](int c) { return std::isdigit(c); });
  if (count(is_odd) != 0 || digits == 0) return false;
  return digits >= digits_min || (count([](int c) { return std::isupper(c); }) != 0 &&
                                  count([](int c) { return std::islower(c); }) != 0);
}

std::string canonical(const Known& argument, std::string_view text) {
  switch (argument.kind) {
    case Kind::url:
      return canonical_url(text);
    case Kind::path:
      return text.find("://") == std::string_view::npos ? canonical_path(text)
                                                        : canonical_url(text);
    case Kind::name:
      return lower(text);
  }
  return {};
}

}  // namespace

std::string tool_resource(const ToolArguments& arguments) {
  const std::string owner = arguments.text("owner");
  const std::string repo = owner.empty() ? owner : arguments.text("repo");
  for (const Known& argument : known) {
    const std::string text = arguments.text(argument.argument).substr(0, bytes_max);
    if (text.empty()) continue;
    std::string found = canonical(argument, text);
    if (repo.empty() || argument.kind == Kind::url) return found;
    const std::string inside = argument.kind == Kind::path ? "/" + found : std::string();
    return lower(fmt::format("{}/{}", owner, repo)).append(inside);
  }
  return {};
}

std::string canonical_url(std::string_view url) {
  const std::size_t colon = url.find("://");
  if (colon == std::string_view::npos) return std::string(url.substr(0, url.find_first_of("?#")));
  const std::string_view rest = url.substr(colon + 3, url.find_first_of("?#") - (colon + 3));
  const std::size_t slash = std::min(rest.find('/'), rest.size());
  std::string_view host = rest.substr(0, slash);
  host.remove_prefix(std::min(host.rfind('@') + 1, host.size()));
  std::string text = lower(fmt::format("{}://{}", url.substr(0, colon), host));
  for (const std::string_view segment : segments_of(rest.substr(slash)))
    text.append("/").append(is_random(segment) ? "*" : segment);
  return text;
}

std::string canonical_path(std::string_view path) {
  std::vector<std::string_view> kept;
  for (const std::string_view segment : segments_of(path)) {
    const bool is_up = segment == ".." && !kept.empty() && kept.back() != "..";
    if (is_up) kept.pop_back();
    const bool is_above_root = segment == ".." && kept.empty() && path.starts_with('/');
    if (!is_up && !is_above_root && segment != ".") kept.push_back(segment);
  }
  return fmt::format("{}{}", path.starts_with('/') ? "/" : "", fmt::join(kept, "/"));
}

}  // namespace gait::formats
