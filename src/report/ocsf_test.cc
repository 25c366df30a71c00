#include "report/ocsf.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "report/report_fixture.h"

namespace gait::report {
namespace {

nlohmann::json ocsf(const Finding& finding) {
  return nlohmann::json::parse(ocsf_json(finding, "1.2.3"));
}

TEST(Ocsf, HasWhatEveryClassRequires) {
  const auto json = ocsf(fixture::stolen_deploy_key());
  EXPECT_EQ(json["class_uid"], 2004);
  EXPECT_EQ(json["category_uid"], 2);
  EXPECT_EQ(json["activity_id"], 1);
  EXPECT_EQ(json["type_uid"], 200401);
  EXPECT_EQ(json["time"], 1'795'054'447'000);
  EXPECT_EQ(json["severity_id"], 5);
  EXPECT_EQ(json["severity"], "Critical");
  EXPECT_EQ(json["metadata"]["version"], "1.8.0");
  EXPECT_EQ(json["metadata"]["product"]["name"], "Gait");
  EXPECT_EQ(json["metadata"]["product"]["version"], "1.2.3");
  EXPECT_EQ(json["finding_info"]["uid"], "f-3f9a17c0");
}

TEST(Ocsf, SaysWhoAndHowRisky) {
  const auto json = ocsf(fixture::stolen_deploy_key());
  const auto& user = json["evidences"][0]["actor"]["user"];
  EXPECT_EQ(user["uid"], "aws:111122223333/role/payments-deploy");
  EXPECT_EQ(user["name"], "payments-deploy");
  EXPECT_EQ(user["type_id"], 4);
  EXPECT_EQ(user["credential_uid"], "AKIAIOSFODNN7EXAMPLE");
  EXPECT_EQ(json["risk_score"], 94);
  EXPECT_EQ(json["risk_level_id"], 4);
  EXPECT_EQ(json["resources"][0]["owner"]["name"], "payments-team");
}

TEST(Ocsf, SaysHowSureAndByWhichMethod) {
  const auto json = ocsf(fixture::stolen_deploy_key());
  EXPECT_EQ(json["confidence_score"], 87);
  EXPECT_EQ(json["confidence_id"], 3);
  EXPECT_EQ(json["confidence"], "High");
  EXPECT_EQ(json["unmapped"]["method"], "gait-risk@2");
  EXPECT_EQ(json["unmapped"]["evidence_bits"], 21.5);
  EXPECT_FALSE(ocsf(Finding{}).contains("confidence_id"));
}

TEST(Ocsf, FeedbackIsItsStatus) {
  EXPECT_EQ(ocsf(fixture::stolen_deploy_key())["status_id"], 1);
  const auto json = ocsf(fixture::group_region());
  EXPECT_EQ(json["status_id"], 3);
  EXPECT_EQ(json["status"], "Suppressed");
  EXPECT_EQ(json["comment"], "marked expected by ana on 2026-11-19: the failover of platform");
  Finding confirmed = fixture::group_region();
  confirmed.mark = "confirmed";
  EXPECT_EQ(ocsf(confirmed)["status_id"], 2);
}

TEST(Ocsf, TellsTechniquesFromTheirParts) {
  const auto attacks = ocsf(fixture::stolen_deploy_key())["finding_info"]["attacks"];
  ASSERT_EQ(attacks.size(), 2U);
  EXPECT_EQ(attacks[0]["technique"]["uid"], "T1078");
  EXPECT_EQ(attacks[0]["sub_technique"]["uid"], "T1078.004");
  EXPECT_FALSE(attacks[1].contains("sub_technique"));
}

TEST(Ocsf, SetsWhatWasSeenBesideWhatWasExpected) {
  const auto analysis = ocsf(fixture::stolen_deploy_key())["anomaly_analyses"][0];
  EXPECT_EQ(analysis["anomalies"].size(), 3U);
  EXPECT_EQ(analysis["anomalies"][0]["observations"][0]["value"], "first use of `prod/db/root`");
  EXPECT_EQ(analysis["baselines"][2]["observed_attribute"], "secrets");
}

TEST(Ocsf, AFindingOfRulesAloneIsARuleAnalytic) {
  Finding finding = fixture::dormant_key();
  EXPECT_EQ(ocsf(finding)["finding_info"]["analytic"]["type_id"], 2);
  finding.deviations.clear();
  const auto json = ocsf(finding);
  EXPECT_EQ(json["finding_info"]["analytic"]["type_id"], 1);
  EXPECT_FALSE(json.contains("anomaly_analyses"));
}

TEST(Ocsf, IsOneLine) {
  Finding finding = fixture::stolen_deploy_key();
  finding.title = "a\nb";
  EXPECT_EQ(ocsf_json(finding, "1").find('\n'), std::string::npos);
}

}  // namespace
}  // namespace gait::report
