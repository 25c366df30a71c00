#include "formats/agent_tool.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "formats/agent_caller.h"
#include "formats/agent_resource.h"

namespace gait::formats {
namespace {

using testing::Contains;

TEST(ToolArguments, ReadTheMembersOfAnObject) {
  const ToolArguments arguments(
      R"( {"a":"x\n","b" : [ "ls" , "-l\"" ], "c":{"d":"}"},"e":null,"f":12 ,"g":true})");
  EXPECT_EQ(arguments.text("a"), "x\n");
  EXPECT_EQ(arguments.text("b"), "ls -l\"");
  EXPECT_EQ(arguments.text("c"), "");
  EXPECT_EQ(arguments.text("d"), "");
  EXPECT_EQ(arguments.text("e"), "");
  EXPECT_EQ(arguments.text("f"), "12");
  EXPECT_EQ(arguments.text("g"), "true");
}

// Models write what they like: every beginning of a text is read, and what stands whole is found.
TEST(ToolArguments, ReadWhatIsCutAnywhere) {
  const std::string whole = R"({"path":"/a\\b","list":["x","y\u00e9"],"o":{"k":[1,{}]},"url":"u"})";
  for (std::size_t size = 0; size <= whole.size(); ++size) {
    const std::string cut = whole.substr(0, size);
    const ToolArguments arguments(cut);
    if (size >= whole.find(",\"list\"")) {
      EXPECT_EQ(arguments.text("path"), "/a\\b");
    }
    (void)tool_resource(arguments);
  }
  for (const char* odd : {"", "7", "[]", "null", "{", "{}", "{,}", "{\"a\"}", "{\"a\":}", "{a:1}"})
    EXPECT_EQ(ToolArguments(odd).text("a"), "");
}

TEST(ToolResource, IsCanonical) {
  EXPECT_EQ(canonical_url("HTTPS://bob:pw@Example.NET:8443/a//b?k=v#f"),
            "https://example.net:8443/a/b");
  EXPECT_EQ(canonical_url("https://h/bot123456789:AAFakeFakeFakeFake/sendMessage"),
            "https://h/*/sendMessage");
  EXPECT_EQ(canonical_url("https://h?x=1"), "https://h");
  EXPECT_EQ(canonical_path("/repo/./a//../b/"), "/repo/b");
  EXPECT_EQ(canonical_path("/../../etc/passwd"), "/etc/passwd");
  EXPECT_EQ(canonical_path("../../x"), "../../x");
}

TEST(ToolResource, IsTheArgumentThatSaysMost) {
  EXPECT_EQ(tool_resource(ToolArguments(R"({"path":"x","url":"http://H"})")), "http://h");
  EXPECT_EQ(tool_resource(ToolArguments(R"({"owner":"A","repo":"B","path":"./c"})")), "a/b/c");
  EXPECT_EQ(tool_resource(ToolArguments(R"({"owner":"A","repo":"B"})")), "a/b");
  EXPECT_EQ(tool_resource(ToolArguments(R"({"to":["A@x","b@x"]})")), "a@x b@x");
  EXPECT_EQ(tool_resource(ToolArguments(R"({"sql":"select 1"})")), "");
}

TEST(ToolDeed, HasTheNamesThatTheCatalogueKnows) {
  const ToolArguments none({});
  EXPECT_EQ(tool_deed("get_issue", "github", none).action, "mcp__github__get_issue");
  EXPECT_THAT(tool_deed("get_issue", "github", none).also, Contains("get_issue"));
  EXPECT_THAT(tool_deed("Orders___delete", {}, none).also, Contains("delete"));
  EXPECT_THAT(tool_deed("send", {}, none, ToolKind::mcp).also, Contains("mcp__server__send"));
  EXPECT_TRUE(tool_deed("Bash", {}, none).also.empty());
  EXPECT_EQ(tool_deed("Bash", {}, ToolArguments(R"({"command":["sh","-c","id"]})")).command,
            "sh -c id");
}

TEST(ToolDeed, ReadsWhereTheNameSaysSo) {
  const ToolArguments none({});
  for (const char* tool : {"get", "get_issue", "listFiles", "mcp__x__read_file", "search-web"})
    EXPECT_EQ(tool_deed(tool, {}, none).access, Access::read) << tool;
  for (const char* tool : {"getaway", "Bash", "send_list", ""})
    EXPECT_EQ(tool_deed(tool, {}, none).access, Access::write) << tool;
}

TEST(AgentCaller, KeepsNoToken) {
  EXPECT_EQ(token_id("Bearer test"), "sha256:9f86d081884c7d65");
  EXPECT_EQ(token_id("test"), "sha256:9f86d081884c7d65");
  EXPECT_EQ(token_id(""), "");
}

TEST(AgentCaller, ReadsWhatErrorsMean) {
  EXPECT_EQ(outcome_of_error("rate_limit_error"), Outcome::throttled);
  EXPECT_EQ(outcome_of_error("ThrottlingException"), Outcome::throttled);
  EXPECT_EQ(outcome_of_error("AccessDeniedException"), Outcome::denied);
  EXPECT_EQ(outcome_of_error("-32002"), Outcome::not_found);
  EXPECT_EQ(outcome_of_error("timeout"), Outcome::error);
  EXPECT_EQ(outcome_of_error(""), Outcome::error);
}

}  // namespace
}  // namespace gait::formats
