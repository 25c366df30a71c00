#include "profile/tool_trace.h"

#include <algorithm>

#include "base/check.h"
#include "profile/tool_text.h"

namespace gait::profile {

ToolTrace::ToolTrace(Symbol session) {
  check(static_cast<bool>(session), "a run has a session");
  run_.session = session;
}

ToolTrace::ToolTrace(Symbol session, std::string_view task) : ToolTrace(session) {
  task_ = lower_case(task.substr(0, result_bytes_max));
  run_.task = symbol_of(normal_value(task));
  run_.task_words = words_of(task_);
  visible_ = true;
}

void ToolTrace::call(std::string_view tool, std::span<const RawArgument> arguments) {
  ToolCall call{symbol_of(tool), {}};
  for (const RawArgument& raw : arguments.subspan(0, std::min(arguments.size(), arguments_max))) {
    const std::string value = normal_value(raw.text);
    if (value.empty()) continue;
    const Symbol symbol = symbol_of(value);
    call.arguments.push_back({.parameter = symbol_of(raw.parameter),
                              .value = symbol,
                              .amount = raw.amount,
                              .shape = shape_of(value),
                              .source = source_of(value, symbol),
                              .is_amount = raw.is_number});
  }
  // After all of them: the arguments of one call are not sources of each other.
  for (const Argument& argument : call.arguments) sources_.emplace(argument.value, argument.source);
  run_.calls.push_back(std::move(call));
}

void ToolTrace::result(std::string_view text) {
  if (!visible_) return;
  if (results_.size() == results_max) results_.erase(results_.begin());
  results_.push_back(lower_case(text.substr(0, result_bytes_max)));
}

ValueSource ToolTrace::source_of(std::string_view value, Symbol symbol) const {
  if (!visible_) return ValueSource::unknown;
  if (standing_in(task_, value) != Standing::absent) return ValueSource::task;
  if (const auto earlier = sources_.find(symbol); earlier != sources_.end()) return earlier->second;
  ValueSource best = ValueSource::nowhere;
  for (auto result = results_.rbegin(); result != results_.rend(); ++result) {
    const Standing standing = standing_in(*result, value);
    if (standing == Standing::alone) return ValueSource::field;
    if (standing == Standing::part) best = ValueSource::part;
  }
  return best;
}

}  // namespace gait::profile
