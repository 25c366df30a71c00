#include "model/condition.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "model/action_catalogue.h"

namespace gait {
namespace {

using testing::HasSubstr;
using Fields = std::map<std::string, std::vector<std::string>>;

// Paths of these tests are single names, so a record is a map.
FieldLookup record(Fields fields) {
  return [fields = std::move(fields)](const FieldPath& path) {
    const auto found = fields.find(path.steps.front().name);
    return found == fields.end() ? std::vector<std::string>{} : found->second;
  };
}

ActionCatalogue catalogue(const std::string& entry, const std::string& head = {}) {
  ActionCatalogue made;
  auto added =
      made.add_yaml("source: test\n" + head + "actions:\n  exec:\n  - " + entry, "mine.yaml");
  EXPECT_TRUE(added) << added.error().message;
  return made;
}

bool holds_in(const std::string& when, const Fields& fields, const std::string& head = {}) {
  auto made = catalogue("{action: a, severity: 5, when: " + when + "}\n", head);
  return settle(made.find("test", "a"), record(fields)).severity == 5;
}

std::string error_of(const std::string& when) {
  ActionCatalogue made;
  auto added = made.add_yaml(
      "source: test\nactions:\n  exec:\n  - {action: a, severity: 5, when: " + when + "}\n", "m");
  return added ? "no error" : added.error().message;
}

TEST(FieldPath, IsReadStepByStep) {
  using Step = FieldPath::Step;
  auto path = parse_field_path(R"(a.b[12]."c.d"[*].e-f)");
  ASSERT_TRUE(path) << path.error().message;
  EXPECT_THAT(path->steps,
              testing::ElementsAre(
                  Step{Step::Kind::member, "a", 0}, Step{Step::Kind::member, "b", 0},
                  Step{Step::Kind::element, "", 12}, Step{Step::Kind::member, "c.d", 0},
                  Step{Step::Kind::any_element, "", 0}, Step{Step::Kind::member, "e-f", 0}));
  for (const char* wrong : {"", ".", "a.", ".a", "a..b", "[0]", "a[", "a[x]", "a[-1]", "a[]", "a b",
                            "a\"b\"", "\"a", "a[0]b", "a[99999999999999999999]"})
    EXPECT_FALSE(parse_field_path(wrong)) << wrong;
}

TEST(Condition, TestsAFieldThatMayStandSeveralTimes) {
  const Fields fields{{"x", {"one", "two"}}, {"y", {"two"}}, {"z", {"three"}}};
  EXPECT_TRUE(holds_in("{path: x, is: two}", fields));
  EXPECT_FALSE(holds_in("{path: x, is: tw}", fields));
  EXPECT_FALSE(holds_in("{path: x, is_not: two}", fields)) << "one of them is";
  EXPECT_TRUE(holds_in("{path: x, is_not: three}", fields));
  EXPECT_TRUE(holds_in("{path: nothing, is_not: three}", fields));
  EXPECT_TRUE(holds_in("{path: x, contains: w}", fields));
  EXPECT_FALSE(holds_in("{path: x, contains: wo2}", fields));
  EXPECT_TRUE(holds_in("{path: x, matches: t*o}", fields));
  EXPECT_FALSE(holds_in("{path: x, matches: w}", fields));
  EXPECT_TRUE(holds_in("{path: x, any_of: [three, one]}", fields));
  EXPECT_FALSE(holds_in("{path: x, any_of: [three, four]}", fields));
  EXPECT_TRUE(holds_in("{path: x, present: true}", fields));
  EXPECT_FALSE(holds_in("{path: nothing, present: true}", fields));
  EXPECT_TRUE(holds_in("{path: nothing, absent: true}", fields));
  EXPECT_FALSE(holds_in("{path: x, absent: true}", fields));
  EXPECT_TRUE(holds_in("{path: y, differs_from: z}", fields));
  EXPECT_FALSE(holds_in("{path: y, differs_from: x}", fields));
  EXPECT_TRUE(holds_in("{path: y, differs_from: nothing}", fields));
  EXPECT_FALSE(holds_in("{path: nothing, differs_from: x}", fields))
      << "there is nothing to differ";
}

TEST(Condition, ReadsScalarsAsTheyAreWritten) {
  EXPECT_TRUE(holds_in("{path: x, is: true}", {{"x", {"true"}}}));
  EXPECT_TRUE(holds_in("{path: x, any_of: [1, 7]}", {{"x", {"7"}}}));
}

TEST(Condition, JoinsOthers) {
  const Fields fields{{"x", {"1"}}, {"y", {"2"}}};
  const std::string yes = "{path: x, is: 1}", no = "{path: y, is: 1}";
  EXPECT_TRUE(holds_in("{all: [" + yes + "]}", fields));
  EXPECT_FALSE(holds_in("{all: [" + yes + ", " + no + "]}", fields));
  EXPECT_TRUE(holds_in("{any: [" + no + ", " + yes + "]}", fields));
  EXPECT_FALSE(holds_in("{any: [" + no + "]}", fields));
  EXPECT_TRUE(holds_in("{none: [" + no + "]}", fields));
  EXPECT_FALSE(holds_in("{none: [" + no + ", {all: [" + yes + "]}]}", fields));
}

TEST(Condition, IgnoresCaseWhereItsSourceDoes) {
  EXPECT_TRUE(holds_in("{path: x, is: Blob}", {{"x", {"bLOB"}}}, "case: ignore\n"));
  EXPECT_FALSE(holds_in("{path: x, is: Blob}", {{"x", {"bLOB"}}}));
}

TEST(Condition, DecidesWhatAnEntryAdds) {
  ActionCatalogue made;
  ASSERT_TRUE(
      made.add_yaml("source: test\n"
                    "actions:\n"
                    "  secret_read:\n"
                    "  - {action: Get, severity: 4, attack: [T1552], else: 2,\n"
                    "     when: {path: clear, is: true}}\n"
                    "  persistence:\n"
                    "  - {action: Get, severity: 5, attack: [T1136],\n"
                    "     when: {path: forever, is: true}}\n",
                    "mine.yaml"));
  const ActionFacts found = made.find("test", "Get");
  EXPECT_EQ(found.severity, 2) << "what holds in any case";
  EXPECT_EQ(found.access, Access::read);
  ASSERT_NE(found.conditions, nullptr);

  auto facts = settle(found, record({}));
  EXPECT_EQ(facts.severity, 2);
  EXPECT_TRUE(facts.classes.has(ActionClass::secret_read));
  EXPECT_FALSE(facts.classes.has(ActionClass::persistence));

  facts = settle(found, record({{"clear", {"true"}}}));
  EXPECT_EQ(facts.severity, 4);
  EXPECT_EQ(facts.access, Access::read);

  facts = settle(found, record({{"clear", {"true"}}, {"forever", {"true"}}}));
  EXPECT_EQ(facts.severity, 5);
  EXPECT_EQ(facts.access, Access::admin);
  EXPECT_TRUE(facts.classes.has(ActionClass::persistence));
  EXPECT_THAT(facts.attack, testing::ElementsAre("T1136", "T1552"));
}

TEST(Condition, AnActionNobodyDescribesKeepsItsUsualAccess) {
  auto made = catalogue("{action: GetIt, severity: 5, when: {path: x, present: true}}\n");
  EXPECT_EQ(settle(made.find("test", "GetIt"), record({})).access, Access::read);
  EXPECT_EQ(settle(made.find("test", "GetIt"), record({{"x", {"1"}}})).access, Access::write);
}

TEST(Condition, NamesTheLineOfWhatIsWrong) {
  EXPECT_THAT(error_of("{path: x, iss: 1}"), HasSubstr("`m` line 4: unknown test `iss`"));
  EXPECT_THAT(error_of("{path: x}"), HasSubstr("a test such as"));
  EXPECT_THAT(error_of("{is: x}"), HasSubstr("`path` is missing"));
  EXPECT_THAT(error_of("{path: x, is: 1, present: true}"), HasSubstr("a second test"));
  EXPECT_THAT(error_of("{path: \"x[\", is: 1}"), HasSubstr("path `x[`"));
  EXPECT_THAT(error_of("{path: x, is: [1]}"), HasSubstr("takes text"));
  EXPECT_THAT(error_of("{path: x, any_of: 1}"), HasSubstr("takes a list"));
  EXPECT_THAT(error_of("{path: x, present: false}"), HasSubstr("write `present: true`"));
  EXPECT_THAT(error_of("{all: []}"), HasSubstr("take a list of conditions"));
  EXPECT_THAT(error_of("{all: [{path: x, is: 1}], path: x}"), HasSubstr("stands alone"));
  EXPECT_THAT(error_of("words"), HasSubstr("not a condition"));
  std::string deep = "{path: x, is: 1}";
  for (int i = 0; i < 20; ++i) deep = "{all: [" + deep + "]}";
  EXPECT_THAT(error_of(deep), HasSubstr("too deep"));
}

}  // namespace
}  // namespace gait
