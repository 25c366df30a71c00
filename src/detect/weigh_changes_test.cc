#include "detect/weigh_changes.h"

#include <gtest/gtest.h>

#include "detect/testing.h"

namespace gait::detect {
namespace {

using testing::episode_of;
using testing::evidence_of;

struct Weighed {
  float bits = 0;
  std::string effect;
};

Weighed weigh(Episode episode, Facet facet, ChangeType type, double relevance,
              std::string how = "names it") {
  Change change;
  change.id = "c-1";
  change.type = type;
  const auto considered = weigh_changes(episode, {{&change, relevance, std::move(how)}});
  EXPECT_EQ(considered.size(), 1U);
  return {evidence_of(episode, facet).deviation.bits, considered.front().effect};
}

TEST(WeighChanges, AnAnnouncedChangeThatNamesTheIdentityExplainsThreeQuartersAndNeverMore) {
  const Weighed weighed =
      weigh(episode_of({1}, 0, Facet::region, 20), Facet::region, ChangeType::failover, 1);
  EXPECT_FLOAT_EQ(weighed.bits, 5);
  EXPECT_EQ(weighed.effect, "names it; explains part of region: -15.0 bits");
}

TEST(WeighChanges, AChangeThatOnlyTheLogsShowExplainsHalf) {
  Episode episode = episode_of({1}, 0, Facet::region, 20);
  Change change;
  change.type = ChangeType::failover;
  change.from_logs = true;
  (void)weigh_changes(episode, {{&change, 1, "names it"}});
  EXPECT_FLOAT_EQ(evidence_of(episode, Facet::region).deviation.bits, 10);
}

TEST(WeighChanges, TheCloserItIsTheMoreItExplains) {
  const auto bits = [](double relevance) {
    return weigh(episode_of({1}, 0, Facet::volume, 20), Facet::volume, ChangeType::deployment,
                 relevance)
        .bits;
  };
  EXPECT_FLOAT_EQ(bits(1), 5);
  EXPECT_FLOAT_EQ(bits(0.7), 9.5);
  EXPECT_FLOAT_EQ(bits(0.3), 15.5);
}

TEST(WeighChanges, ManyChangesExplainNoMoreThanTheBestOfThem) {
  Episode episode = episode_of({1}, 0, Facet::volume, 20);
  Change change;
  change.type = ChangeType::deployment;
  const std::vector<RelatedChange> all(9, {&change, 0.7, "same service"});
  EXPECT_EQ(weigh_changes(episode, all).size(), 9U);
  EXPECT_FLOAT_EQ(evidence_of(episode, Facet::volume).deviation.bits, 9.5);
}

TEST(WeighChanges, AChangeOfAnotherKindExplainsNothing) {
  const Weighed weighed = weigh(episode_of({1}, 0, Facet::country, 20), Facet::country,
                                ChangeType::deployment, 1, "same service");
  EXPECT_EQ(weighed.bits, 20);
  EXPECT_EQ(weighed.effect, "same service; explains none of this");
}

TEST(WeighChanges, NothingExplainsAPrivilegeChangeAWayBackInOrWeakenedLogging) {
  for (const ActionClass did :
       {ActionClass::privilege_change, ActionClass::persistence, ActionClass::defense_evasion}) {
    Episode episode = episode_of({1}, 0, Facet::action, 20);
    evidence_of(episode, Facet::action).classes.add(did);
    EXPECT_EQ(weigh(episode, Facet::action, ChangeType::deployment, 1).bits, 20);
    EXPECT_EQ(weigh(episode, Facet::action, ChangeType::privilege_grant, 1).bits, 20);
  }
}

TEST(WeighChanges, OnlyAChangeThatNamesItExplainsASecretRead) {
  Episode episode = episode_of({1}, 0, Facet::resource, 20);
  evidence_of(episode, Facet::resource).classes.add(ActionClass::secret_read);
  EXPECT_EQ(weigh(episode, Facet::resource, ChangeType::rotation, 0.7).bits, 20);
  EXPECT_EQ(weigh(episode, Facet::resource, ChangeType::rotation, 1).bits, 5);
}

TEST(WeighChanges, AfterOffboardingNothingIsExplained) {
  for (std::size_t f = 0; f < facet_count; ++f) {
    EXPECT_FALSE(explains(ChangeType::offboarding, static_cast<Facet>(f)));
    EXPECT_FALSE(explains(ChangeType::credential_disabled, static_cast<Facet>(f)));
  }
}

TEST(WeighChanges, WithoutChangesTheEvidenceStays) {
  Episode episode = episode_of({1}, 0, Facet::volume, 20);
  EXPECT_TRUE(weigh_changes(episode, {}).empty());
  EXPECT_EQ(evidence_of(episode, Facet::volume).deviation.bits, 20);
}

}  // namespace
}  // namespace gait::detect
