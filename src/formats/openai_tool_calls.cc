// Tool calls that a model of OpenAI answers with: `output[]` of the Responses API, and
// `choices[].message.tool_calls[]` of Chat Completions.
// https://platform.openai.com/docs/api-reference/responses/object
#include <array>

#include "formats/agent_caller.h"
#include "formats/agent_resource.h"
#include "formats/agent_tool.h"
#include "formats/all_formats.h"

namespace gait::formats {
namespace {

enum Field : std::size_t {
  object,
  created,
  response_id,
  agent,
  user,
  conversation,
  call_id,
  kind,
  tool,
  server,
  arguments,
  code,
  status,
  error,
};

using Paths = std::array<std::string_view, error + 1>;

constexpr std::string_view agent_paths =
    "metadata.agent|metadata.agent_name|metadata.agent_id|agent.name|prompt.id";
constexpr std::string_view user_paths =
    "metadata.on_behalf_of|metadata.user_email|metadata.user_id|safety_identifier|user";

constexpr Paths response_paths{"object",
                               "created_at",
                               "id",
                               agent_paths,
                               user_paths,
                               "conversation.id|metadata.run_id|metadata.session_id",
                               "output[].call_id|output[].id",
                               "output[].type",
                               "output[].name",
                               "output[].server_label",
                               "output[].arguments|output[].action|output[].input",
                               "output[].code",
                               "output[].status",
                               "output[].error"};

constexpr Paths chat_paths{"object",
                           "created",
                           "id",
                           agent_paths,
                           user_paths,
                           "metadata.conversation_id|metadata.run_id|metadata.session_id",
                           "choices[].message.tool_calls[].id",
                           "choices[].message.tool_calls[].type",
                           "choices[].message.tool_calls[].function.name|"
                           "choices[].message.tool_calls[].custom.name",
                           "choices[].message.tool_calls[].server_label",
                           "choices[].message.tool_calls[].function.arguments|"
                           "choices[].message.tool_calls[].custom.input",
                           "choices[].message.tool_calls[].code",
                           "choices[].message.tool_calls[].status",
                           "choices[].message.tool_calls[].error"};

// What the tools that OpenAI runs itself are called: `web_search_call` is the tool `web_search`.
std::string_view built_in_tool(std::string_view type) {
  constexpr std::string_view end = "_call";
  if (type == "local_shell_call") return "shell";
  return type.ends_with(end) ? type.substr(0, type.size() - end.size()) : std::string_view();
}

std::string_view tool_name(const Fields& f) {
  return f.has(tool) ? f[tool] : built_in_tool(f.raw(kind));
}

// One class for both: they differ in where things stand.
class ToolCalls final : public JsonFormat {
 public:
  ToolCalls(std::string_view format_name, std::vector<Mark> all_marks, const Paths& paths) {
    constexpr Part who = Part::caller, what = Part::deed, on = Part::resource;
    name = format_name;
    marks = {std::move(all_marks)};
    for (const std::string_view path : paths) fields.push_back({path, Part::told});
    for (const Field field : {agent, user}) fields[field].part = who;
    for (const Field field : {kind, tool, server}) fields[field].part = what;
    fields[arguments].part = what | on;
    fields[code].part = what;
  }

  bool owns(const Fields& f) const override { return f.has(object) && f.has(response_id); }

  Caller caller(const Fields& f) const override {
    Caller who;
    name_agent(f.scope(), f[agent], f[user], who);
    return who;
  }

  Deed deed(const Fields& f) const override {
    Deed deed = tool_deed(tool_name(f), f[server], ToolArguments(f[arguments]));
    if (f.has(code)) deed.command = f[code];
    return deed;
  }

  std::string resource(const Fields& f) const override {
    return tool_resource(ToolArguments(f[arguments]));
  }

  void tell(const Fields& f, Told& told) const override {
    if (!f.raw(kind).ends_with("_call") && !f.has(tool))
      told.ignored = "an answer that calls no tool";
    if (f.is(status, "in_progress") || f.is(status, "queued")) told.ignored = "not done yet";
    told.event = f.raw(call_id);
    told.time = f.raw(created);
    told.session = f[f.has(conversation) ? conversation : response_id];
    if (f.has(error) || f.is(status, "failed") || f.is(status, "incomplete"))
      told.outcome = outcome_of_error(f.raw(error));
  }
};

}  // namespace

const JsonFormat& openai_tool_calls() {
  static const ToolCalls format("openai_tool_calls", {{"object", "response"}, {"output", ""}},
                                response_paths);
  return format;
}

const JsonFormat& openai_chat_calls() {
  static const ToolCalls format("openai_chat_calls",
                                {{"object", "chat.completion"}, {"choices", ""}}, chat_paths);
  return format;
}

}  // namespace gait::formats
