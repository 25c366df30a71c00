#include "model/token_shape.h"

#include <gtest/gtest.h>

#include <string>

namespace gait {
namespace {

TEST(TokenShape, IsFoundAnywhereInAText) {
  for (const std::string token :
       {"eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl",
        "ghp_0123456789abcdefghijABCDEFGHIJ012345", "glpat-0123456789abcdefghij",
        "-----BEGIN RSA PRIVATE KEY-----\nabc"}) {
    EXPECT_TRUE(holds_token(token));
    EXPECT_TRUE(holds_token("a name: " + token + " and more"));
    EXPECT_FALSE(holds_token(token.substr(0, 15))) << token;
  }
}

TEST(TokenShape, IsNotSeenInOrdinaryNames) {
  for (const char* text :
       {"", "da39a3ee5e6b4b0d3255bfef95601890afd80709", "0a1b2c3d-0000-4000-8000-000000000001",
        "arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/db", "AKIAIOSFODNN7EXAMPLE",
        "exports/2026/November/Reports/Summary/Al", "monkeyJar", "npm_config"})
    EXPECT_FALSE(holds_token(text)) << text;
}

TEST(TokenShape, OfAnAwsSecretIsVaried) {
  EXPECT_TRUE(is_aws_secret("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"));
  EXPECT_TRUE(is_aws_secret("wJalrXUtnFEMIxK7MDENGybPxRfiCYEXAMPLEKEY"));
  EXPECT_FALSE(is_aws_secret("exports/2026/November/Reports/Summary/Al"));
  EXPECT_FALSE(is_aws_secret("da39a3ee5e6b4b0d3255bfef95601890afd80709"));
  EXPECT_FALSE(is_aws_secret("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKE"));
}

}  // namespace
}  // namespace gait
