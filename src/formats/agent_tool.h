#pragma once

#include <string_view>

#include "formats/agent_arguments.h"
#include "formats/json_format.h"

namespace gait::formats {

// The catalogue's source of the tools that agents call.
inline constexpr std::string_view agent_source = "ai_agent";

// Whether the tool is one of an MCP server, where its name does not say so.
enum class ToolKind { any, mcp };

// A tool call, as the catalogue knows it: `Bash`, and what it runs; `mcp__github__get_issue` for a
// tool of the MCP server `github`, whose bare name counts too. `server` is empty where the log does
// not name it.
Deed tool_deed(std::string_view tool, std::string_view server, const ToolArguments& arguments,
               ToolKind kind = ToolKind::any);

// What an agent does without a tool: `chat`, `resources/read`.
Deed agent_deed(std::string_view action, Access access);

}  // namespace gait::formats
