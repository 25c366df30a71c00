#pragma once

#include "formats/json_format.h"
#include "formats/text_format.h"

namespace gait::formats {

// One function for each format, in the file of its name. What it returns lives as long as the
// program and never changes.
const JsonFormat& cloudtrail();
const JsonFormat& kubernetes();
const JsonFormat& gcp_audit();
const JsonFormat& ocsf();
const JsonFormat& entra_signin();
const JsonFormat& entra_audit();
const JsonFormat& msgraph();
const JsonFormat& azure_keyvault();
const JsonFormat& azure_storage();
const JsonFormat& azure_activity();
const JsonFormat& okta();
const JsonFormat& auth0();
const JsonFormat& google_workspace();
const JsonFormat& salesforce();

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
const JsonFormat& vault();
const JsonFormat& teleport();
const JsonFormat& gitlab();
const JsonFormat& gitlab_production();
const JsonFormat& github_webhook();
const JsonFormat& tailscale();
const JsonFormat& slack();
const JsonFormat& github();
const JsonFormat& onepassword();
const JsonFormat& snowflake();
const JsonFormat& databricks();

// Text lines.
const TextFormat& auditd();
const TextFormat& sshd_log();
const TextFormat& sudo_log();
const TextFormat& syslog();

}  // namespace gait::formats
