// Spans of AI agents, OTLP's JSON: the GenAI and MCP conventions of OpenTelemetry, also by their
// older names. https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-agent-spans/
#include <fmt/format.h>

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
  space,
  pod,
  region,
  span_id,
  kind,
  span_name,
  begun,
  status,
  agent,
  user,
  session,
  trace_id,
  system,
  operation,
  method,
  tool,
  arguments,
  uri,
  source,
  model,
  server,
  client,
  error,
  response_code,
};

bool is_agent_span(const Fields& f) {
  return f.has(operation) || f.has(method) || f.has(tool) || f.has(system);
}

bool is_server(const Fields& f) { return f.is(kind, "2") || f.is(kind, "SPAN_KIND_SERVER"); }

bool is_tool(const Fields& f) {
  if (f.has(method)) return f.is(method, "tools/call");
  return f.is(operation, "execute_tool") || (f.has(tool) && !f.has(operation));
}

// Without its own attribute the name of the tool ends the name of the span: `execute_tool search`.
std::string_view tool_name(const Fields& f) {
  if (f.has(tool)) return f[tool];
  const std::string_view text = f[span_name];
  return text.substr(text.find(' ') + 1);
}

Access access_of(std::string_view what) {
  constexpr std::array<std::string_view, 4> writes{"create_agent", "invoke_workflow",
                                                   "sampling/createMessage", "logging/setLevel"};
  for (const std::string_view write : writes)
    if (what == write) return Access::write;
  return Access::read;
}

Outcome outcome_of(const Fields& f) {
  const bool is_error = f.is(status, "2") || f.is(status, "STATUS_CODE_ERROR") || f.has(error);
  if (!is_error) return Outcome::success;
  for (const std::size_t field : {response_code, error}) {
    const Outcome outcome = outcome_of_error(f.raw(field));
    if (outcome != Outcome::error) return outcome;
  }
  return Outcome::error;
}

class OtelSpans final : public JsonFormat {
 public:
  OtelSpans() {
    constexpr Part who = Part::caller, what = Part::deed, on = Part::resource;
    name = "otel_spans";
    marks = {{{"resourceSpans", ""}}};
    fields = {
        {paths_.resource("service.name"), who},
        {paths_.resource("service.namespace"), who},
        {paths_.resource("k8s.pod.name|host.name|service.instance.id"), who},
        {paths_.resource("cloud.region")},
        {"resourceSpans[].scopeSpans[].spans[].spanId"},
        {"resourceSpans[].scopeSpans[].spans[].kind", who},
        {"resourceSpans[].scopeSpans[].spans[].name", what},
        {"resourceSpans[].scopeSpans[].spans[].startTimeUnixNano"},
        {"resourceSpans[].scopeSpans[].spans[].status.code"},
        {paths_.own("gen_ai.agent.name|gen_ai.agent.id"), who},
        {paths_.either("enduser.id|user.email|user.id|enduser.pseudo.id"), who},
        {paths_.own("gen_ai.conversation.id|session.id|mcp.session.id")},
        {"resourceSpans[].scopeSpans[].spans[].traceId"},
        {paths_.own("gen_ai.provider.name|gen_ai.system")},
        {paths_.own("gen_ai.operation.name|llm.request.type"), what | on},
        {paths_.own("mcp.method.name|rpc.method"), who | what | on},
        {paths_.own("gen_ai.tool.name|mcp.tool.name"), what | on},
        {paths_.own("gen_ai.tool.call.arguments|mcp.request.argument"), what | on},
        {paths_.own("mcp.resource.uri"), on},
        {paths_.own("gen_ai.data_source.id|gen_ai.prompt.name|mcp.prompt.name"), on},
        {paths_.own("gen_ai.request.model|gen_ai.response.model"), on},
        {paths_.own("server.address|net.peer.name"), on},
        {paths_.own("client.address")},
        {paths_.own("error.type")},
        {paths_.own("rpc.response.status_code|http.response.status_code|rpc.jsonrpc.error_code")},
    };
  }

  bool owns(const Fields& f) const override { return f.has(span_id) || is_agent_span(f); }

  // The name of an agent goes before its id: the spans of its tools carry neither, and the name is
  // most often that of the service, which they do carry.
  Caller caller(const Fields& f) const override {
    Caller who;
    const std::string_view org = f.has(space) ? f[space] : f.scope();
    name_agent(org, f.either(agent, service), f[user], who);
    if (f.has(method) && is_server(f)) {
      who.key = fmt::format("mcp:{}/server/{}", org, f[service]);
      who.type = PrincipalType::workload;
      who.reason = "an MCP server";
    }
    who.workload = f[pod];
    return who;
  }

  Deed deed(const Fields& f) const override {
    if (is_tool(f))
      return tool_deed(tool_name(f), {}, ToolArguments(f[arguments]),
                       f.has(method) ? ToolKind::mcp : ToolKind::any);
    // The oldest spans of a model say who made it and no more.
    const std::string_view action = f.has(method) ? f[method] : f[operation];
    return agent_deed(action.empty() ? "chat" : action, access_of(action));
  }

  std::string resource(const Fields& f) const override {
    if (is_tool(f)) {
      if (std::string found = tool_resource(ToolArguments(f[arguments])); !found.empty())
        return found;
    }
    if (f.has(uri)) return canonical_url(f[uri]);
    if (f.has(source)) return std::string(f[source]);
    return std::string(f.has(model) ? f[model] : f[server]);
  }

  void tell(const Fields& f, Told& told) const override {
    if (!is_agent_span(f)) {
      told.ignored = "a span of no agent";
      return;
    }
    told.event = f.raw(span_id);
    told.time = f.raw(begun);
    told.address = f.raw(client);
    told.region = f.raw(region);
    told.session = f[f.has(session) ? session : trace_id];
    told.outcome = outcome_of(f);
    told.derived = is_server(f);
  }

 private:
  OtlpPaths paths_{"resourceSpans[]", "resourceSpans[].scopeSpans[].spans[]"};
};

}  // namespace

const JsonFormat& otel_spans() {
  static const OtelSpans format;
  return format;
}

}  // namespace gait::formats
