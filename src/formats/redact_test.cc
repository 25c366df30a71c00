#include "formats/redact.h"

#include <gtest/gtest.h>

namespace gait::formats {
namespace {

constexpr std::string_view key = "a key";

TEST(Redact, ReplacesWhatIsNamedAsASecretAndNothingElse) {
  const std::string out = redact(
      R"({"credentials": {"accessKeyId":"ASIAEXAMPLE0001", "sessionToken" : "abc\"def","n":1}})",
      key);
  const std::size_t at = out.find("redacted:");
  ASSERT_NE(at, std::string::npos);
  std::string rest = out;
  rest.replace(at, 25, "X");
  EXPECT_EQ(rest,
            R"({"credentials": {"accessKeyId":"ASIAEXAMPLE0001", "sessionToken" : "X","n":1}})");
}

TEST(Redact, MarksEqualSecretsEquallyUnderOneKeyOnly) {
  const std::string one = redact(R"({"password":"p"})", key);
  EXPECT_EQ(one, redact(R"({"password":"p"})", key));
  EXPECT_NE(one, redact(R"({"password":"q"})", key));
  EXPECT_NE(one, redact(R"({"password":"p"})", "another key"));
}

TEST(Redact, IsTheHmacOfTheValue) {
  // printf what | openssl dgst -sha256 -hmac Jefe gives 5bdcc146bf60754e... (RFC 4231, case 2)
  EXPECT_EQ(redact(R"({"password":"what do ya want for nothing?"})", "Jefe"),
            R"({"password":"redacted:5bdcc146bf60754e"})");
}

TEST(Redact, FindsTokensByShapeUnderAnyName) {
  for (const std::string token :
       {"eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl",
        "ghp_0123456789abcdefghijABCDEFGHIJ012345", "glpat-0123456789abcdefghij",
        "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "-----BEGIN RSA PRIVATE KEY-----\\nabc"}) {
    EXPECT_EQ(redact(R"({"note":")" + token + R"("})", key).find(token), std::string::npos)
        << token;
    EXPECT_EQ(redact(R"(["x ")" + std::string("]"), key), R"(["x ")" + std::string("]"));
  }
}

TEST(Redact, LeavesOrdinaryRecordsAlone) {
  for (const std::string record :
       {R"({"eventID":"0a1b2c3d-0000-4000-8000-000000000001","accessKeyId":"AKIAEXAMPLE"})",
        R"({"passwordResetRequired":true,"password":null,"a":["x",{"b":"c"}]})",
        R"({"sha":"da39a3ee5e6b4b0d3255bfef95601890afd80709"})", R"()", R"({"a":"cut)"})
    EXPECT_EQ(redact(record, key), record);
}

TEST(Redact, IsDoneOnce) {
  const std::string once = redact(R"({"SecretString":"{\"user\":\"u\"}","x":"y"})", key);
  EXPECT_EQ(redact(once, key), once);
}

TEST(Redact, CoversASecretThatIsCut) {
  EXPECT_EQ(redact(R"({"sessionToken":"abcdef)", key).find("abcdef"), std::string::npos);
}

}  // namespace
}  // namespace gait::formats
