#include "detect/make_finding.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "detect/kind.h"
#include "detect/testing.h"

namespace gait::detect {
namespace {

using ::testing::ElementsAre;
using testing::episode_of;
using testing::evidence_of;

TEST(Kind, FollowsTheStrongestDeparture) {
  const auto kind = [](Facet facet) { return kind_of(episode_of({1}, 0, facet, 9)).name; };
  EXPECT_EQ(kind(Facet::action), "first_seen_access");
  EXPECT_EQ(kind(Facet::resource), "first_seen_access");
  EXPECT_EQ(kind(Facet::hour), "off_schedule_use");
  EXPECT_EQ(kind(Facet::gap), "dormant_identity");
  for (const Facet where : {Facet::network, Facet::country, Facet::region, Facet::agent})
    EXPECT_EQ(kind(where), "unusual_location");
  for (const Facet much :
       {Facet::rate, Facet::volume, Facet::bytes, Facet::fan_out, Facet::secrets})
    EXPECT_EQ(kind(much), "volume_over_baseline");
  EXPECT_EQ(kind(Facet::denials), "denied_probing");
  EXPECT_EQ(kind(Facet::delegator), "unusual_delegation");
  EXPECT_EQ(kind(Facet::credential), "unusual_delegation");
}

TEST(Kind, APrivilegeChangeOutOfCharacterComesFirst) {
  Episode episode = episode_of({1}, 0, Facet::country, 40, {5});
  evidence_of(episode, Facet::action).deviation =
      testing::departure(Facet::action, 9, {6}).deviation;
  EXPECT_EQ(kind_of(episode).name, "unusual_location");
  evidence_of(episode, Facet::action).classes.add(ActionClass::privilege_change);
  EXPECT_EQ(kind_of(episode).name, "privilege_escalation");
  episode.denied = episode.activities;
  EXPECT_EQ(kind_of(episode).name, "denied_probing");
}

TEST(Kind, EveryKindTellsWhatToDoNextAndWhereItBelongs) {
  for (std::size_t f = 0; f < facet_count; ++f) {
    const KindInfo& kind = kind_of(episode_of({1}, 0, static_cast<Facet>(f), 9));
    EXPECT_FALSE(kind.next_steps.empty()) << kind.name;
    EXPECT_FALSE(kind.owasp_nhi.empty()) << kind.name;
    EXPECT_FALSE(kind.nist_csf.empty()) << kind.name;
    EXPECT_FALSE(kind.maestro.empty()) << kind.name;
  }
  EXPECT_EQ(group_shift_kind().name, "group_shift");
}

TEST(Finding, HasTheSameIdInEveryRunAndAnotherForAnotherClaim) {
  const std::string id = finding_id("aws:1/role/a", testing::at(0), "first_seen_access");
  EXPECT_EQ(id, finding_id("aws:1/role/a", testing::at(0), "first_seen_access"));
  EXPECT_EQ(id.size(), 14U);
  EXPECT_EQ(id.substr(0, 2), "f-");
  EXPECT_NE(id, finding_id("aws:1/role/b", testing::at(0), "first_seen_access"));
  EXPECT_NE(id, finding_id("aws:1/role/a", testing::at(1), "first_seen_access"));
  EXPECT_NE(id, finding_id("aws:1/role/a", testing::at(0), "unusual_location"));
  EXPECT_EQ(id, "f-3b0531a5215a") << "ids are in other people's tickets: do not change the hash";
}

TEST(Finding, SeverityHasItsThresholds) {
  EXPECT_EQ(severity_of(0), Severity::info);
  EXPECT_EQ(severity_of(21.9), Severity::info);
  EXPECT_EQ(severity_of(22), Severity::low);
  EXPECT_EQ(severity_of(44.9), Severity::low);
  EXPECT_EQ(severity_of(45), Severity::medium);
  EXPECT_EQ(severity_of(64.9), Severity::medium);
  EXPECT_EQ(severity_of(65), Severity::high);
  EXPECT_EQ(severity_of(84.9), Severity::high);
  EXPECT_EQ(severity_of(85), Severity::critical);
}

class MakeFinding : public ::testing::Test {
 protected:
  MakeFinding() {
    context_.identity = "aws:111122223333/role/deploy-bot";
    context_.owner = "payments";
    context_.chain = {"origin", "middle"};
    context_.attack = {"T1078.004"};
  }
  Episode stolen_key(float network_bits = 30, float action_bits = 20) {
    Episode episode = episode_of(words_(context_.identity), 0, Facet::network, network_bits,
                                 words_("AS64666 Elsewhere"));
    FacetEvidence& action = evidence_of(episode, Facet::action);
    action.deviation =
        testing::departure(Facet::action, action_bits, words_("iam:ListUsers")).deviation;
    episode.criticality = 3;
    return episode;
  }
  Finding make(Episode episode) {
    return make_finding(testing::with_lanes(std::move(episode)), context_, words_.names(),
                        words_.table());
  }
  testing::Words words_;
  FindingContext context_;
};

TEST_F(MakeFinding, SaysWhoDidWhatAndWhy) {
  const Finding finding = make(stolen_key());
  EXPECT_EQ(finding.kind, "unusual_location");
  EXPECT_EQ(finding.title,
            "deploy-bot: first time from network `AS64666 Elsewhere`; first call of "
            "`iam:ListUsers`");
  ASSERT_EQ(finding.deviations.size(), 2U);
  EXPECT_EQ(finding.deviations[0].facet, "network");
  EXPECT_NEAR(finding.deviations[0].share, 0.6, 1e-9);
  EXPECT_NEAR(finding.deviations[0].share + finding.deviations[1].share, 1, 1e-9);
  EXPECT_EQ(finding.would_be_normal_if,
            "it had done this in a few earlier hours, its peers did it, or a change that names "
            "deploy-bot covered this time");
  EXPECT_EQ(finding.owner, "payments");
  EXPECT_THAT(finding.chain, ElementsAre("origin", "middle"));
  EXPECT_THAT(finding.frameworks.attack, ElementsAre("T1078.004"));
  EXPECT_THAT(finding.activities, ElementsAre("00000000-0000-0007-0000-000000000001"));
  EXPECT_EQ(finding.severity, severity_of(finding.risk));
}

TEST_F(MakeFinding, AFaintSecondReasonStaysOutOfTheTitle) {
  EXPECT_EQ(make(stolen_key(30, 8)).title,
            "deploy-bot: first time from network `AS64666 Elsewhere`");
}

TEST_F(MakeFinding, AChangeThatExplainsLowersTheRiskAndIsNamed) {
  Change change;
  change.id = "c-7";
  change.type = ChangeType::failover;
  const double alone = make(stolen_key()).risk;
  context_.changes = {{&change, 1, "names it"}};
  const Finding finding = make(stolen_key());
  EXPECT_LT(finding.risk, alone);
  ASSERT_EQ(finding.changes_considered.size(), 1U);
  EXPECT_EQ(finding.changes_considered[0].id, "c-7");
  EXPECT_EQ(finding.changes_considered[0].type, "failover");
}

TEST_F(MakeFinding, SaysWhatWouldHaveMadeAnHourOrAnAmountNormal) {
  Episode night = episode_of(words_(context_.identity), 0, Facet::hour, 20);
  EXPECT_EQ(make(night).would_be_normal_if,
            "it had been active at this time on earlier days, or a maintenance window for "
            "deploy-bot covered it");
  Episode flood = episode_of(words_(context_.identity), 0, Facet::volume, 20);
  evidence_of(flood, Facet::volume).deviation.amount = 500;
  EXPECT_EQ(make(flood).would_be_normal_if,
            "it had reached 500 calls in an hour before in a day or two of its history, or a "
            "change that names deploy-bot announced it");
}

}  // namespace
}  // namespace gait::detect
