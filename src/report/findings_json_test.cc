#include "report/findings_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

#include "report/report_fixture.h"
#include "report/schema_check.h"

namespace gait::report {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

std::string error_of(std::string_view line) {
  const auto finding = finding_from_json(line);
  return finding ? "no error" : finding.error().message;
}

// A line of the fixture with one field replaced.
std::string line_with(const char* key, const test::Json& value) {
  test::Json json = test::Json::parse(finding_json(fixture::stolen_deploy_key()));
  json[key] = value;
  return json.dump();
}

TEST(FindingsJson, EveryLineHoldsToItsSchema) {
  const test::Json schema = test::schema("findings.schema.json");
  for (const Finding& finding : fixture::report().findings)
    EXPECT_EQ(test::problem(test::Json::parse(finding_json(finding)), schema), "");
  EXPECT_EQ(test::problem(test::Json::parse(finding_json(Finding{})), schema), "");
}

TEST(FindingsJson, TheSchemaCheckSeesWhatIsWrong) {
  const test::Json schema = test::schema("findings.schema.json");
  const auto problem = [&](const char* key, const test::Json& value) {
    return test::problem(test::Json::parse(line_with(key, value)), schema);
  };
  EXPECT_EQ(problem("risk", 101), "$.risk is too large");
  EXPECT_EQ(problem("severity", "grave"), "$.severity is not one of the allowed values");
  EXPECT_EQ(problem("colour", "red"), "$ has unknown colour");
  EXPECT_EQ(problem("rules", {1}), "$.rules[0] has the wrong type");
  EXPECT_EQ(problem("time", "today"), "$.time is not a time");
}

TEST(FindingsJson, KeysComeInTheOrderOfTheInterface) {
  EXPECT_THAT(finding_json(fixture::stolen_deploy_key()),
              StartsWith(R"({"id":"f-3f9a17c0","time":"2026-11-19T02:14:07Z",)"
                         R"("last":"2026-11-19T02:31:44Z",)"
                         R"("identity":"aws:111122223333/role/payments-deploy",)"
                         R"("class":"ci_runner","title":"payments-deploy read a secret)"));
}

TEST(FindingsJson, NumbersAreShortAndNeverInfinite) {
  Finding finding = fixture::stolen_deploy_key();
  finding.risk = 94.0000001;
  finding.probability = 1.0 / 86'400;
  finding.deviations[0].bits = std::numeric_limits<double>::infinity();
  const std::string line = finding_json(finding);
  EXPECT_THAT(line, HasSubstr(R"("risk":94,)"));
  EXPECT_THAT(line, HasSubstr(R"("probability":1.157e-05,)"));
  EXPECT_THAT(line, HasSubstr(R"("bits":null,)"));
}

TEST(FindingsJson, WritingWhatWasReadGivesTheLineAgain) {
  for (const Finding& finding : fixture::report().findings) {
    const std::string line = finding_json(finding);
    const auto read = finding_from_json(line);
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(finding_json(*read), line);
  }
}

TEST(FindingsJson, ReadsBackWhatMatters) {
  const auto read = finding_from_json(finding_json(fixture::stolen_deploy_key()));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->severity, Severity::critical);
  EXPECT_EQ(read->time, fixture::at("2026-11-19T02:14:07Z"));
  EXPECT_EQ(read->found, fixture::at("2026-11-19T03:00:00Z"));
  EXPECT_EQ(read->deviations.size(), 3U);
  EXPECT_EQ(read->deviations[1].seen, "first use of `AS64511 Cheap Hosting`");
  EXPECT_EQ(read->credential.age_days, 412.0);
  EXPECT_EQ(read->activities_total, 341U);
  EXPECT_EQ(read->frameworks.attack[0], "T1078.004");
  EXPECT_EQ(read->deviations[0].values, std::vector<std::string>{"prod/db/root"});
  EXPECT_EQ(read->deviations[2].amount, 340);
  EXPECT_EQ(read->lane, "baseline");
  EXPECT_EQ(read->method, risk_method);
  EXPECT_EQ(read->confidence, 0.87);
  EXPECT_EQ(read->learning, "held: 2 new values wait for approval");
  EXPECT_EQ(read->evidence.bits, 21.5);
  EXPECT_EQ(read->evidence.hours, 9U);
  EXPECT_TRUE(read->certain);
  EXPECT_EQ(read->mark, "");
}

TEST(FindingsJson, ReadsBackTheMark) {
  const auto read = finding_from_json(finding_json(fixture::group_region()));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->mark, "expected");
  EXPECT_EQ(read->marked_by, "ana");
  EXPECT_EQ(read->mark_reason, "the failover of platform");
  EXPECT_EQ(read->marked, fixture::at("2026-11-19T08:00:00Z"));
  EXPECT_FALSE(read->certain);
}

