#include "record/redaction.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <simdjson.h>

#include <fstream>
#include <iterator>
#include <random>

#include "base/check.h"
#include "record/json_text.h"

namespace gait::record {
namespace {

SecretRules shipped_rules() {
  std::ifstream file(GAIT_SOURCE_DIR "/rules/redaction.yaml");
  const std::string text(std::istreambuf_iterator<char>(file), {});
  auto rules = read_secret_rules(text, "redaction.yaml");
  check(static_cast<bool>(rules), "the rules of the repository can be read");
  return *std::move(rules);
}

const Redactor& redactor() {
  static const Redactor one(shipped_rules(), "a pepper");
  return one;
}

std::string redacted(std::string_view raw) {
  std::string out(raw);
  redactor().redact(raw, raw_kind_of(raw), out);
  return out;
}

std::string in_quotes(std::string_view text) {
  std::string out;
  append_json_string(out, text, out.max_size());
  return out;
}

constexpr std::string_view pem =
    "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA7x\nq8Zr3u\n-----END RSA PRIVATE KEY-----";

// Those that say themselves what they are.
const std::vector<std::string> tokens{
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl",
    "ghp_0123456789abcdefghijABCDEFGHIJ012345",
    "glpat-0123456789abcdefghij",
    "xoxb-012345678901-abcdefghijkl",
    "hvs.CAESIJ0123456789abcdef",
    "sk_live_0123456789abcdefghijABCD",
    "AIzaSyA0123456789abcdefghijABCDEFGHIJ012",
    "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    std::string(pem)};

TEST(Redaction, IsTheHmacOfTheSecret) {
  // printf what | openssl dgst -sha256 -hmac Jefe (RFC 4231, case 2)
  const Redactor one(shipped_rules(), "Jefe");
  std::string out;
  ASSERT_TRUE(
      one.redact(R"({"password":"what do ya want for nothing?","a":1})", RawKind::json, out));
  EXPECT_EQ(out, R"({"password":"hmac-sha256:5bdcc146bf60754e6a042426089575c7","a":1})");
}

TEST(Redaction, LeavesOrdinaryRecordsAlone) {
  for (
      const std::string raw :
      {R"({"eventID":"0a1b2c3d-0000-4000-8000-000000000001","accessKeyId":"AKIAIOSFODNN7EXAMPLE"})",
       R"({"passwordResetRequired":true,"password":null,"PasswordLastUsed":"2026-01-01","a":["x"]})",
       R"({"minimumPasswordLength":14,"sha":"da39a3ee5e6b4b0d3255bfef95601890afd80709"})",
       R"({"resource":"arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/db-AbCdEf"})",
       R"({"p":"{\"Version\":\"2012-10-17\",\"Statement\":[]}","u":"https://a.example/x?y=z"})",
       R"({"secret":{"name":"prod/db"},"x":"cut)", "", "{}", "GET /index.html 200 key=17"})
    EXPECT_EQ(redacted(raw), raw);
}

TEST(Redaction, FindsWhatNamesPointTo) {
  const std::string mark = redactor().mark_of("hunter2");
  const std::vector<std::pair<std::string, std::string>> cases{
      {R"({"DB_Password": "hunter2"})", R"({"DB_Password": "@"})"},
      {R"({"pass\u0077ord":"hunter2"})", R"({"pass\u0077ord":"@"})"},
      {R"({"password":"h\u0075nter2"})", R"({"password":"@"})"},
      {R"({"Authorization":"Bearer hunter2"})", R"({"Authorization":"Bearer @"})"},
      {R"({"passwords":["hunter2","hunter2"]})", R"({"passwords":["@","@"]})"},
      {R"({"stringData":{"any":"hunter2"},"x":"hunter2"})",
       R"({"stringData":{"any":"@"},"x":"hunter2"})"},
      {R"([{"name":"DB_PASSWORD","value":"hunter2"},{"name":"A","value":"hunter2"}])",
       R"([{"name":"DB_PASSWORD","value":"@"},{"name":"A","value":"hunter2"}])"},
      {R"([{"value":"hunter2","name":"DB_PASSWORD"}])", R"([{"value":"@","name":"DB_PASSWORD"}])"},
      {R"({"q":"a=b&token=hunter2&c=d"})", R"({"q":"a=b&token=@&c=d"})"},
      {R"({"cmd":"mysql --password hunter2 -h x"})", R"({"cmd":"mysql --password @ -h x"})"},
      {R"({"u":"postgres://me:hunter2@db:5432/x"})", R"({"u":"postgres://me:@@db:5432/x"})"},
      {R"({"body":"{\"password\":\"hunter2\"}"})", R"({"body":"{\"password\":\"@\"}"})"},
      {"login password=hunter2 from 192.0.2.1", "login password=@ from 192.0.2.1"},
      {"password: 'hunter2'", "password: '@'"},
      {R"({"password":"hunter2)", R"({"password":"@)"},
      {"{\n \"password\" : \"hunter2\"\n}", "{\n \"password\" : \"@\"\n}"}};
  for (const auto& [raw, form] : cases) {
    const std::size_t url = form.find("me:@@") != std::string::npos ? 1 : 0;
    std::string expected = form;
    for (std::size_t at = 0; (at = expected.find('@', at)) != std::string::npos;) {
      expected.replace(at, 1, mark);
      at += mark.size() + url;
    }
    EXPECT_EQ(redacted(raw), expected);
  }
  EXPECT_EQ(redacted(R"({"pin":1,"secret":12345})"),
            R"({"pin":1,"secret":")" + redactor().mark_of("12345") + "\"}");
}

// A JSON string with some of its characters in other spellings.
std::string spelled(std::string_view text, std::mt19937& random) {
  std::string out = "\"";
  for (const char c : text) {
    if (random() % 6 == 0) {
      char escape[8];
      std::snprintf(escape, sizeof escape, random() % 2 == 0 ? "\\u%04x" : "\\u%04X", c);
      out += escape;
    } else if (c == '/' && random() % 2 == 0) {
      out += "\\/";
    } else {
      const std::string plain = in_quotes({&c, 1});
      out += plain.substr(1, plain.size() - 2);
    }
  }
  return out + '"';
}

TEST(Redaction, FindsEachTokenAtEachDepthAndInEachSpelling) {
  std::mt19937 random(7);  // NOLINT: the same each time
  simdjson::dom::parser parser;
  for (int round = 0; round < 4000; ++round) {
    const std::string& token = tokens[static_cast<std::size_t>(round) % tokens.size()];
    const std::vector<std::string> around{"", "see ", "https://a.example/?x=", "a:", "(", "\t"};
    std::string json = around[random() % around.size()] + token + (random() % 2 == 0 ? "" : " end");
    // Wrapped in objects, lists, and JSON in strings.
    json = round % 3 == 0 ? spelled(json, random) : in_quotes(json);
    for (unsigned depth = 0; depth < round % 7U; ++depth) {
      const unsigned how = random() % 4;
      if (how == 0) json = R"({"a":1,"b":)" + json + R"(,"c":null})";
      if (how == 1) json = "[true, " + json + "]";
      if (how == 2) json = R"({"x":)" + json + "}", json = in_quotes(json);
      if (how == 3) json = R"({"x":)" + json + "}", json = spelled(json, random);
    }
    ASSERT_EQ(raw_kind_of(json), RawKind::json) << json;
    const std::string once = redacted(json);
    EXPECT_EQ(parser.parse(once).error(), simdjson::SUCCESS) << once;
    EXPECT_NE(once.find(redactor().mark_of(token)), std::string::npos) << json << "\n" << once;
    std::string meant = once;
    for (int i = 0; i < 10; ++i) {
      EXPECT_EQ(meant.find(token.substr(0, 30)), std::string::npos) << json << "\n" << once;
      meant = unescaped_json(meant);
    }
    EXPECT_EQ(redacted(once), once);
  }
}

TEST(Redaction, OfAnythingIsDoneOnce) {
  std::mt19937 random(3);  // NOLINT
  const std::vector<std::string> pieces{"\"",
                                        "\\",
                                        "{",
                                        "}",
                                        "[",
                                        "]",
                                        ":",
                                        ",",
                                        "=",
                                        " ",
                                        "password",
                                        "a",
                                        "\n",
                                        "'",
                                        "&",
                                        "--token",
                                        "https://",
                                        "u:p@h",
                                        "Bearer ",
                                        "Basic ",
                                        "%3D",
                                        "name",
                                        "value",
                                        "12345",
                                        tokens[0],
                                        tokens[1],
                                        tokens[7],
                                        tokens[8],
                                        "-----BEGIN",
                                        "-----END",
                                        "PRIVATE KEY-----",
                                        "hmac-sha256:",
                                        "\\u0070",
                                        "stringData"};
  for (int round = 0; round < 30'000; ++round) {
    std::string raw;
    for (auto i = random() % 14; i > 0; --i) raw += pieces[random() % pieces.size()];
    const std::string once = redacted(raw);
    ASSERT_EQ(redacted(once), once) << raw;
    if (raw_kind_of(raw) == RawKind::json) {
      ASSERT_EQ(raw_kind_of(once), RawKind::json) << raw;
    }
  }
}

}  // namespace
}  // namespace gait::record
