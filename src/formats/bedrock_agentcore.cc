// Application logs of Amazon Bedrock AgentCore: runtimes, which are agents, and gateways, which
// call tools for them.
// https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/observability-service-provided.html
#include "formats/agent_caller.h"
#include "formats/agent_tool.h"
#include "formats/all_formats.h"
#include "formats/aws_arn.h"

namespace gait::formats {
namespace {

enum Field : std::size_t {
  request_id,
  timestamp,
  nanoseconds,
  account,
  arn,
  operation,
  session,
  actor,
  log,
  is_error,
  error,
};

// A gateway names the tool in words: `Processing request for tool <target>___<tool> from ..`.
std::string_view tool_of(std::string_view text) {
  constexpr std::string_view before = "for tool ";
  const std::size_t at = text.find(before);
  if (at == std::string_view::npos) return {};
  text.remove_prefix(at + before.size());
  return text.substr(0, text.find(' '));
}

class BedrockAgentcore final : public JsonFormat {
 public:
  BedrockAgentcore() {
    constexpr Part who = Part::caller, what = Part::deed, on = Part::resource;
    name = "bedrock_agentcore";
    marks = {{{"attributes['aws.resource.type']", "AWS::BedrockAgentCore*"}},
             {{"resource_arn", "arn:aws:bedrock-agentcore:*"}},
             {{"resource_arn", ""}, {"event_timestamp", ""}, {"trace_id", ""}}};
    fields = {
        {"request_id"},
        {"event_timestamp"},
        {"timeUnixNano"},
        {"account_id", who},
        {"resource_arn", who | on},
        {"operation|attributes['aws.operation.name']", what},
        {"session_id|attributes['session.id']"},
        {"body.request_payload.actor_id|body.request_payload.user_id", who},
        {"body.log", what},
        {"body.isError"},
        {"attributes['error.type']|attributes.error_type"},
    };
  }

  bool owns(const Fields& f) const override { return f.has(arn); }

  // `runtime/customersupport-3OutfrDDJ2` is an agent; the end of its name is part of its id.
  Caller caller(const Fields& f) const override {
    const AwsArn parts = parse_arn(f[arn]);
    const std::string_view actor_id = f.is(actor, "DEFAULT") ? std::string_view() : f[actor];
    Caller who;
    name_agent(f.has(account) ? f[account] : parts.account, last_segment(parts.resource), actor_id,
               who);
    if (parts.resource.starts_with("gateway/")) {
      who.type = PrincipalType::workload;
      who.reason = "a gateway of AgentCore that calls tools";
    }
    return who;
  }

  Deed deed(const Fields& f) const override {
    if (f.has(operation)) return agent_deed(f[operation], Access::unknown);
    if (const std::string_view tool = tool_of(f[log]); !tool.empty())
      return tool_deed(tool, {}, ToolArguments({}));
    return agent_deed("gateway error", Access::unknown);
  }

  std::string resource(const Fields& f) const override { return std::string(f[arn]); }

  // The start of a tool's call is the activity; a line of an error stands for itself.
  void tell(const Fields& f, Told& told) const override {
    const bool failed = f.is(is_error, "true") || f.has(error);
    const bool is_call = f.has(operation) || !tool_of(f.raw(log)).empty();
    if (!is_call && !failed) told.ignored = "a line that names no call";
    if (is_call && !failed) told.event = f.raw(request_id);
    told.time = f.raw(f.has(timestamp) ? timestamp : nanoseconds);
    told.region = parse_arn(f.raw(arn)).region;
    told.session = f[session];
    if (failed) told.outcome = outcome_of_error(f.raw(error));
  }
};

}  // namespace

const JsonFormat& bedrock_agentcore() {
  static const BedrockAgentcore format;
  return format;
}

}  // namespace gait::formats
