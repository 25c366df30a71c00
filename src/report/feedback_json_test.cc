#include "report/feedback_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/report_fixture.h"
#include "report/schema_check.h"

namespace gait::report {
namespace {

using testing::HasSubstr;

FeedbackAct expected_act() {
  FeedbackAct act;
  act.at = fixture::at("2026-11-20T09:30:00.5Z");
  act.by = "ana";
  act.reason = "the new \"vault\" job";
  act.finding = "f-3f9a17c0";
  act.mark = Mark::expected;
  act.identities = {"aws:111122223333/role/payments-deploy"};
  act.facets = {{Facet::resource, {"prod/db/root", "prod/db/app"}, 0},
                {Facet::secrets, {}, 340.25}};
  return act;
}

std::string error_of(std::string_view line) {
  const auto act = act_from_json(line);
  return act ? "no error" : act.error().message;
}

TEST(FeedbackJson, AnActHoldsToItsSchema) {
  const test::Json schema = test::schema("feedback.schema.json");
  EXPECT_EQ(test::problem(test::Json::parse(act_json(expected_act())), schema), "");
  EXPECT_EQ(test::problem(test::Json::parse(act_json(FeedbackAct{})), schema), "");
}

// A facet or mark that is added must be added to the schema too.
TEST(FeedbackJson, TheSchemaKnowsEveryMarkAndFacet) {
  const test::Json schema = test::schema("feedback.schema.json")["properties"];
  EXPECT_EQ(schema["mark"]["enum"], test::Json(mark_names));
  test::Json facets = test::Json::array();
  for (const FacetInfo& facet : facet_table) facets.push_back(std::string(facet.name));
  EXPECT_EQ(schema["facets"]["items"]["properties"]["facet"]["enum"], facets);
}

TEST(FeedbackJson, WritingWhatWasReadGivesTheLineAgain) {
  const std::string line = act_json(expected_act());
  const auto read = act_from_json(line);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(act_json(*read), line);
  EXPECT_EQ(read->mark, Mark::expected);
  EXPECT_EQ(read->at, expected_act().at);
  ASSERT_EQ(read->facets.size(), 2U);
  EXPECT_EQ(read->facets[0].values[1], "prod/db/app");
  EXPECT_EQ(read->facets[1].amount, 340.25);
}

TEST(FeedbackJson, AFileIsReadInItsOrder) {
  FeedbackAct back = expected_act();
  back.mark = Mark::none;
  const std::string text = act_json(expected_act()) + '\n' + act_json(back);
  const auto acts = acts_from_ndjson(text);
  ASSERT_TRUE(acts) << acts.error().message;
  ASSERT_EQ(acts->size(), 2U);
  EXPECT_EQ((*acts)[1].mark, Mark::none);
  EXPECT_TRUE(acts_from_ndjson("")->empty());
}

TEST(FeedbackJson, ErrorsNameLineAndField) {
  EXPECT_EQ(error_of("[]"), "an act of feedback must be an object");
  EXPECT_EQ(error_of(R"({"time":"2026-11-20T09:30:00Z","finding":"f-1","mark":"fine"})"),
            "`mark` must be one of none, expected, benign, confirmed");
  const std::string line = act_json(expected_act());
  const auto acts = acts_from_ndjson(line + "\n{\n");
  ASSERT_FALSE(acts);
  EXPECT_THAT(acts.error().message, HasSubstr("line 2: this line is not JSON"));
}

TEST(FeedbackJson, AFacetOfANewerVersionIsPassedOver) {
  const auto act = act_from_json(
      R"({"time":"2026-11-20T09:30:00Z","finding":"f-1","mark":"benign","facets":[{"facet":"mood","values":["x"]}]})");
  ASSERT_TRUE(act) << act.error().message;
  EXPECT_TRUE(act->facets.empty());
}

// A file may end in the middle of a line, or be anything at all.
TEST(FeedbackJson, NoCutOrChangedLineDoesMoreThanFail) {
  const std::string line = act_json(expected_act());
  for (std::size_t length = 0; length < line.size(); ++length)
    EXPECT_FALSE(act_from_json(line.substr(0, length)));
  for (std::size_t at = 0; at < line.size(); ++at) {
    std::string changed = line;
    changed[at] = '0';
    const auto act = act_from_json(changed);
    EXPECT_TRUE(act || !act.error().message.empty());
  }
}

}  // namespace
}  // namespace gait::report
