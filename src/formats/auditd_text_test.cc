#include "formats/auditd_text.h"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

namespace gait::formats {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

Pairs fields_of(std::string_view text) {
  Pairs pairs;
  std::string_view key, value;
  while (take_audit_field(text, key, value)) pairs.emplace_back(key, value);
  return pairs;
}

TEST(AuditText, TakesTheHeadOfALineApart) {
  AuditHead head;
  ASSERT_TRUE(
      parse_audit_head("node=web-1 type=CWD msg=audit(1795255205.100:1010): cwd=\"/\"", head));
  EXPECT_EQ(head.node, "web-1");
  EXPECT_EQ(head.type, "CWD");
  EXPECT_EQ(head.id, "1795255205.100:1010");
  EXPECT_EQ(head.rest, " cwd=\"/\"");
  for (const char* other : {"", "type=", "type=CWD", "node=web-1", "msg=audit(1:2): type=CWD"})
    EXPECT_FALSE(parse_audit_head(other, head)) << other;
  for (const char* broken :
       {"type=A msg=audit(", "type=A msg=audit(): b", "type=A msg=audit(x:1): b"}) {
    ASSERT_TRUE(parse_audit_head(broken, head)) << broken;
    EXPECT_EQ(head.id, "") << broken;
  }
}

TEST(AuditText, TakesFieldsOutOfAProgramsMessageAndItsEnrichment) {
  EXPECT_EQ(fields_of("pid=9 msg='op=login acct=\"a b\" res=success'\x1d"
                      "AUID=\"deploy\""),
            (Pairs{{"pid", "9"},
                   {"op", "login"},
                   {"acct", "\"a b\""},
                   {"res", "success"},
                   {"AUID", "\"deploy\""}}));
  EXPECT_EQ(fields_of("old auid=5 x= y=\"open"),
            (Pairs{{"auid", "5"}, {"x", ""}, {"y", "\"open"}}));
  EXPECT_TRUE(fields_of("").empty());
  EXPECT_TRUE(fields_of("word other").empty());
}

TEST(AuditText, DecodesHexOnlyWhereNothingIsQuoted) {
  EXPECT_EQ(decode_audit_text("\"6361\""), "6361");
  EXPECT_EQ(decode_audit_text("6361"), "ca");
  EXPECT_EQ(decode_audit_text("636"), "636");
  EXPECT_EQ(decode_audit_text("63617a"), "caz");
  EXPECT_EQ(decode_audit_text("(null)"), "");
  EXPECT_EQ(decode_audit_text("?"), "");
  EXPECT_EQ(decode_audit_text("610062"), "a b") << "arguments of a title are cut by NUL";
  EXPECT_EQ(decode_audit_text("61ff"), "a?") << "what is no UTF-8 is not kept";
}

TEST(AuditText, JoinsArgumentsThatWereCutIntoPartsAndLines) {
  EXPECT_EQ(decode_audit_arguments("argc=3 a0=\"sh\" a1=2D63 a2_len=6 a2[0]=\"echo \""
                                   "\ntype=EXECVE msg=audit(1795255205.100:1): a2[1]=\"hi\""),
            "sh -c echo hi");
}

}  // namespace
}  // namespace gait::formats
