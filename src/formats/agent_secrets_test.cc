#include <gtest/gtest.h>

#include <string>

#include "formats/log_parser.h"

// Secrets wherever agents may write them: none of them becomes a name, and names are all that is
// kept of a record.
namespace gait::formats {
namespace {

constexpr std::string_view token = "ghp_PLANTED0123456789abcdefghijklmnopqr";
constexpr std::string_view password = "PLANTED-correct-horse";

constexpr std::string_view records[] = {
    R"({"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"TOKEN"}},{"key":"enduser.id","value":{"stringValue":"TOKEN"}}]},"scopeSpans":[{"spans":[{"traceId":"TOKEN","spanId":"s1","name":"execute_tool TOKEN","attributes":[{"key":"gen_ai.operation.name","value":{"stringValue":"execute_tool"}},{"key":"gen_ai.tool.call.arguments","value":{"stringValue":"{\"url\":\"https://u:PASSWORD@h/TOKEN?k=PASSWORD#PASSWORD\"}"}},{"key":"mcp.resource.uri","value":{"stringValue":"db://u:PASSWORD@h/x"}}]}]}]}]})",
    R"({"resourceSpans":[{"scopeSpans":[{"spans":[{"spanId":"s2","attributes":[{"key":"gen_ai.tool.name","value":{"stringValue":"sh"}},{"key":"gen_ai.tool.call.arguments","value":{"stringValue":"{\"command\":\"login -p PASSWORD TOKEN\"}"}},{"key":"gen_ai.tool.call.result","value":{"stringValue":"PASSWORD"}},{"key":"gen_ai.input.messages","value":{"stringValue":"PASSWORD"}}]}]}]}]})",
    R"({"resourceLogs":[{"scopeLogs":[{"logRecords":[{"timeUnixNano":"1795255200000000000","attributes":[{"key":"event.name","value":{"stringValue":"tool_result"}},{"key":"tool_name","value":{"stringValue":"TOKEN"}},{"key":"prompt","value":{"stringValue":"PASSWORD"}},{"key":"tool_parameters","value":{"stringValue":"{\"full_command\":\"echo PASSWORD\",\"path\":\"/x/TOKEN\"}"}},{"key":"error","value":{"stringValue":"PASSWORD"}}]}]}]}]})",
    R"({"ts":"2026-11-21T10:00:00Z","headers":{"mcp-session-id":"TOKEN","authorization":"Bearer PASSWORD"},"user":"TOKEN","message":{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"x","arguments":{"password":"PASSWORD","to":"TOKEN"}}}})",
    R"({"schemaType":"ModelInvocationLog","operation":"Converse","modelId":"TOKEN","timestamp":"2026-11-21T10:00:00Z","identity":{"arn":"arn:aws:sts::1:assumed-role/r/TOKEN"},"input":{"inputBodyJson":{"system":"PASSWORD"}}})",
    R"({"resource_arn":"arn:aws:bedrock-agentcore:r:1:runtime/a","event_timestamp":1795255200000,"operation":"InvokeAgentRuntime","session_id":"TOKEN","body":{"request_payload":{"prompt":"PASSWORD","actor_id":"TOKEN"}}})",
    R"({"session_id":"TOKEN","hook_event_name":"PreToolUse","tool_name":"Bash","tool_input":{"command":"mysql -pPASSWORD","file_path":"TOKEN"},"tool_use_id":"TOKEN"})",
    R"({"session_id":"s","hook_event_name":"PostToolUse","tool_name":"Write","tool_input":{"file_path":"a","content":"PASSWORD"},"tool_response":{"stdout":"PASSWORD"}})",
    R"({"id":"r","object":"response","created_at":1795255200,"metadata":{"agent":"TOKEN"},"output":[{"type":"function_call","name":"f","arguments":"{\"key\":\"PASSWORD\",\"url\":\"https://h/?PASSWORD\"}"}]})",
    R"({"id":"TOKEN","object":"chat.completion","created":1795255200,"choices":[{"message":{"content":"PASSWORD","tool_calls":[{"id":"c","function":{"name":"f","arguments":"{\"host\":\"TOKEN\"}"}}]}}]})",
    R"({"id":"TOKEN","type":"api_key.created","effective_at":1795255200,"object":"organization.audit_log","actor":{"type":"session","session":{"user":{"id":"TOKEN"},"user_agent":"TOKEN"}},"api_key_created":{"id":"TOKEN","data":{"value":"PASSWORD"}}})",
    R"({"id":"a","created_at":"2026-11-21T10:00:00Z","organization_id":"TOKEN","type":"admin_api_key_created","admin_api_key_id":"TOKEN","secret":"PASSWORD","actor":{"type":"user_actor","user_id":"TOKEN","user_agent":"TOKEN"}})",
};

std::string planted(std::string_view record) {
  std::string text(record);
  const auto put = [&](std::string_view word, std::string_view secret) {
    for (std::size_t at = 0; (at = text.find(word, at)) != std::string::npos; at += secret.size())
      text.replace(at, word.size(), secret);
  };
  put("TOKEN", token);
  put("PASSWORD", password);
  return text;
}

TEST(AgentSecrets, BecomeNoNames) {
  for (const std::string_view record : records) {
    SymbolTable symbols;
    const ActionCatalogue catalogue;
    LogParser parser({symbols, catalogue, nullptr, {}});
    Batch batch;
    std::string input = planted(record) + "\n";
    const std::size_t size = input.size();
    input.append(padding_bytes, ' ');
    parser.begin();
    parser.parse(std::string_view(input).substr(0, size), true, batch);
    EXPECT_EQ(batch.counts.activities, 1U) << record;
    EXPECT_GE(symbols.size(), 3U);
    symbols.for_each([&](Symbol, std::string_view name) {
      EXPECT_EQ(name.find("PLANTED"), std::string_view::npos) << name << " of " << record;
    });
  }
}

}  // namespace
}  // namespace gait::formats
