#include "profile/tool_order.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

#include "base/hash.h"

namespace gait::profile {
namespace {

constexpr std::size_t sequences_max = 8192, tools_max = 1024, pairs_max = 8192;
constexpr double theta = 1;

// The beginning of a run is a tool of its own.
constexpr std::uint64_t beginning = 1;

std::uint64_t key_of(Symbol tool) { return tool ? tool.value : beginning; }

std::uint64_t pair_of(std::uint64_t previous, std::uint64_t tool) {
  const std::uint64_t hash = hash_combine(previous, tool);
  return hash == 0 ? 1 : hash;
}

void sort_out_copies(std::vector<std::uint64_t>& keys) {
  std::ranges::sort(keys);
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
}

}  // namespace

ToolOrder::ToolOrder() : sequences_(sequences_max), tools_(tools_max), pairs_(pairs_max) {}

double ToolOrder::bits(Symbol previous, Symbol tool) const {
  const auto row = rows_.find(key_of(previous));
  const double anywhere = tools_.count(key_of(tool));
  if (row == rows_.end() || anywhere == 0) return 0;
  const double share = anywhere / total_;
  const sketch::Novelty& after = row->second;
  const double d = sketch::discount(after);
  const double here = pairs_.count(pair_of(key_of(previous), key_of(tool)));
  const double p =
      (std::max(0.0, here - d) + (theta + d * after.distinct) * share) / (after.windows + theta);
  return std::max(0.0, std::log2(share / p));
}

void ToolOrder::learn(std::span<const ToolCall> calls) {
  std::uint64_t sequence = 1;
  std::vector<std::uint64_t> tools;
  std::unordered_map<std::uint64_t, std::uint64_t> pairs;  // to the tool before
  std::uint64_t previous = beginning;
  for (const ToolCall& call : calls) {
    const std::uint64_t tool = key_of(call.tool);
    sequence = hash_combine(sequence, tool);
    tools.push_back(tool);
    pairs.emplace(pair_of(previous, tool), previous);
    previous = tool;
  }
  if (sequences_.add(sequence == 0 ? 1 : sequence) > 0) return;
  sort_out_copies(tools);
  for (const std::uint64_t tool : tools) tools_.add(tool);
  total_ += static_cast<double>(tools.size());
  for (const auto& [pair, before] : pairs) {
    if (rows_.size() >= rows_max && !rows_.contains(before)) continue;
    sketch::Novelty& row = rows_[before];
    const std::uint32_t seen = pairs_.add(pair);
    row.windows += 1;
    row.distinct += seen == 0;
    row.once += seen == 0 ? 1 : seen == 1 ? -1 : 0;
    row.twice += seen == 1 ? 1 : seen == 2 ? -1 : 0;
  }
}

void ToolOrder::save(ByteWriter& out) const {
  sequences_.save(out);
  tools_.save(out);
  pairs_.save(out);
  out.put(total_);
  const std::map<std::uint64_t, sketch::Novelty> sorted(rows_.begin(), rows_.end());
  out.put(static_cast<std::uint32_t>(sorted.size()));
  for (const auto& [tool, row] : sorted) {
    out.put(tool);
    out.put(row);
  }
}

void ToolOrder::load(ByteReader& in) {
  sequences_.load(in);
  tools_.load(in);
  pairs_.load(in);
  total_ = in.get<double>();
  const auto rows = in.get<std::uint32_t>();
  if (rows > rows_max) return in.fail();
  for (std::uint32_t i = 0; i < rows && in.ok(); ++i) {
    const auto tool = in.get<std::uint64_t>();
    rows_[tool] = in.get<sketch::Novelty>();
  }
}

std::size_t ToolOrder::memory_bytes() const {
  return sequences_.memory_bytes() + tools_.memory_bytes() + pairs_.memory_bytes() +
         rows_.size() * (sizeof(std::uint64_t) + sizeof(sketch::Novelty));
}

}  // namespace gait::profile
