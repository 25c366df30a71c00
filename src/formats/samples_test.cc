#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "formats/cloudtrail_test_log.h"
#include "formats/log_parser.h"

// The sample logs of all sources, read from beside the tree where they are: each file is recognised
// as what it is, and all of it is understood.
namespace gait::formats {
namespace {

namespace fs = std::filesystem;

struct Sample {
  const char* file;
  const char* format;           // `*` at the end stands for any rest
  std::uint64_t malformed = 0;  // records that the sample's makers cut in the middle
};

// The logs that cut records stand in: AKS audit texts end in `...<trimmed>`, one GKE record is a
// stump without any payload, one line among those of Okta is the answer of a query over its log.
// stump without any payload, a record of Teleport and three of GitHub have times such as
// `2024-12-17 00:00:00000000`.
constexpr Sample samples[] = {
    {"kubernetes/eks_style_audit.ndjson", "kubernetes"},
    {"kubernetes/aks_wrapped_kube_audit.ndjson", "kubernetes", 7},
    {"kubernetes/synthetic_credential_chain.ndjson", "kubernetes"},
    {"kubernetes/gke_cloud_audit.ndjson", "gcp_audit", 1},
    {"gcp_audit/panther.ndjson", "gcp_audit"},
    {"ai_agents/otel_genai_otlp.ndjson", "otel_spans"},
    {"ai_agents/claude_code_otel_logs.ndjson", "otel_logs"},
    {"ai_agents/mcp_jsonrpc.ndjson", "mcp"},
    {"ai_agents/bedrock_model_invocation.ndjson", "bedrock_invocation"},
    {"ai_agents/bedrock_agentcore.ndjson", "bedrock_agentcore"},
    {"ai_agents/claude_code_hooks.ndjson", "coding_agent_hooks"},
    {"ai_agents/openai_audit.ndjson", "openai_audit"},
    {"ai_agents/anthropic_activity.ndjson", "anthropic_activity"},
    {"azure/activity_and_resource.ndjson", "azure_activity"},
    {"azure/entra_signin_and_audit.ndjson", "entra_*"},
    {"azure/nhi_signin_to_activity_chain.ndjson", "*"},
    {"okta/system_log.ndjson", "okta", 1},
    {"saas_extra/auth0.ndjson", "auth0"},
    {"saas_extra/google_workspace.ndjson", "google_workspace"},
    {"saas_extra/salesforce.ndjson", "salesforce"},
    {"vault/audit.ndjson", "vault"},
    {"teleport/panther.ndjson", "teleport", 1},
    {"teleport/synthetic_bot_session.ndjson", "teleport"},
    {"teleport/ui_fixtures.ndjson", "teleport"},
    {"github/audit_log.ndjson", "github", 3},
    {"github/webhooks.ndjson", "github_webhook"},
    {"gitlab/audit_events.ndjson", "gitlab"},
    {"gitlab/production_json.ndjson", "gitlab_production"},
    {"saas_extra/tailscale.ndjson", "tailscale"},
    {"saas_extra/slack.ndjson", "slack"},
    {"saas_extra/onepassword.ndjson", "onepassword"},
    {"saas_extra/snowflake.ndjson", "snowflake"},
    {"saas_extra/databricks.ndjson", "databricks"},
};

bool is_of(std::string_view format, std::string_view wanted) {
  if (!wanted.ends_with('*')) return format == wanted;
  wanted.remove_suffix(1);
  return !format.empty() && format.starts_with(wanted);
}

class FormatSamples : public testing::TestWithParam<Sample> {};

TEST_P(FormatSamples, AreRecognisedAndUnderstood) {
  const fs::path path = fs::path(GAIT_SOURCE_DIR) / "../shared/samples" / GetParam().file;
  if (!fs::exists(path)) GTEST_SKIP() << "no samples at ../shared/samples";
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  SymbolTable symbols;
  const ActionCatalogue catalogue;
  std::map<std::string, int> others;
  LogParser parser({symbols, catalogue, nullptr, [&](const SeenRecord& record) {
                      if (!is_of(record.format, GetParam().format))
                        ++others[std::string(record.format) + ": " + std::string(record.why)];
                    }});
  Batch batch;
  std::string input = text.str();
  const std::size_t size = input.size();
  input.append(padding_bytes, ' ');
  parser.begin();
  const Progress progress = parser.parse(std::string_view(input).substr(0, size), true, batch);
  EXPECT_LE(batch.counts.malformed, GetParam().malformed) << progress.error;
  std::uint64_t foreign = 0;
  for (const auto& [what, count] : others) foreign += static_cast<std::uint64_t>(count);
  EXPECT_LE(foreign, GetParam().malformed) << others.begin()->first;
  EXPECT_GT(batch.counts.activities, 0U);
}

INSTANTIATE_TEST_SUITE_P(All, FormatSamples, testing::ValuesIn(samples), [](const auto& sample) {
  std::string name = sample.param.file;
  for (char& c : name)
    if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
  return name;
});

TEST(TextSample, IsReadAsTheThreeLogsThatItHolds) {
  const fs::path path =
      fs::path(GAIT_SOURCE_DIR) / "../shared/samples/linux/auditd_session_synthetic.log";
  if (!fs::exists(path)) GTEST_SKIP() << "no samples at ../shared/samples";
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  TestLog log;
  LogParser parser({log.symbols, log.catalogue, nullptr});
  parser.begin();
  parser.parse(text.str(), true, log.batch);
  EXPECT_EQ(log.batch.counts.malformed, 0U);
  std::map<std::string, std::uint64_t> counts;
  for (const FormatCount& count : parser.counts()) counts[count.name] = count.records;
  EXPECT_EQ(counts,
            (std::map<std::string, std::uint64_t>{{"auditd", 8}, {"sshd", 2}, {"sudo", 1}}));
}

}  // namespace
}  // namespace gait::formats
