#include "formats/agent_otlp.h"

#include <fmt/format.h>

#include <algorithm>

namespace gait::formats {
namespace {

void add_paths(std::string_view place, std::string_view names, std::string& paths) {
  for (std::size_t at = 0; at < names.size();) {
    const std::size_t end = std::min(names.find('|', at), names.size());
    paths.append(paths.empty() ? "" : "|");
    paths.append(fmt::format("{}{{{}}}", place, names.substr(at, end - at)));
    at = end + 1;
  }
}

}  // namespace

OtlpPaths::OtlpPaths(std::string_view resources, std::string_view rows)
    : resource_(fmt::format("{}.resource.attributes", resources)),
      own_(fmt::format("{}.attributes", rows)) {}

std::string_view OtlpPaths::resource(std::string_view names) {
  add_paths(resource_, names, kept_.emplace_back());
  return kept_.back();
}

std::string_view OtlpPaths::own(std::string_view names) {
  add_paths(own_, names, kept_.emplace_back());
  return kept_.back();
}

std::string_view OtlpPaths::either(std::string_view names) {
  add_paths(own_, names, kept_.emplace_back());
  add_paths(resource_, names, kept_.back());
  return kept_.back();
}

}  // namespace gait::formats
