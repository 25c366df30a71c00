#include "app/embedded_rules.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace gait::app {
namespace {

// The stand-alone verifier lies beside the code that it speaks for, not among the rules.
std::string file(std::string_view name) {
  const std::string folder = name == "verify.py" ? "/src/record/" : "/rules/";
  std::ifstream in(GAIT_SOURCE_DIR + folder + std::string(name), std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

TEST(EmbeddedRules, AreTheFilesByteForByte) {
  ASSERT_FALSE(embedded_rules().empty());
  for (const auto& [name, text] : embedded_rules()) EXPECT_TRUE(text == file(name)) << name;
}

TEST(EmbeddedRules, AreFoundByName) {
  EXPECT_NE(embedded_rule("actions/aws_cloudtrail.yaml").find("source: aws_cloudtrail"),
            std::string_view::npos);
  EXPECT_NE(embedded_rule("aws_access_levels.txt").find("secretsmanager R "),
            std::string_view::npos);
  EXPECT_TRUE(embedded_rule("nosuch.yaml").empty());
}

}  // namespace
}  // namespace gait::app
