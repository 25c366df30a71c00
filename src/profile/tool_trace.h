#pragma once

#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/tool_call.h"

namespace gait::profile {

// One scalar of a call as the runtime sent it. Nothing here is kept after `call` returns.
struct RawArgument {
  std::string_view parameter;
  std::string_view text;
  bool is_number = false;  // sent as a number: `amount` holds it
  double amount = 0;
};

// Follows one run of an agent and turns what is said into symbols: the task, each call and, after
// it, its result. Where each value comes from is found on the way:
//
//   the task, if it names the value; else, for a value that was an argument before, the source it
//   had then (a tool that echoes what it was given is no source); else a result in which it stands
//   alone; else a result in which it is part of a text; else nowhere.
//
// Without a task every source is `unknown`. Texts are held until the run ends: at most 64 results
// of 64 KiB, the latest; at most 64 arguments of a call count.
class ToolTrace {
 public:
  static constexpr std::size_t results_max = 64, result_bytes_max = 64 * 1024;
  static constexpr std::size_t arguments_max = 64;

  // A run of which only the calls are visible.
  explicit ToolTrace(Symbol session);
  ToolTrace(Symbol session, std::string_view task);

  void call(std::string_view tool, std::span<const RawArgument> arguments);
  // The result of the last call.
  void result(std::string_view text);

  const ToolRun& run() const { return run_; }

 private:
  ValueSource source_of(std::string_view value, Symbol symbol) const;

  ToolRun run_;
  std::string task_;
  std::vector<std::string> results_;
  std::unordered_map<Symbol, ValueSource> sources_;  // of the arguments so far
  bool visible_ = false;                             // the task and results are
};

}  // namespace gait::profile
