#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace gait::quality {

// One connection between two machines.
struct Edge {
  std::uint32_t source = 0, target = 0;  // indices of `Edges::machines`
  std::uint32_t minute = 0;              // since 1970
  std::uint32_t attack = 0;              // index of `Edges::attacks`; 0 = normal traffic
};

// A file of lines `source,target,mm/dd/yyyy-hh:mm,attack`, `-` for normal traffic; in time order.
struct Edges {
  std::vector<Edge> edges;
  std::vector<std::string> machines;
  std::vector<std::string> attacks;

  std::uint32_t first_day() const { return edges.front().minute / 1440; }
  std::uint32_t last_day() const { return edges.back().minute / 1440; }
  // Calendar days from the first to the last, both counted.
  std::uint32_t days() const { return last_day() - first_day() + 1; }
};

// Refuses a file without edges, of another schema, or not in time order.
Result<Edges> read_edges(const std::string& path);

}  // namespace gait::quality
