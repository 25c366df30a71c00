// Messages of the Model Context Protocol (JSON-RPC), as a gateway or proxy logs them around
// `message`, or as request and response in one record. A request is the activity, a response that
// is an error is told as what it is: both stand for themselves, since their ids pair only within a
// direction of a session. https://modelcontextprotocol.io/specification/2025-06-18/basic
#include <fmt/format.h>

#include "formats/agent_caller.h"
#include "formats/agent_resource.h"
#include "formats/agent_tool.h"
#include "formats/all_formats.h"

namespace gait::formats {
namespace {

enum Field : std::size_t {
  time,
  direction,
  session,
  version,
  method,
  target,
  uri,
  arguments,
  client_software,
  client,
  server,
  user,
  token_hash,
  token,
  address,
  user_agent,
  error_code,
  is_error,
  result,
};

bool is_list_change(const Fields& f) { return f.is(method, "notifications/tools/list_changed"); }

// A server may ask too: a model's answer, a person's, what folders there are.
bool is_asked_by_server(const Fields& f) {
  if (!f.has(method)) return false;
  return f.is(direction, "s2c") || f.is(direction, "server_to_client") || is_list_change(f) ||
         f.is(method, "sampling/createMessage") || f.is(method, "elicitation/create") ||
         f.is(method, "roots/list");
}

std::string_view ignored_because(const Fields& f) {
  const std::string_view name = f.raw(method);
  if (name.empty())
    return f.has(error_code) || f.is(is_error, "true") ? "" : "the answer to a request";
  if (name == "ping") return "a sign of life";
  return name.starts_with("notifications/") && !is_list_change(f) ? "a notification" : "";
}

bool is_read(std::string_view name) {
  return name == "initialize" || name.ends_with("/list") || name.ends_with("/get") ||
         name.ends_with("/read");
}

class Mcp final : public JsonFormat {
 public:
  Mcp() {
    constexpr Part who = Part::caller, what = Part::deed, on = Part::resource;
    name = "mcp";
    marks = {{{"message.jsonrpc", "2.0"}}, {{"request.jsonrpc", "2.0"}}, {{"jsonrpc", "2.0"}}};
    fields = {
        {"ts|timestamp|time|@timestamp"},
        {"direction", who},
        {"headers['mcp-session-id']|headers['Mcp-Session-Id']|session_id|sessionId|mcp_session_id"},
        {"message.jsonrpc|request.jsonrpc|jsonrpc"},
        {"message.method|request.method|method", who | what | on},
        {"message.params.name|request.params.name|params.name", what | on},
        {"message.params.uri|request.params.uri|params.uri", on},
        {"message.params.arguments|request.params.arguments|params.arguments", what | on},
        {"message.params.clientInfo.name|request.params.clientInfo.name|params.clientInfo.name"},
        {"client_name|client.name|agent|agent_name|agent_id", who},
        {"server_name|server.name|mcp_server|server", who | what | on},
        {"user_email|user.email|user_id|user.id|user", who},
        {"headers.authorization_sha256|authorization_sha256", who},
        {"headers.authorization|headers.Authorization", who},
        {"client_ip|client.address|remote_addr"},
        {"headers['user-agent']|headers['User-Agent']|user_agent"},
        {"message.error.code|response.error.code|error.code", what},
        {"message.result.isError|response.result.isError|result.isError", what},
        {"message.result|response.result|result"},
    };
  }

  bool owns(const Fields& f) const override {
    return f.is(version, "2.0") &&
           (f.has(method) || f.has(result) || f.has(error_code) || f.has(is_error));
  }

  // Only the first request of a session names the client, so the name that the gateway gives
  // counts, and without one all clients of the log are one agent. What `initialize` says is the
  // software.
  Caller caller(const Fields& f) const override {
    Caller who;
    name_agent(f.scope(), f.has(client) ? f[client] : "mcp", f[user], who);
    if (is_asked_by_server(f)) {
      who.key = fmt::format("mcp:{}/server/{}", f.scope(), f.has(server) ? f[server] : "unnamed");
      who.type = PrincipalType::workload;
      who.reason = "an MCP server";
    }
    if (f.has(token_hash))
      who.credential = fmt::format("sha256:{}", f[token_hash].substr(0, 16));
    else
      who.credential = token_id(f[token]);
    return who;
  }

  Deed deed(const Fields& f) const override {
    if (f.is(method, "tools/call"))
      return tool_deed(f[target], f[server], ToolArguments(f[arguments]), ToolKind::mcp);
    if (is_list_change(f)) return agent_deed("tools/list_changed", Access::write);
    if (f.has(method))
      return agent_deed(f[method], is_read(f.raw(method)) ? Access::read : Access::write);
    // Only the results of tools say `isError`.
    return agent_deed(f.has(error_code) ? "response" : "tools/call", Access::unknown);
  }

  std::string resource(const Fields& f) const override {
    if (f.has(uri)) return canonical_url(f[uri]);
    if (f.is(method, "tools/call")) return tool_resource(ToolArguments(f[arguments]));
    return std::string(f.either(target, server));
  }

  void tell(const Fields& f, Told& told) const override {
    told.ignored = ignored_because(f);
    if (f.has(method) && !f.is_string(method)) told.malformed = "no `method`";
    told.time = f.raw(time);
    told.address = f.raw(address);
    told.user_agent = f.raw(f.has(client_software) ? client_software : user_agent);
    told.session = f[session];
    if (f.has(error_code))
      told.outcome = outcome_of_error(f.raw(error_code));
    else if (f.is(is_error, "true"))
      told.outcome = Outcome::error;
  }
};

}  // namespace

const JsonFormat& mcp() {
  static const Mcp format;
  return format;
}

}  // namespace gait::formats
