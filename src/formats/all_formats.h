#pragma once

#include "formats/json_format.h"

namespace gait::formats {

// One function for each format, in the file of its name. What it returns lives as long as the
// program and never changes.
const JsonFormat& cloudtrail();
const JsonFormat& kubernetes();
const JsonFormat& gcp_audit();

// AI agents
const JsonFormat& otel_spans();
const JsonFormat& otel_logs();
const JsonFormat& mcp();
const JsonFormat& bedrock_invocation();
const JsonFormat& bedrock_agentcore();
const JsonFormat& coding_agent_hooks();
const JsonFormat& openai_tool_calls();
const JsonFormat& openai_chat_calls();
const JsonFormat& openai_audit();
const JsonFormat& anthropic_activity();

}  // namespace gait::formats
