#include "model/action_catalogue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace gait {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string shipped(const std::string& name) {
  std::ifstream in(std::string(GAIT_SOURCE_DIR) + "/rules/" + name, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

// A catalogue of the lines under `actions:`, indented by two.
ActionCatalogue catalogue(const std::string& classes) {
  ActionCatalogue made;
  auto added = made.add_yaml("source: test\nactions:\n" + classes, "mine.yaml");
  EXPECT_TRUE(added) << added.error().message;
  return made;
}

std::string error_of(const std::string& yaml) {
  ActionCatalogue made;
  auto added = made.add_yaml(yaml, "mine.yaml");
  EXPECT_EQ(made.size(), 0u) << "nothing is added on an error";
  return added ? "no error" : added.error().message;
}

TEST(ActionCatalogue, KnowsClassSeverityAndTechniqueOfAnAction) {
  auto made = catalogue("  secret_read:\n  - {action: a:Get, severity: 4, attack: [T1555.006]}\n");

  auto facts = made.find("test", "a:Get");
  EXPECT_TRUE(facts.classes.has(ActionClass::secret_read));
  EXPECT_FALSE(facts.classes.has(ActionClass::token_mint));
  EXPECT_EQ(facts.severity, 4);
  EXPECT_EQ(facts.access, Access::read);
  EXPECT_THAT(facts.attack, ElementsAre("T1555.006"));
  EXPECT_EQ(made.find("other", "a:Get").classes.bits, 0) << "a source knows only its own actions";
}

TEST(ActionCatalogue, JoinsEntriesOfOneActionWhateverTheirOrder) {
  const std::string exec = "  exec:\n  - {action: a:Run, severity: 2, attack: [T1648, T1496]}\n";
  const std::string mint = "  token_mint:\n  - {action: a:Run, severity: 4, attack: [T1496]}\n";
  for (const std::string& classes : {exec + mint, mint + exec, mint + exec + exec}) {
    auto made = catalogue(classes);
    auto facts = made.find("test", "a:Run");
    EXPECT_EQ(made.size(), 1u);
    EXPECT_TRUE(facts.classes.has(ActionClass::exec) && facts.classes.has(ActionClass::token_mint));
    EXPECT_EQ(facts.severity, 4);
    EXPECT_EQ(facts.access, Access::admin);
    EXPECT_THAT(facts.attack, ElementsAre("T1496", "T1648"));
  }
}

TEST(ActionCatalogue, PrefersTheExactActionThenTheLongestGlob) {
  auto made = catalogue(
      "  discovery:\n"
      "  - {action: \"a:*\", severity: 1}\n"
      "  - {action: \"a:*Key\", severity: 2}\n"
      "  - {action: \"a:Get*\", severity: 3}\n"
      "  - {action: \"a:*t*t*Key\", severity: 4}\n"
      "  - {action: \"a:GetKey\", severity: 5}\n");

  EXPECT_EQ(made.find("test", "a:Put").severity, 1);
  EXPECT_EQ(made.find("test", "a:NewKey").severity, 2);
  EXPECT_EQ(made.find("test", "a:GetKeys").severity, 3);
  EXPECT_EQ(made.find("test", "a:GetLostKey").severity, 4);
  EXPECT_EQ(made.find("test", "a:GetKey").severity, 5);
  EXPECT_EQ(made.find("test", "b:GetKey").classes.bits, 0);
}

TEST(ActionCatalogue, JoinsGlobsOfOneLength) {
  auto made = catalogue(
      "  exec:\n  - {action: \"a:Run*\", severity: 3}\n"
      "  data_read:\n  - {action: \"a:*Job\", severity: 2}\n");

  auto facts = made.find("test", "a:RunJob");
  EXPECT_TRUE(facts.classes.has(ActionClass::exec) && facts.classes.has(ActionClass::data_read));
  EXPECT_EQ(facts.severity, 3);
}

TEST(ActionCatalogue, AsksRegularExpressionsLastAndJoinsAllThatAreFound) {
  auto made = catalogue(
      "  exec:\n  - {regex: 'rm\\s+-rf', severity: 3}\n"
      "  destructive:\n  - {regex: '-RF /', severity: 5}\n"
      "  discovery:\n  - {action: \"rm -rf /tmp*\", severity: 1}\n"
      "  - {action: \"rm -rf /tmp/a\", severity: 2}\n");

  auto facts = made.find("test", "sudo rm  -rf /");
  EXPECT_TRUE(facts.classes.has(ActionClass::exec) && facts.classes.has(ActionClass::destructive));
  EXPECT_EQ(facts.severity, 5);
  EXPECT_EQ(made.find("test", "rm -rf x").severity, 3);
  EXPECT_EQ(made.find("test", "rm -rf /tmp/b").severity, 1);
  EXPECT_EQ(made.find("test", "rm -rf /tmp/a").severity, 2);
  EXPECT_EQ(made.find("test", "ls").classes.bits, 0);
  EXPECT_EQ(made.size(), 4u);
  EXPECT_THAT(made.sizes(), ElementsAre(testing::Pair("test", 4u)));
}

TEST(ActionCatalogue, IgnoresCaseWhereTheFileSaysSo) {
  ActionCatalogue made;
  ASSERT_TRUE(
      made.add_yaml("source: test\ncase: ignore\nactions:\n  exec:\n"
                    "  - {action: A/Run, severity: 3}\n  - {action: \"B/*\", severity: 2}\n",
                    "mine.yaml"));
  EXPECT_EQ(made.find("test", "a/RUN").severity, 3);
  EXPECT_EQ(made.find("test", "b/x").severity, 2);
  auto added = made.add_yaml("source: test\nactions: {}\n", "other.yaml");
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().message,
            "`other.yaml`: `case: ignore` must be in all files of `test` or in none");
}

