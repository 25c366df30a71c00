#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/tool_call.h"

namespace gait::quality {

// One run of an agent with what is known of it afterwards.
struct AgentRun {
  std::string suite;      // the agents of one suite have the same tools: they are peers
  std::string identity;   // `agent:suite/model`
  std::string user_task;  // the unit that is left out, and the cluster of the bootstrap
  std::string label;
  std::optional<std::size_t> exposed;  // the first call after it had seen the injection
  std::vector<std::size_t> malicious;  // calls that do the attacker's will
  ToolRun run;
};

// Reads agent runs, one JSON object a line, of either schema: with `calls` only, or with the
// `task` and `steps` that have results. Runs whose honest destination is the attacker's (banking
// user_task_15) are left out, as the protocol says. Fails with the line that is of neither.
Result<std::vector<AgentRun>> read_agent_runs(const std::string& path);

}  // namespace gait::quality
