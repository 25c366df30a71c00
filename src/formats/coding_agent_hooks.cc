// Hooks of Claude Code, one record for each event, as a hook writes down what it is given.
// https://code.claude.com/docs/en/hooks
#include <fmt/format.h>

#include "formats/agent_caller.h"
#include "formats/agent_resource.h"
#include "formats/agent_tool.h"
#include "formats/all_formats.h"

namespace gait::formats {
namespace {

enum Field : std::size_t {
  time,
  session,
  hook,
  tool,
  input,
  use_id,
  sub_agent,
  sub_agent_kind,
  user,
  host,
  is_interrupted,
  has_succeeded,
  error,
};

// Before and after a call have one id, so a call counts once, whichever of them was logged. What
// never came to its end is a call too. That a call failed is told by itself, in any order.
bool is_call(const Fields& f) { return f.is(hook, "PreToolUse") || f.is(hook, "PostToolUse"); }
bool is_failure(const Fields& f) { return f.is(hook, "PostToolUseFailure"); }
bool is_refusal(const Fields& f) { return f.is(hook, "PermissionDenied"); }

class CodingAgentHooks final : public JsonFormat {
 public:
  CodingAgentHooks() {
    constexpr Part who = Part::caller, what = Part::deed, on = Part::resource;
    name = "coding_agent_hooks";
    marks = {{{"hook_event_name", ""}, {"session_id", ""}}};
    fields = {
        {"timestamp|ts|time|@timestamp"},
        {"session_id"},
        {"hook_event_name"},
        {"tool_name", what},
        {"tool_input", what | on},
        {"tool_use_id"},
        {"agent_id"},
        {"agent_type", who},
        {"user_email|user", who},
        {"hostname|host", who},
        {"tool_response.interrupted"},
        {"tool_response.success"},
        {"error"},
    };
  }

  bool owns(const Fields& f) const override { return f.has(hook) && f.has(session); }

  // A sub-agent acts for the agent that started it.
  Caller caller(const Fields& f) const override {
    Caller who;
    name_agent(f.scope(), "claude-code", f[user], who);
    if (f.has(sub_agent_kind)) {
      who.delegator = who.key;
      who.key = agent_key(f.scope(), fmt::format("claude-code/{}", f[sub_agent_kind]));
      who.reason = "a sub-agent";
    }
    who.workload = f[host];
    return who;
  }

  Deed deed(const Fields& f) const override {
    return tool_deed(f[tool], {}, ToolArguments(f[input]));
  }

  std::string resource(const Fields& f) const override {
    return tool_resource(ToolArguments(f[input]));
  }

  void tell(const Fields& f, Told& told) const override {
    if (!is_call(f) && !is_failure(f) && !is_refusal(f)) {
      told.ignored = "an event in which no tool is called";
      return;
    }
    if (!f.has(tool)) told.malformed = "no `tool_name`";
    told.time = f.raw(time);
    told.session = f[session];
    if (f.has(sub_agent)) told.session.append("/").append(f[sub_agent]);
    if (is_refusal(f))
      told.outcome = Outcome::denied;
    else if (is_failure(f))
      told.outcome = outcome_of_error(f.raw(error));
    else if (f.is(is_interrupted, "true") || f.is(has_succeeded, "false"))
      told.outcome = Outcome::error;
    if (told.outcome == Outcome::success) told.event = f.raw(use_id);
  }
};

}  // namespace

const JsonFormat& coding_agent_hooks() {
  static const CodingAgentHooks format;
  return format;
}

}  // namespace gait::formats
