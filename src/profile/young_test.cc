// An identity in its first minutes: slices, values that belong to others, pauses.

#include <gtest/gtest.h>

#include "profile/testing.h"

namespace gait::profile {
namespace {

using testing::at;
using testing::call;
using testing::calls;
using testing::Life;

constexpr Profile::JudgeOptions of_one{1, Profile::Chances::of_one};

double bits_of(const std::vector<Profile::Departure>& departures, Facet facet) {
  double most = 0;
  for (const auto& [deviation, first] : departures)
    if (deviation.facet == facet) most = std::max<double>(most, deviation.bits);
  return most;
}

// Two identities that share a cluster for two minutes, each with its own two calls.
struct TwoMachines {
  Life mine{"mine"}, other{"other"};

  TwoMachines() {
    for (int second = 0; second < 120; ++second) {
      mine.profile.learn(std::vector{call(at(0, 1, 0, second), "list:pods", "mine")}, delta);
      other.profile.learn(std::vector{call(at(0, 1, 0, second), "watch:secrets", "theirs")}, delta);
    }
    peers.apply(delta);
  }
  double bits(const Profile& who, std::string_view action) const {
    std::vector<Profile::Departure> departures;
    const std::vector now{call(at(0, 1, 2), action, "mine")};
    who.judge(now, peers, departures, of_one);
    return bits_of(departures, Facet::action);
  }
  PeerDelta delta;
  Peers peers;
};

TEST(Young, WhatAnotherHasAlwaysDoneIsTheOthersWithinMinutes) {
  const TwoMachines both;
  EXPECT_GE(both.bits(both.mine.profile, "watch:secrets"), 3.5);
  EXPECT_EQ(both.bits(both.mine.profile, "list:pods"), 0);
}

TEST(Young, WhatNobodyHasDoneYetBelongsToNobodyAndSaysLess) {
  const TwoMachines both;
  EXPECT_LT(both.bits(both.mine.profile, "get:nodes"),
            both.bits(both.mine.profile, "watch:secrets"));
}

TEST(Young, OneThatIsExploringSurprisesNobody) {
  TwoMachines both;
  Life explorer("explorer");
  for (int second = 0; second < 30; ++second)
    explorer.profile.learn(
        std::vector{call(at(0, 1, 1, second), "get:" + std::to_string(second), "mine")},
        both.delta);
  EXPECT_LT(both.bits(explorer.profile, "watch:secrets"), 1);
}

TEST(Young, AMinuteInSlicesTeachesSixTimesAtMost) {
  Life life;
  for (int second = 0; second < 60; ++second) life.learn(std::vector{call(at(0, 1, 0, second))});
  EXPECT_EQ(life.profile.stats(0).windows, 6);
  EXPECT_EQ(life.profile.minutes(), 1);
  EXPECT_EQ(life.profile.open_hour().peak_minute_calls, 60U);
}

TEST(Young, AnHourOfActivityEndsYouth) {
  Life life;
  for (int minute = 0; minute < 59; ++minute) life.learn(call(at(0, 1, minute)));
  EXPECT_EQ(life.profile.slice_seconds(), 1);
  life.learn(call(at(0, 1, 59)));
  EXPECT_EQ(life.profile.slice_seconds(), 60);
}

TEST(Young, ADeniedValueIsNoHabitButHasBeenTried) {
  TwoMachines both;
  Activity denied = call(at(0, 1, 1, 59), "watch:secrets", "mine");
  denied.outcome = Outcome::denied;
  both.mine.profile.learn(std::vector{denied}, both.delta);
  EXPECT_EQ(both.bits(both.mine.profile, "watch:secrets"), 0);
}

TEST(Cadence, APauseUnlikeAllOthersDeparts) {
  Life life;
  for (int i = 0; i < 500; ++i) life.learn(std::vector{call(at(0, 1, i / 30, i % 30 * 2))});
  const auto bits_after = [&](int seconds) {
    std::vector<Profile::Departure> departures;
    const std::vector now{call(at(0, 1, 16, 38 + seconds))};
    life.profile.judge(now, Peers(), departures, of_one);
    return bits_of(departures, Facet::cadence);
  };
  EXPECT_EQ(bits_after(2), 0);
  EXPECT_GT(bits_after(60), 8);
}

TEST(Cadence, AFloodWithoutPausesTeachesLittle) {
  Life life;
  life.learn(calls(10'000, at(0, 1)));
  std::vector<Profile::Departure> departures;
  const std::vector now{call(at(0, 1, 5))};
  life.profile.judge(now, Peers(), departures, of_one);
  EXPECT_EQ(bits_of(departures, Facet::cadence), 0);
}

}  // namespace
}  // namespace gait::profile
