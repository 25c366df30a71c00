#include "report/identity_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/report_fixture.h"
#include "report/scan_json.h"
#include "report/schema_check.h"

namespace gait::report {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(IdentityJson, ProfileAndListHoldToOneSchema) {
  const test::Json schema = test::schema("identity.schema.json");
  const auto identities = fixture::identities();
  for (const IdentitySummary& identity : identities)
    EXPECT_EQ(test::problem(test::Json::parse(profile_json(identity)), schema), "");
  std::istringstream lines(identities_json(identities));
  std::size_t count = 0;
  for (std::string line; std::getline(lines, line); ++count)
    EXPECT_EQ(test::problem(test::Json::parse(line), schema), "");
  EXPECT_EQ(count, identities.size());
  EXPECT_EQ(test::problem(test::Json::parse(profile_json(IdentitySummary{})), schema), "");
}

TEST(IdentityJson, ValuesAreOrderedByQuestionAndFacet) {
  const auto json = test::Json::parse(profile_json(fixture::identities().front()));
  EXPECT_EQ(json["values"]["what"]["action"][0]["value"], "secretsmanager:GetSecretValue");
  EXPECT_EQ(json["values"]["where"]["region"][1]["minutes"], 78);
  EXPECT_EQ(json["amounts"]["secrets"]["most"], 340);
  EXPECT_EQ(json["daily"]["calls"].size(), 28U);
}

TEST(IdentityJson, StandingComesWithItsPartsAndItsMethod) {
  const auto json = test::Json::parse(profile_json(fixture::identities().front()));
  EXPECT_EQ(json["standing"], 93.4);
  EXPECT_EQ(json["contributors"][0]["finding"], "f-3f9a17c0");
  EXPECT_EQ(json["contributors"][0]["share"], 81.3);
  EXPECT_EQ(json["methods"]["standing"], "gait-standing@1");
}

TEST(ScanJson, StatsHoldToTheirSchemaAndNameTheMemory) {
  const test::Json schema = test::schema("scan.schema.json");
  const ScanReport report = fixture::report();
  EXPECT_EQ(test::problem(test::Json::parse(stats_json(report.stats)), schema), "");
  const auto json = test::Json::parse(scan_json(report));
  EXPECT_EQ(test::problem(json, schema), "");
  EXPECT_EQ(json["memory"]["total_bytes"], 827'744);
  EXPECT_EQ(json["memory"]["bytes_per_identity"], 68'979);
  EXPECT_EQ(json["findings"]["critical"], 1);
  EXPECT_EQ(json["findings"]["info"], 0);
}

TEST(ScanJson, TheBudgetIsRequestedBesideRealisedForEachLane) {
  ScanStats stats = fixture::report().stats;
  const auto budget = test::Json::parse(stats_json(stats))["budget"];
  EXPECT_EQ(budget["requested_per_day"], 10);
  EXPECT_EQ(budget["realised_per_day"], 3.2);
  EXPECT_EQ(budget["held_back"], 14);
  EXPECT_EQ(budget["lanes"][1]["lane"], "volume");
  stats.budget = {};
  EXPECT_EQ(test::Json::parse(stats_json(stats))["budget"], nullptr);
}

TEST(ScanJson, TheWallClockIsNoPartOfIt) {
  ScanReport slow = fixture::report();
  slow.stats.seconds = 1e6;
  EXPECT_EQ(scan_json(slow), scan_json(fixture::report()));
}

TEST(ScoresSchema, TakesTheLineOfTheInterface) {
  const test::Json schema = test::schema("scores.schema.json");
  const auto line = test::Json::parse(
      R"({"event_id":"a","time":"2026-11-21T10:00:00Z","identity":"i","risk":3,"probability":0.2,"method":"gait-risk@2","bits":{"fan_out":2.3}})");
  EXPECT_EQ(test::problem(line, schema), "");
}

// A facet that is added must be added to the schema of scores too.
TEST(ScoresSchema, KnowsEveryFacet) {
  const test::Json bits = test::schema("scores.schema.json")["properties"]["bits"]["properties"];
  EXPECT_EQ(bits.size(), facet_count);
  for (const FacetInfo& facet : facet_table)
    EXPECT_TRUE(bits.contains(std::string(facet.name))) << facet.name;
}

}  // namespace
}  // namespace gait::report
