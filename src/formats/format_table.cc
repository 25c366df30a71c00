#include "formats/format_table.h"

#include <array>

#include "formats/all_formats.h"

namespace gait::formats {

// To add a format: its function in all_formats.h, its line here, and its file.
std::span<const JsonFormat* const> json_formats() {
  static const std::array formats{
      &cloudtrail(),
      &kubernetes(),
      &gcp_audit(),
      &ocsf(),
      &otel_spans(),
      &otel_logs(),
      &mcp(),
      &bedrock_invocation(),
      &bedrock_agentcore(),
      &coding_agent_hooks(),
      &openai_tool_calls(),
      &openai_chat_calls(),
      &openai_audit(),
      &anthropic_activity(),
      &entra_signin(),
      &entra_audit(),
      &msgraph(),
      &azure_keyvault(),
      &azure_storage(),
      &azure_activity(),
      &okta(),
      &auth0(),
      &google_workspace(),
      &salesforce(),
      &vault(),
      &teleport(),
      &gitlab(),
      &gitlab_production(),
      &github_webhook(),
      &tailscale(),
      &slack(),
      &github(),
      &onepassword(),
      &snowflake(),
      &databricks(),
  };
  return formats;
}

// `syslog` takes the lines of programs that nobody else reads, so it is last.
std::span<const TextFormat* const> text_formats() {
  static const std::array formats{
      &auditd(),
      &sshd_log(),
      &sudo_log(),
      &syslog(),
  };
  return formats;
}

const JsonFormat* find_json_format(std::string_view name) {
  for (const JsonFormat* format : json_formats())
    if (format->name == name) return format;
  return nullptr;
}

const LogFormat* find_format(std::string_view name) {
  for (const TextFormat* format : text_formats())
    if (format->name == name) return format;
  return find_json_format(name);
}

}  // namespace gait::formats