// A state directory of an earlier version holds findings without the newer fields.
TEST(FindingsJson, AnOlderLineIsStillRead) {
  test::Json json = test::Json::parse(finding_json(fixture::stolen_deploy_key()));
  for (const char* key :
       {"method", "lane", "confidence", "certain", "evidence", "learning", "feedback"})
    json.erase(key);
  for (test::Json& reason : json["deviations"]) reason.erase("values"), reason.erase("amount");
  const auto read = finding_from_json(json.dump());
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->evidence.bits, 0);
}

TEST(FindingsJson, ANewerLineWithUnknownFieldsIsStillRead) {
  EXPECT_TRUE(finding_from_json(line_with("weather", "fine")));
}

TEST(FindingsJson, ErrorsNameTheField) {
  EXPECT_THAT(error_of("{"), StartsWith("this line is not JSON"));
  EXPECT_EQ(error_of("[]"), "a finding must be an object");
  EXPECT_EQ(error_of("{}"), "`id` must be present");
  EXPECT_EQ(error_of(line_with("time", "today")),
            "`time` must be a time such as `2026-11-21T10:00:00Z`");
  EXPECT_EQ(error_of(line_with("severity", "grave")),
            "`severity` must be one of info, low, medium, high, critical");
  EXPECT_EQ(error_of(line_with("activities_total", -1)),
            "`activities_total` must be a whole number, 0 or more");
  EXPECT_EQ(error_of(line_with("deviations", {{{"facet", 3}}})),
            "`deviations[0].facet` must be a string");
  EXPECT_EQ(error_of(line_with("certain", 1)), "`certain` must be true or false");
  EXPECT_EQ(error_of(line_with("feedback", {{"mark", "fine"}})),
            "`feedback.mark` must be one of expected, benign, confirmed");
  EXPECT_EQ(error_of(line_with("evidence", {{"hours", 1e12}})),
            "`evidence.hours` must be a whole number, 0 or more");
  EXPECT_EQ(error_of(line_with("credential", {{"age_days", "old"}})),
            "`credential.age_days` must be a number");
}

TEST(FindingsJson, BytesThatAreNotTextDoNotCostTheLine) {
  Finding finding = fixture::stolen_deploy_key();
  finding.identity = "role/\xff\xfe";
  EXPECT_THAT(finding_json(finding), HasSubstr("role/\xEF\xBF\xBD"));
}

// A file may end in the middle of a line, or be anything at all.
TEST(FindingsJson, NoCutOrChangedLineDoesMoreThanFail) {
  const std::string line = finding_json(fixture::stolen_deploy_key());
  for (std::size_t length = 0; length < line.size(); length += 7)
    EXPECT_FALSE(finding_from_json(line.substr(0, length)));
  for (std::size_t at = 0; at < line.size(); at += 3) {
    std::string changed = line;
    changed[at] = '0';
    const auto finding = finding_from_json(changed);
    EXPECT_TRUE(finding || !finding.error().message.empty());
  }
}

TEST(FindingsJson, FindingsAreALineEach) {
  const auto findings = fixture::report().findings;
  const std::string text = findings_ndjson(findings);
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 4);
  EXPECT_EQ(text.back(), '\n');
}

}  // namespace
}  // namespace gait::report
