// How a minute departs: stories of identities that leave their habits.

#include <gtest/gtest.h>

#include "profile/testing.h"

namespace gait::profile {
namespace {

using testing::at;
using testing::call;
using testing::calls;
using testing::Life;

// Below this no episode begins.
constexpr float opening_bits = 6;

TEST(Judge, ChangesNothing) {
  Life life;
  testing::live_by_the_hour(life, 0, 7);
  const std::string before = testing::bytes_of(life.profile);
  const std::string peers_before = testing::bytes_of(life.peers);
  life.judge({call(at(8, 3), "iam:CreateUser", "aws:user/eve")});
  life.judge(calls(500, at(8, 4)));
  EXPECT_EQ(testing::bytes_of(life.profile), before);
  EXPECT_EQ(testing::bytes_of(life.peers), peers_before);
}

TEST(Judge, ItsOwnHabitOpensNoEpisode) {
  Life life;
  testing::live_by_the_hour(life, 0, 14);
  for (int hour = 0; hour < 24; ++hour) {
    for (const auto& departure : life.judge({call(at(14, hour))}))
      EXPECT_LT(departure.deviation.bits, opening_bits) << info(departure.deviation.facet).name;
    life.learn(call(at(14, hour)));
  }
}

TEST(Judge, AFirstSeenValueWeighsMoreTheLongerTheHistory) {
  Life life;
  float last = 0;
  for (int week = 0; week < 6; ++week) {
    testing::live_by_the_hour(life, week * 7, week * 7 + 7);
    const Activity strange = call(at(week * 7 + 7, 0), "iam:CreateUser");
    const float bits = life.bits(strange, Facet::action);
    EXPECT_GT(bits, last) << "after week " << week;
    last = bits;
  }
  EXPECT_GT(last, 10);
}

TEST(Judge, AnIdentityWithoutHistoryHasNothingToDepartFrom) {
  const Life life;
  EXPECT_TRUE(life.judge({call(at(0, 0))}).empty());
}

TEST(Judge, AHabitualExplorerIsLessOfASurpriseThanAMachine) {
  Life machine, explorer;
  for (int hour = 0; hour < 240; ++hour) {
    machine.learn(call(at(0, hour)));
    explorer.learn(call(at(0, hour), "s3:GetObject", "aws:bucket/" + std::to_string(hour)));
  }
  const Activity strange = call(at(10, 0), "s3:GetObject", "aws:bucket/secret");
  EXPECT_GT(machine.bits(strange, Facet::resource), 8);
  EXPECT_LT(explorer.bits(strange, Facet::resource), opening_bits);
}

// Forty members of the group, some of which use the value.
void add_peers(Life& life, int with_value, std::string_view value) {
  for (int i = 0; i < 40; ++i) {
    Profile peer(symbol_of("peer-" + std::to_string(i)), 1);
    peer.learn(std::vector{call(at(0, 1))}, life.delta);
    if (i < with_value) peer.learn(std::vector{call(at(0, 2), value)}, life.delta);
  }
  life.exchange();
}

TEST(Judge, PeersThatHaveTheValueMakeItLessUnusual) {
  const Activity strange = call(at(7, 0), "sqs:SendMessage");
  std::vector<float> bits;
  for (const int with_value : {0, 1, 40}) {
    Life life;
    testing::live_by_the_hour(life, 0, 7);
    add_peers(life, with_value, "sqs:SendMessage");
    bits.push_back(life.bits(strange, Facet::action));
  }
  EXPECT_GT(bits[0], bits[1]);
  EXPECT_GT(bits[1], bits[2]);
}

TEST(Judge, SaysHowManyPeersHaveTheValue) {
  Life life;
  testing::live_by_the_hour(life, 0, 7);
  add_peers(life, 3, "sqs:SendMessage");
  const auto departures = life.judge({call(at(7, 0), "sqs:SendMessage")});
  ASSERT_EQ(departures.size(), 1U);
  const Deviation& deviation = departures[0].deviation;
  EXPECT_EQ(deviation.facet, Facet::action);
  EXPECT_EQ(deviation.value, symbol_of("sqs:SendMessage"));
  EXPECT_EQ(deviation.usual, symbol_of("s3:GetObject"));
  EXPECT_EQ(deviation.value_minutes, 0);
  EXPECT_EQ(deviation.minutes, 7 * 24);
  EXPECT_EQ(deviation.peers_with, 3U);
  EXPECT_EQ(deviation.peers_total, 41U);
  EXPECT_EQ(deviation.since, at(0, 0));
  EXPECT_EQ(departures[0].first, 0);
}

TEST(Judge, NamesEachStrangeValueOnceWhateverTheNumberOfCalls) {
  Life life;
  testing::live_by_the_hour(life, 0, 14);
  std::vector<Activity> minute;
  for (int i = 0; i < 6; ++i)
    minute.push_back(call(at(14, 0), i % 2 == 0 ? "iam:CreateUser" : "iam:CreateRole"));
  int strange = 0;
  for (const auto& departure : life.judge(minute))
    strange += departure.deviation.facet == Facet::action;
  EXPECT_EQ(strange, 2);
}

TEST(Judge, ANewPlaceDepartsInEveryFacetOfWhere) {
  Life life;
  testing::live_by_the_hour(life, 0, 14);
  Activity stolen = call(at(14, 0));
  stolen.network = symbol_of("AS64666 Elsewhere");
  stolen.country = {'R', 'O'};
  stolen.region = symbol_of("ap-south-1");
  stolen.agent = symbol_of("curl");
  for (const Facet facet : {Facet::network, Facet::country, Facet::region, Facet::agent})
    EXPECT_GT(life.bits(stolen, facet), 8) << info(facet).name;
  for (const Facet facet : {Facet::action, Facet::resource, Facet::credential, Facet::volume})
    EXPECT_EQ(life.bits(stolen, facet), 0) << info(facet).name;
}

TEST(Judge, ANightlyJobAtNoonDepartsInTheHour) {
  Life life;
  testing::live_by_night(life, 21, 20);
  EXPECT_GT(life.bits(calls(20, at(21, 12)), Facet::hour), opening_bits);
  EXPECT_EQ(life.bits(calls(20, at(21, 2)), Facet::hour), 0);
  EXPECT_EQ(life.bits(calls(20, at(21, 3)), Facet::hour), 0) << "an hour late is no departure";
}

TEST(Judge, AJobThatRunsAtAllHoursHasNoStrangeHour) {
  Life life;
  testing::live_by_the_hour(life, 0, 14);
  life.exchange();
  // One of 24 hours has to be the least usual: 4.6 bits.
  for (int hour = 0; hour < 24; ++hour)
    EXPECT_LT(life.bits(call(at(14, hour)), Facet::hour), 5) << hour;
}

TEST(Judge, TenTimesTheRecordIsStrangerThanTwice) {
  Life life;
  testing::live_by_night(life, 21, 100);
  const float twice = life.bits(calls(200, at(21, 2)), Facet::volume);
  const float ten_times = life.bits(calls(1000, at(21, 2)), Facet::volume);
  EXPECT_GT(twice, opening_bits);
  EXPECT_GT(ten_times, twice + 3);
}

TEST(Judge, TheNightlySizeOfANightlyJobIsNoNews) {
  for (const std::size_t size : {3U, 20U, 37U, 500U}) {
    Life life;
    for (int night = 0; night < 40; ++night) {
      std::vector<Activity> minute;
      for (std::size_t i = 0; i < size; ++i)
        minute.push_back(call(at(night, 2), "s3:GetObject", "aws:bucket/" + std::to_string(i)));
      if (night >= 10) {
        for (const Facet facet : {Facet::rate, Facet::volume, Facet::fan_out})
          ASSERT_LT(life.bits(minute, facet), opening_bits)
              << info(facet).name << " of " << size << " in night " << night;
      }
      life.learn(minute);
      life.exchange();
    }
  }
}

TEST(Judge, AVolumeIsJudgedAgainOnlyWhenItHasGrown) {
  Life life;
  testing::live_by_night(life, 21, 10);
  EXPECT_GT(life.bits(calls(100, at(21, 2, 0)), Facet::volume), 0);
  life.learn(calls(100, at(21, 2, 0)));
  EXPECT_EQ(life.bits(calls(1, at(21, 2, 1)), Facet::volume), 0);
  EXPECT_GT(life.bits(calls(100, at(21, 2, 2)), Facet::volume), 0);
}

TEST(Judge, SecretsAndDenialsAreAmountsOfTheirOwn) {
  Life life;
  testing::live_by_the_hour(life, 0, 14);
  life.exchange();
  std::vector<Activity> secrets = calls(40, at(14, 0)), denials = secrets;
  for (Activity& activity : secrets) activity.classes.add(ActionClass::secret_read);
  for (Activity& activity : denials) activity.outcome = Outcome::denied;
  EXPECT_GT(life.bits(secrets, Facet::secrets), opening_bits);
  EXPECT_EQ(life.bits(secrets, Facet::denials), 0);
  EXPECT_GT(life.bits(denials, Facet::denials), opening_bits);
  EXPECT_EQ(life.bits(denials, Facet::secrets), 0);
}

TEST(Judge, WakingUpAfterDormancyIsAGap) {
  Life life;
  for (int day = 0; day < 28; ++day) {
    if (day % 7 >= 5) continue;  // no weekends
    for (int hour = 9; hour < 17; ++hour) life.learn(call(at(day, hour)));
  }
  EXPECT_LT(life.bits(call(at(28, 9)), Facet::gap), opening_bits) << "a weekend is no news";
  const float month = life.bits(call(at(58, 9)), Facet::gap);
  const float half_a_year = life.bits(call(at(210, 9)), Facet::gap);
  EXPECT_GT(month, opening_bits);
  EXPECT_GT(half_a_year, month + 2);
}

TEST(Judge, DerivedActivitiesSayNothingOfWhereWhenAndHowMuch) {
  Life life;
  testing::live_by_night(life, 21, 10);
  std::vector<Activity> derived = calls(5000, at(21, 12));
  for (Activity& activity : derived) {
    activity.derived = true;
    activity.network = symbol_of("AS64666 Elsewhere");
    activity.country = {'R', 'O'};
    activity.agent = symbol_of("curl");
  }
  EXPECT_TRUE(life.judge(derived).empty());
  derived[7].action = symbol_of("kms:Decrypt");
  const auto departures = life.judge(derived);
  ASSERT_EQ(departures.size(), 1U);
  EXPECT_EQ(departures[0].deviation.facet, Facet::action);
  EXPECT_EQ(departures[0].first, 7);
}

}  // namespace
}  // namespace gait::profile
