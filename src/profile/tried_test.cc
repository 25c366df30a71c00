// What was tried and denied, and what a first call says of one without any history.

#include <gtest/gtest.h>

#include "profile/testing.h"

namespace gait::profile {
namespace {

using testing::at;
using testing::call;
using testing::Life;

constexpr Facet action = Facet::action;

Activity denied_call(Timestamp time) {
  Activity activity = call(time, "get:leases", "leases/mine");
  activity.outcome = Outcome::denied;
  return activity;
}

TEST(Tried, PeersHearOfWhatWasDeniedFirstAndAllowedThen) {
  Life life;
  life.learn(denied_call(at(0, 1, 0)));
  life.exchange();
  EXPECT_EQ(life.peers.members_with(1, action, symbol_of("get:leases")), 0U);
  life.learn(call(at(0, 1, 1), "get:leases", "leases/mine"));
  life.exchange();
  EXPECT_EQ(life.peers.members_with(1, action, symbol_of("get:leases")), 1U);
}

TEST(Tried, TheFirstAllowedCallCountsAsTheFirst) {
  Life life;
  life.learn(denied_call(at(0, 1, 0)));
  life.learn(call(at(0, 1, 1), "get:leases", "leases/mine"));
  EXPECT_EQ(life.profile.stats(0).distinct, 1);
  EXPECT_EQ(life.profile.stats(0).once, 1);
}

TEST(Tried, AGraveFirstCallOfANewcomerSaysALittleAndNeverAlertsAlone) {
  Life life;
  Activity grave = call(at(0, 1), "iam:CreateAccessKey", "user/admin");
  grave.severity = 5;
  std::vector<Profile::Departure> departures;
  life.profile.judge(std::vector{grave}, life.peers, departures, {1, Profile::Chances::of_one});
  ASSERT_EQ(departures.size(), 1U);
  EXPECT_EQ(departures[0].deviation.facet, action);
  EXPECT_GT(departures[0].deviation.bits, 4);
  EXPECT_LT(departures[0].deviation.bits, Profile::bits_min);
  EXPECT_TRUE(life.judge({grave}).empty());
}

}  // namespace
}  // namespace gait::profile
