#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/bytes.h"
#include "model/tool_call.h"
#include "sketch/count_table.h"

namespace gait::profile {

// Whether tasks worded like this one go with such a tool.
//
// P(tool | task) is the share of earlier tasks that used it, each weighing as much as it resembles
// this one (Nadaraya and Watson, 1964, with the cosine of inverse document frequencies as kernel),
// with the share among all tasks as the prior of one whole task. What counts is how much the words
// lower it: a tool that is seldom used is not held against the task.
//
// Keeps the last 256 different tasks, as hashes of their words.
class ToolPurpose {
 public:
  ToolPurpose();

  // How much each remembered task resembles the words; empty when there are no words.
  std::vector<double> resemblance(std::span<const Symbol> words) const;

  // max(0, log2(P(tool) / P(tool | words))); 0 without words.
  double bits(std::span<const double> resemblance, Symbol tool) const;

  // A task seen before only gains tools.
  void learn(const ToolRun& run);

  void save(ByteWriter& out) const;
  void load(ByteReader& in);  // into an empty one

  std::size_t memory_bytes() const;

 private:
  static constexpr std::size_t tasks_max = 256, tools_of_task_max = 32;

  struct Task {
    Symbol wording;
    std::vector<Symbol> words;  // sorted
    std::vector<Symbol> tools;
  };
  double weight(Symbol word) const;  // squared inverse document frequency
  Task& task_of(const ToolRun& run);

  std::vector<Task> tasks_;
  std::size_t oldest_ = 0;         // the next to be overwritten when all places are taken
  sketch::CountTable word_tasks_;  // tasks that have had a word
  std::uint32_t tasks_seen_ = 0;
};

}  // namespace gait::profile
