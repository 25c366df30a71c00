#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <unordered_map>

#include "base/bytes.h"
#include "model/tool_call.h"
#include "sketch/count_table.h"
#include "sketch/probability.h"

namespace gait::profile {

// Which tool follows which. The unit is the sequence of tools of a run: one that has been seen
// before teaches nothing, since a task that is repeated says nothing new of what goes with what.
//
// P(tool | previous) is interpolated Kneser-Ney (1995), which is the Pitman-Yor predictive with
// theta = 1: (max(0, c - d) + (theta + d K) P(tool)) / (n + theta). What counts is how much less
// likely the tool is after that one than anywhere, so that a rare or new tool is not held against
// the order; and few sequences can say little: never more than log2 of about n / (d K) bits.
class ToolOrder {
 public:
  ToolOrder();

  // max(0, log2(P(tool) / P(tool | previous))); `previous` is 0 at the beginning of a run.
  double bits(Symbol previous, Symbol tool) const;
  void learn(std::span<const ToolCall> calls);

  void save(ByteWriter& out) const;
  void load(ByteReader& in);  // into an empty one

  std::size_t memory_bytes() const;

 private:
  static constexpr std::size_t rows_max = 1024;

  sketch::CountTable sequences_;                             // seen, by hash
  sketch::CountTable tools_, pairs_;                         // sequences with them
  std::unordered_map<std::uint64_t, sketch::Novelty> rows_;  // by previous tool: what followed it
  double total_ = 0;                                         // of the counts of `tools_`
};

}  // namespace gait::profile
