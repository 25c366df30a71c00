// Events of AI agents in OTLP's JSON logs: Claude Code, Codex and Gemini CLI, and the GenAI events
// of OpenTelemetry. https://code.claude.com/docs/en/monitoring-usage
#include <array>

#include "formats/agent_caller.h"
#include "formats/agent_otlp.h"
#include "formats/agent_resource.h"
#include "formats/agent_tool.h"
#include "formats/all_formats.h"

namespace gait::formats {
namespace {

enum Field : std::size_t {
  service,
  pod,
  org,
  user,
  time,
  observed,
  event,
  session,
  tool,
  server,
  arguments,
  input,
  decision,
  success,
  mode,
  operation,
  model,
  state,
  error,
  size,
};

enum class Event { none, tool_result, tool_decision, mode_changed, connection, request, other };
struct Known {
  std::string_view name;
  Event event;
};
constexpr std::array<Known, 18> known{
    {{"tool_result", Event::tool_result},
     {"tool_call", Event::tool_result},
     {"tool_decision", Event::tool_decision},
     {"permission_mode_changed", Event::mode_changed},
     {"mcp_server_connection", Event::connection},
     {"api_request", Event::request},
     {"api_error", Event::request},
     {"api_response", Event::request},
     {"details", Event::request},  // gen_ai.client.inference.operation.details
     {"auth", Event::other},
     {"plugin_installed", Event::other},
     {"skill_activated", Event::other},
     {"hook_registered", Event::other},
     {"conversation_starts", Event::other},
     {"session_started", Event::other},
     {"config", Event::other},
     {"api_retries_exhausted", Event::other},
     {"internal_error", Event::other}}};

// `claude_code.tool_result` is `tool_result`; attributes leave the prefix out, bodies do not.
std::string_view bare_event(const Fields& f) {
  const std::string_view name = f.raw(event);
  return name.substr(name.rfind('.') + 1);
}

Event event_of(const Fields& f) {
  const std::string_view name = bare_event(f);
  for (const Known& candidate : known)
    if (candidate.name == name) return candidate.event;
  return Event::none;
}

bool is_refused(const Fields& f) {
  const std::string_view said = f.raw(decision);
  return said == "reject" || said == "denied" || said == "abort";
}

std::string_view ignored_because(const Fields& f, Event what) {
  switch (what) {
    case Event::none:
      return f.has(event) ? "an event in which an agent does nothing" : "a log of no agent";
    case Event::tool_decision:
      return is_refused(f) ? "" : "a decision whose call is told by its result";
    case Event::connection:
      return f.is(state, "disconnected") ? "the end of a connection" : "";
    case Event::tool_result:
    case Event::mode_changed:
    case Event::request:
    case Event::other:
      return "";
  }
  return "";
}

bool has_failed(const Fields& f) {
  return f.is(success, "false") || f.is(state, "failed") || f.has(error) ||
         bare_event(f) == "api_error";
}

class OtelLogs final : public JsonFormat {
 public:
  OtelLogs() {
    constexpr Part who = Part::caller, what = Part::deed, on = Part::resource;
    name = "otel_logs";
    marks = {{{"resourceLogs", ""}}};
    fields = {
        {paths_.resource("service.name"), who},
        {paths_.resource("k8s.pod.name|host.name|service.instance.id"), who},
        {paths_.either("organization.id|service.namespace"), who},
        {paths_.either("user.email|user.account_uuid|user.account_id|enduser.id|user.id"), who},
        {"resourceLogs[].scopeLogs[].logRecords[].timeUnixNano"},
        {"resourceLogs[].scopeLogs[].logRecords[].observedTimeUnixNano"},
        {event_paths(), what | on},
        {paths_.own("session.id|conversation.id|gen_ai.conversation.id")},
        {paths_.own("tool_name|function_name|gen_ai.tool.name"), what | on},
        {paths_.own("mcp_server_name|server_name|mcp_server|mcp_server.name"), what | on},
        {paths_.own("tool_parameters|arguments|function_args|gen_ai.tool.call.arguments"),
         what | on},
        {paths_.own("tool_input"), what | on},
        {paths_.own("decision"), what},
        {paths_.own("success")},
        {paths_.own("to_mode|permission_mode|mode"), what},
        {paths_.own("gen_ai.operation.name"), what},
        {paths_.own("model|gen_ai.request.model"), on},
        {paths_.own("status")},
        {paths_.own("status_code|error.type|error_code|http.response.status_code|error")},
        {paths_.own("tool_result_size_bytes")},
    };
  }

  bool owns(const Fields& f) const override { return f.has(time) || f.has(observed); }

  Caller caller(const Fields& f) const override {
    Caller who;
    name_agent(f.has(org) ? f[org] : f.scope(), f[service], f[user], who);
    who.workload = f[pod];
    return who;
  }

  Deed deed(const Fields& f) const override {
    switch (event_of(f)) {
      case Event::tool_result:
      case Event::tool_decision:
        return tool_call(f);
      case Event::mode_changed:
        return agent_deed("permission_mode_changed:" + std::string(f[mode]), Access::admin);
      case Event::request:
        return agent_deed(f.has(operation) ? f[operation] : "chat", Access::read);
      case Event::none:
      case Event::connection:
      case Event::other:
        return agent_deed(bare_event(f), Access::unknown);
    }
    return {};
  }

  std::string resource(const Fields& f) const override {
    if (f.has(tool)) {
      std::string found = tool_resource(ToolArguments(f[input]));
      return found.empty() ? tool_resource(ToolArguments(f[arguments])) : found;
    }
    return std::string(f.either(model, server));
  }

  void tell(const Fields& f, Told& told) const override {
    const Event what = event_of(f);
    told.ignored = ignored_because(f, what);
    if (!told.ignored.empty()) return;
    told.time = f.raw(f.has(time) ? time : observed);
    told.session = f[session];
    told.bytes = f.number(size);
    if (what == Event::tool_decision)
      told.outcome = Outcome::denied;
    else if (has_failed(f))
      told.outcome = outcome_of_error(f.raw(error));
  }

 private:
  // Claude Code calls every tool of an MCP server `mcp_tool`, and names it in the arguments.
  static Deed tool_call(const Fields& f) {
    const ToolArguments given(f[arguments]);
    const std::string inner = given.text("mcp_tool_name");
    if (!inner.empty()) return tool_deed(inner, given.text("mcp_server_name"), given);
    Deed deed = tool_deed(f[tool], f[server], given);
    if (deed.command.empty()) deed.command = tool_deed({}, {}, ToolArguments(f[input])).command;
    return deed;
  }

  std::string_view event_paths() {
    static const std::string paths = std::string(paths_.own("event.name")) +
                                     "|resourceLogs[].scopeLogs[].logRecords[].eventName";
    return paths;
  }

  OtlpPaths paths_{"resourceLogs[]", "resourceLogs[].scopeLogs[].logRecords[]"};
};

}  // namespace

const JsonFormat& otel_logs() {
  static const OtelLogs format;
  return format;
}

}  // namespace gait::formats
