#include "formats/agent_tool.h"

#include <fmt/format.h>

#include <array>

namespace gait::formats {
namespace {

// How tools call what they run: whole command lines first, since some tell its first word as well.
constexpr std::array<std::string_view, 6> command_names{"full_command", "command", "cmd",
                                                        "bash_command", "script",  "code"};

// `mcp__github__get_issue` and AgentCore's `target___get_issue` are `get_issue` of a server.
std::string_view bare_name(std::string_view tool) {
  const std::size_t at = tool.rfind("__");
  return at == std::string_view::npos || at + 2 == tool.size() ? std::string_view()
                                                               : tool.substr(at + 2);
}

// By its first word: `get_issue`, `listFiles`.
bool is_read(std::string_view tool) {
  constexpr std::array<std::string_view, 10> words{"get",  "list", "read",   "search",   "query",
                                                   "find", "view", "lookup", "describe", "count"};
  for (const std::string_view word : words) {
    if (!tool.starts_with(word)) continue;
    const bool is_whole = tool.size() == word.size() || tool[word.size()] < 'a';  // also `_`
    if (is_whole) return true;
  }
  return false;
}

}  // namespace

Deed tool_deed(std::string_view tool, std::string_view server, const ToolArguments& arguments,
               ToolKind kind) {
  Deed deed;
  deed.source = agent_source;
  deed.action =
      server.empty() || tool.empty() ? std::string(tool) : fmt::format("mcp__{}__{}", server, tool);
  const std::string_view bare = bare_name(deed.action);
  deed.access = is_read(bare.empty() ? tool : bare) ? Access::read : Access::write;
  if (!bare.empty())
    deed.also.emplace_back(bare);
  else if (kind == ToolKind::mcp)
    deed.also.push_back(fmt::format("mcp__server__{}", tool));
  for (const std::string_view name : command_names)
    if (deed.command.empty()) deed.command = arguments.text(name);
  return deed;
}

Deed agent_deed(std::string_view action, Access access) {
  Deed deed;
  deed.source = agent_source;
  deed.action = action;
  deed.access = access;
  return deed;
}

}  // namespace gait::formats