TEST(ActionCatalogue, TakesAccessFromTheEntryThenTheClassThenTheLevelThenTheVerb) {
  auto made = ActionCatalogue();
  ASSERT_TRUE(
      made.add_yaml("source: aws_cloudtrail\n"
                    "actions:\n"
                    "  secret_read:\n"
                    "  - {action: \"a:Open\", severity: 3}\n"
                    "  - {action: \"a:Unlock\", severity: 3, access: write}\n",
                    "mine.yaml"));
  ASSERT_TRUE(made.add_aws_access_levels("a P Open Unlock Grant\r\na R Peek # why\n\na T Tag",
                                         "levels.txt"));

  auto access = [&](std::string_view action) { return made.find("aws_cloudtrail", action).access; };
  EXPECT_EQ(access("a:Unlock"), Access::write);
  EXPECT_EQ(access("a:Open"), Access::read);
  EXPECT_EQ(access("a:Grant"), Access::admin);
  EXPECT_EQ(access("a:Peek"), Access::read);
  EXPECT_EQ(access("a:Tag"), Access::write);
  EXPECT_EQ(access("a:DescribeIt"), Access::read);
  EXPECT_EQ(access("a:MakeIt"), Access::write);
  EXPECT_EQ(made.find("other", "a:Grant").access, Access::write) << "levels are those of AWS";
}

