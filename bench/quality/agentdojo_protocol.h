#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "bench/quality/agentdojo_runs.h"
#include "bench/quality/report.h"

namespace gait::quality {

// A detector of agents, made anew for each fold and group of peers.
class AgentDetector {
 public:
  virtual ~AgentDetector() = default;
  virtual void learn(const AgentRun& run) = 0;
  // One score for each call of the run, from what was seen up to that call.
  virtual std::vector<double> judge(const AgentRun& run) const = 0;
};
using MakeDetector = std::function<std::unique_ptr<AgentDetector>()>;

// The scores of the calls of one run, judged by what was learned of the other user tasks.
using CallScores = std::vector<double>;

// Leaves one user task of one suite out at a time, with all models, and learns the benign runs of
// the other tasks of the suite in the order of the file. Without peers each identity is a group of
// its own.
std::vector<CallScores> leave_one_task_out(const std::vector<AgentRun>& runs,
                                           const MakeDetector& make, bool with_peers = true);

struct AgentGoals {
  std::optional<double> at_1, at_1_aim;  // TPR at 1 % of negative runs alerted
  std::optional<double> at_5, at_5_aim;
};

// Positives are hijacked runs, negatives benign ones, those that never saw their injection and
// those that resisted; the others are left out. A run is alerted at its first call that reaches
// the threshold; a hijacked one is found when that is a malicious call, or one before it and after
// the exposure. Intervals: bootstrap by user task, thresholds drawn anew.
Row agent_row(const std::string& detector, const std::vector<AgentRun>& runs,
              const std::vector<CallScores>& scores, const AgentGoals& goals = {});

}  // namespace gait::quality
