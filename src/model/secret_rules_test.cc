#include "model/secret_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace gait {
namespace {

TEST(SecretRules, AreReadAsTheyStandInTheRepository) {
  std::ifstream file(GAIT_SOURCE_DIR "/rules/redaction.yaml");
  const std::string text(std::istreambuf_iterator<char>(file), {});
  const auto rules = read_secret_rules(text, "redaction.yaml");
  ASSERT_TRUE(rules) << rules.error().message;
  EXPECT_THAT(rules->names, testing::Contains("sessiontoken"));
  EXPECT_THAT(rules->name_parts, testing::Contains("password"));
  EXPECT_GE(rules->tokens.size(), 20U);
}

TEST(SecretRules, NameTheLineThatIsWrong) {
  const std::vector<std::pair<std::string, std::string>> files{
      {"names: [ok]\n", "`f` line 1: `ok` is not a name of 3 to 64"},
      {"names:\n  - fine\n  - Api_Key\n", "`f` line 3: `Api_Key` is not a name"},
      {"names: []\nname: []\n", "`f` line 2: unknown key `name`"},
      {"names: x\n", "`f` line 1: `names` is not a list"},
      {"tokens:\n  - {start: ghp_}\n", "`f` line 2: a token has"},
      {"tokens:\n  - {start: ghp_, length_min: 3}\n", "`f` line 2: `3` is not a length"},
      {"tokens:\n  - {start: g, length_min: 30}\n", "`f` line 2: `g` is not 3 to 64"},
      {"tokens:\n  - {begin: ghp_}\n", "`f` line 2: unknown key `begin`"},
      {"[", "`f` line 1: not YAML"}};
  for (const auto& [yaml, message] : files) {
    const auto rules = read_secret_rules(yaml, "f");
    ASSERT_FALSE(rules) << yaml;
    EXPECT_THAT(rules.error().message, testing::StartsWith(message));
  }
}

TEST(SecretRules, Add) {
  SecretRules rules{{"a"}, {}, {}, {}, {}};
  rules.add({{"b"}, {"c"}, {}, {}, {{"ghp_", 36}}});
  EXPECT_THAT(rules.names, testing::ElementsAre("a", "b"));
  EXPECT_THAT(rules.name_parts, testing::ElementsAre("c"));
  EXPECT_EQ(rules.tokens.size(), 1U);
}

}  // namespace
}  // namespace gait
