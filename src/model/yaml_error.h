#pragma once

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <string_view>

#include "base/result.h"

namespace gait {

// What is wrong at a node of a file, with the line it stands on.
inline Error yaml_error(std::string_view file_name, const YAML::Node& node, std::string_view what) {
  const int line = std::max(node.Mark().line, 0) + 1;
  return {Error::Code::invalid, fmt::format("`{}` line {}: {}", file_name, line, what)};
}

}  // namespace gait
