#include "bench/quality/agentdojo_runs.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bench/quality/lines.h"
#include "profile/tool_text.h"
#include "profile/tool_trace.h"

namespace gait::quality {
namespace {

using Json = nlohmann::json;

struct Leaf {
  std::string parameter, text;
  bool is_number = false;
  double amount = 0;
};

// The scalars of an argument; null is an absent one.
void flatten(const std::string& parameter, const Json& value, std::vector<Leaf>& leaves) {
  if (value.is_structured()) {
    for (const Json& one : value) flatten(parameter, one, leaves);
  } else if (value.is_boolean()) {
    leaves.push_back({parameter, value.get<bool>() ? "true" : "false"});
  } else if (value.is_number()) {
    const auto amount = value.get<double>();
    leaves.push_back({parameter, fmt::format("{}", amount), true, amount});
  } else if (value.is_string()) {
    leaves.push_back({parameter, value.get<std::string>()});
  }
}

std::string text_of(const Json& result) {
  if (result.is_null()) return {};
  return result.is_string() ? result.get<std::string>() : result.dump();
}

void add_call(const Json& step, profile::ToolTrace& trace) {
  std::vector<Leaf> leaves;
  for (const auto& [parameter, value] : step.at("args").items()) flatten(parameter, value, leaves);
  std::vector<profile::RawArgument> arguments;
  for (const Leaf& leaf : leaves)
    arguments.push_back({leaf.parameter, leaf.text, leaf.is_number, leaf.amount});
  trace.call(step.at("tool").get<std::string>(), arguments);
  if (step.contains("result")) trace.result(text_of(step.at("result")));
}

bool shows_any(const std::string& result, const std::vector<std::string>& values) {
  return std::ranges::any_of(values, [&](const std::string& value) {
    return profile::standing_in(result, value) != profile::Standing::absent;
  });
}

// Where the exposure is not stated: the first call after a result that shows a destination which
// the first malicious call is then given. (Same as stated in 93 of 94 runs that have both.)
std::optional<std::size_t> exposure_in(const Json& steps, std::size_t malicious) {
  if (malicious >= steps.size()) return std::nullopt;
  std::vector<Leaf> leaves;
  flatten("", steps[malicious].at("args"), leaves);
  std::vector<std::string> destinations;
  for (const Leaf& leaf : leaves) {
    const std::string value = profile::normal_value(leaf.text);
    const ValueShape shape = profile::shape_of(value);
    if (shape == ValueShape::identifier || shape == ValueShape::address)
      destinations.push_back(value);
  }
  for (std::size_t i = 0; i < malicious; ++i)
    if (shows_any(profile::lower_case(text_of(steps[i].at("result"))), destinations)) return i + 1;
  return std::nullopt;
}

AgentRun run_of(const Json& json) {
  AgentRun run;
  run.suite = json.at("suite");
  run.identity = json.at("identity");
  run.user_task = json.at("user_task");
  run.label = json.at("label");
  run.malicious = json.at("malicious_call_idx").get<std::vector<std::size_t>>();
  if (const auto exposed = json.find("exposed_before_call");
      exposed != json.end() && exposed->is_number_unsigned())
    run.exposed = exposed->get<std::size_t>();
  const bool full = json.contains("steps");
  const Symbol session = symbol_of(fmt::format("run {}", json.at("id").dump()));
  profile::ToolTrace trace = full ? profile::ToolTrace(session, json.at("task").get<std::string>())
                                  : profile::ToolTrace(session);
  const Json& steps = json.at(full ? "steps" : "calls");
  for (const Json& step : steps) add_call(step, trace);
  if (full && !run.exposed && !run.malicious.empty())
    run.exposed = exposure_in(steps, run.malicious.front());
  run.run = trace.run();
  return run;
}

bool left_out(const AgentRun& run) {
  return run.suite == "banking" && run.user_task == "user_task_15";
}

}  // namespace

Result<std::vector<AgentRun>> read_agent_runs(const std::string& path) {
  std::vector<AgentRun> runs;
  TRY_STATUS(read_lines(path, [&](std::string_view line) -> Status {
    try {
      AgentRun run = run_of(Json::parse(line));
      if (!left_out(run)) runs.push_back(std::move(run));
    } catch (const Json::exception& failure) {
      return Error{Error::Code::invalid, fmt::format("no run of an agent: {}", failure.what())};
    }
    return Nothing{};
  }));
  if (runs.empty())
    return Error{Error::Code::invalid, fmt::format("`{}` has no runs of agents", path)};
  return runs;
}

}  // namespace gait::quality
