#pragma once

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/bytes.h"
#include "model/tool_call.h"
#include "profile/tool_flow.h"
#include "profile/tool_order.h"
#include "profile/tool_purpose.h"
#include "sketch/count_table.h"
#include "sketch/distinct_counts.h"
#include "sketch/number_tails.h"

namespace gait::profile {

// How one call departs from what the agents of its group do. Each number is bits, -log2 of the
// probability of something at least this unusual: 0 = nothing to see.
struct CallBits {
  double argument = 0;  // a value never seen of a parameter that seldom has a new one
  double amount = 0;    // a number far out to either side
  double order = 0;     // a tool that seldom follows the one before
  double purpose = 0;   // a tool that tasks worded like this seldom go with
  double flow = 0;      // a value from a source that such values seldom come from

  // What led to them.
  Symbol new_parameter, new_value;                 // of `argument`
  Symbol flow_parameter;                           // of `flow`
  ValueSource flow_source = ValueSource::unknown;  // where its value came from
  ValueSource flow_usual = ValueSource::unknown;   // where it mostly comes from

  // They multiply: each asks for something else, given the others (measured: the sum finds more
  // than the greatest alone).
  double total() const { return argument + amount + order + purpose + flow; }
};

// The habits of a group of agents that are given the same tools: the prior and the profile of each
// of them. No tool or parameter is known beforehand; what is said of a value depends on how its
// parameter has behaved.
//
// Argument: P(new value) = (jobs in which the parameter brought a new value + 1/2) / (jobs with it
// + 1), the estimator of Krichevsky and Trofimov (1981), counted while learning, before the value
// is known (the leave-one-out idea of Good and Turing). A message text is new every time and says
// nothing; a recipient is seldom new and says much. Known apart for runs that have already brought
// something unlikely: one new thing makes the next likelier.
//
// The unit is the job: runs of the same task count once for each thing they show, and a run whose
// task is not visible is a job of its own. So a task repeated a thousand times does not make the
// group look as if it never did anything new.
//
// Two verbs: `judge` changes nothing, `learn` teaches a whole run. A run that raised an alert is
// not to be taught; that is the caller's decision.
//
// Bounded: at most 57,000 values, 1,200 parameters, 256 tasks, 512 numeric parameters; about 6 MiB
// per group when everything is full, 20 KiB for a small one.
class ToolHabits {
 public:
  ToolHabits();

  // One CallBits for each call of the run, judged with what came before it in the run.
  std::vector<CallBits> judge(const ToolRun& run) const;
  void learn(const ToolRun& run);

  std::uint32_t runs() const { return runs_; }
  void save(ByteWriter& out) const;
  void load(ByteReader& in);  // into an empty one

  std::size_t memory_bytes() const;

 private:
  // What is known of a run before its next call.
  struct Walk {
    std::unordered_set<std::uint64_t> values;  // named so far, with tool and parameter
    double news_bits = 0;                      // of the most unlikely new value so far
  };

  double new_bits(std::uint64_t place) const;
  double new_bits_after(std::uint64_t place, bool after_news) const;
  void judge_names(const ToolCall& call, Walk& walk, CallBits& bits) const;
  void judge_amounts(const ToolCall& call, CallBits& bits) const;
  void judge_flow(const ToolCall& call, CallBits& bits) const;
  void learn_names(std::uint64_t job, const ToolCall& call, Walk& walk);
  void learn_amounts(const ToolRun& run);

  sketch::CountTable values_;      // (tool, parameter, value)
  sketch::DistinctCounts places_;  // (tool, parameter), and what was new there: jobs
  std::unordered_map<std::uint64_t, sketch::NumberTails> amounts_;
  ToolFlow flow_;
  ToolOrder order_;
  ToolPurpose purpose_;
  std::uint32_t runs_ = 0;
};

}  // namespace gait::profile