TEST(ActionCatalogue, NamesFileAndLineOfWhatIsWrong) {
  const std::string head = "source: test\nactions:\n";
  EXPECT_THAT(error_of(head + "  exec:\n  - {action: a, severity: 1}\n  sekret_read: []\n"),
              testing::StartsWith("`mine.yaml` line 5: unknown class `sekret_read`; it is one of"));
  EXPECT_EQ(
      error_of(head + "  exec:\n  - {action: a, severity: 1}\n  - {action: b, severity: 6}\n"),
      "`mine.yaml` line 5: severity `6` is not a whole number from 1 to 5");
  EXPECT_EQ(error_of(head + "  exec:\n  - {action: a}\n"),
            "`mine.yaml` line 4: `a` has no `severity`; give it 1 to 5");
  EXPECT_THAT(error_of(head + "  exec:\n  - {action: a, serverity: 3}\n"),
              HasSubstr("line 4: unknown key `serverity`"));
  EXPECT_THAT(error_of(head + "  exec:\n  - {action: a, severity: 3, access: some}\n"),
              HasSubstr("line 4: unknown access `some`"));
  EXPECT_THAT(error_of(head + "  exec:\n  - {action: a, severity: 3, attack: [T15]}\n"),
              HasSubstr("line 4: `T15` is not an ATT&CK technique id"));
  EXPECT_THAT(error_of(head + "  exec:\n  - {severity: 3}\n"), HasSubstr("`action` is missing"));
  EXPECT_THAT(error_of(head + "  exec: 3\n"), HasSubstr("line 3: class `exec` is not a list"));
  EXPECT_THAT(error_of(head + "  exec:\n  - {action: a, severity: 3, else: 1}\n"),
              HasSubstr("without `when`"));
  EXPECT_THAT(error_of(head + "  exec:\n  - {action: a, regex: b, severity: 3}\n"),
              HasSubstr("`action` and `regex` in one entry"));
  EXPECT_THAT(error_of(head + "  exec:\n  - {regex: 'a(', severity: 3}\n"),
              HasSubstr("line 4: not a regular expression of RE2: missing )"));
  EXPECT_THAT(error_of(head + "  exec:\n  - {action: a, severity: 3, condition: words}\n"),
              HasSubstr("line 4: `condition` is not evaluated"));
  EXPECT_THAT(error_of("case: fold\n" + head), HasSubstr("line 1: `case` is `ignore`"));
  EXPECT_THAT(error_of("actions: {}\n"), HasSubstr("`source` is missing"));
  EXPECT_THAT(error_of("source: test\n"), HasSubstr("`actions` is missing"));
  EXPECT_THAT(error_of(""), HasSubstr("line 1: not a map"));
  EXPECT_THAT(error_of(head + "  exec: [\n"), HasSubstr("`mine.yaml` line 4: not YAML"));
  EXPECT_THAT(error_of(std::string(100'000, '[')), HasSubstr("not YAML")) << "depth is bounded";
}

TEST(ActionCatalogue, NamesTheLineOfAnUnknownAccessLevel) {
  ActionCatalogue made;
  auto added = made.add_aws_access_levels("# head\ns3 R GetObject\ns3 X PutObject\n", "levels.txt");
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().message,
            "`levels.txt` line 3: unknown access level `X`; it is R, L, W, T or P");
  EXPECT_EQ(made.find("aws_cloudtrail", "s3:Object").access, Access::write);
}

class ShippedRules : public testing::Test {
 protected:
  void SetUp() override {
    auto actions = made.add_yaml(shipped("actions/aws_cloudtrail.yaml"), "aws_cloudtrail.yaml");
    ASSERT_TRUE(actions) << actions.error().message;
    auto levels = made.add_aws_access_levels(shipped("aws_access_levels.txt"), "levels.txt");
    ASSERT_TRUE(levels) << levels.error().message;
  }
  ActionFacts find(std::string_view action) const { return made.find("aws_cloudtrail", action); }

  ActionCatalogue made;
};

TEST_F(ShippedRules, DescribeWhatMatters) {
  EXPECT_GT(made.size(), 500u);
  EXPECT_TRUE(find("secretsmanager:GetSecretValue").classes.has(ActionClass::secret_read));
  EXPECT_TRUE(find("sts:AssumeRole").classes.has(ActionClass::token_mint));
  EXPECT_TRUE(find("iam:CreateAccessKey").classes.has(ActionClass::persistence));
  EXPECT_EQ(find("cloudtrail:StopLogging").severity, 5);
  EXPECT_EQ(find("secretsmanager:BatchGetSecretValue").access, Access::read);
  EXPECT_EQ(find("sts:AssumeRole").access, Access::admin);
}

TEST_F(ShippedRules, GiveAccessToCallsThatIamNamesOtherwise) {
  EXPECT_EQ(find("s3:CreateMultipartUpload").access, Access::write);
  EXPECT_EQ(find("monitoring:GetMetricData").access, Access::read);
  EXPECT_EQ(find("monitoring:PutMetricData").access, Access::write);
  EXPECT_EQ(find("iam:TagPolicy").access, Access::write);
  EXPECT_EQ(find("iam:UpdateRole").access, Access::write);
  EXPECT_EQ(find("s3:PutBucketOwnershipControls").access, Access::admin);
  EXPECT_EQ(find("ecr:BatchCheckLayerAvailability").access, Access::read);
  EXPECT_EQ(find("nosuch:Thing").access, Access::write);
  EXPECT_EQ(find("nosuch:Thing").severity, 1);
}

}  // namespace
}  // namespace gait
