#include "engine/fold.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "engine/testing.h"

namespace gait::engine {
namespace {

using testing::at;
using testing::World;

const session::Graph no_sessions;

profile::GroupId by_key(Symbol identity) {
  return static_cast<profile::GroupId>(1 + identity.value % 3);
}

void run(Fold& fold, const std::vector<Activity>& activities, const ParallelFor& parallel_for,
         FoldOptions options = {}) {
  Intake intake(testing::one_lane(activities));
  intake.sort(fold.watermark(), one_after_another, fold.watched_since());
  fold.run(intake, no_sessions, by_key, options, parallel_for);
}

std::string bytes_of(const Fold& fold) {
  ByteWriter out;
  fold.save(out);
  return out.take();
}

World eventful_world() {
  World world;
  world.live(40, 0, 48);
  world.steal(7, at(47, 30));
  return world;
}

TEST(Fold, AnyOrderOfTheShardsGivesTheSameStateAndTheSameEpisodes) {
  const World world = eventful_world();
  std::string expected;
  std::size_t expected_episodes = 0;
  for (const std::uint64_t seed : {9U, 0U, 1U, 2U}) {
    Fold fold;
    std::size_t lent = 0;
    run(fold, world.activities, [&](std::size_t count, const auto& task) {
      ++lent;
      seed == 9 ? one_after_another(count, task) : testing::in_disorder(seed)(count, task);
    });
    EXPECT_GE(lent, 40U) << "the hours are large enough to be shared out";
    const auto episodes = fold.take_episodes(testing::end_of_time);
    if (expected.empty()) {
      expected = bytes_of(fold);
      expected_episodes = episodes.size();
      EXPECT_GT(expected_episodes, 0U);
    }
    EXPECT_TRUE(bytes_of(fold) == expected) << seed;
    EXPECT_EQ(episodes.size(), expected_episodes);
  }
}

TEST(Fold, WhatIsNotSavedLeavesNoTraceInTheBytes) {
  // The same state twice in one process: what the memory held before must not show.
  const World world = eventful_world();
  std::vector<std::string> saved;
  for (const int dirt : {0, 0xAA}) {
    std::vector<std::vector<char>> used(200, std::vector<char>(5000, static_cast<char>(dirt)));
    used.clear();
    Fold fold;
    run(fold, world.activities, one_after_another);
    saved.push_back(bytes_of(fold));
  }
  EXPECT_TRUE(saved[0] == saved[1]);
}

TEST(Fold, InOneGoOrDayByDayIsTheSame) {
  const World world = eventful_world();
  Fold whole, daily;
  run(whole, world.activities, one_after_another);
  std::vector<Activity> first, second;
  for (const Activity& activity : world.activities)
    (activity.time < at(24) ? first : second).push_back(activity);
  run(daily, first, one_after_another);
  run(daily, world.activities, one_after_another);  // the first day once more
  EXPECT_TRUE(bytes_of(whole) == bytes_of(daily));
  EXPECT_EQ(whole.watermark(), daily.watermark());
}

TEST(Fold, SavedAndLoadedItGoesOnTheSame) {
  const World world = eventful_world();
  Fold fold, loaded;
  std::vector<Activity> first;
  std::ranges::copy_if(world.activities, std::back_inserter(first),
                       [](const Activity& a) { return a.time < at(30); });
  run(fold, first, one_after_another);
  const std::string bytes = bytes_of(fold);
  ByteReader in(bytes);
  ASSERT_TRUE(loaded.load(in));
  EXPECT_TRUE(bytes_of(loaded) == bytes);
  EXPECT_EQ(loaded.identities(), 40U);
  EXPECT_EQ(loaded.watermark(), fold.watermark());
  run(fold, world.activities, one_after_another);
  run(loaded, world.activities, one_after_another);
  EXPECT_TRUE(bytes_of(loaded) == bytes_of(fold));
}

TEST(Fold, RefusesBytesThatAreCutShort) {
  Fold fold;
  run(fold, eventful_world().activities, one_after_another);
  const std::string bytes = bytes_of(fold);
  for (const std::size_t size : {bytes.size() - 1, bytes.size() - 3000, std::size_t{5}}) {
    Fold loaded;
    ByteReader in(std::string_view(bytes).substr(0, size));
    const auto status = loaded.load(in);
    ASSERT_FALSE(status) << size;
    EXPECT_EQ(status.error().code, Error::Code::corrupt);
  }
}

TEST(Fold, BeforeTheEndOfTrainingNothingIsReported) {
  World world;
  world.live(10, 0, 48);
  world.steal(3, at(40));
  world.steal(4, at(46));
  Fold fold;
  run(fold, world.activities, one_after_another, {at(44), {}});
  const auto episodes = fold.take_episodes(testing::end_of_time);
  ASSERT_FALSE(episodes.empty());
  for (const auto& episode : episodes) EXPECT_GE(episode.first, at(44));
  EXPECT_TRUE(std::ranges::any_of(
      episodes, [&](const detect::Episode& e) { return e.identity == world.machine(4); }));
}

TEST(Fold, TheWitnessHearsOfEveryActivityOnce) {
  const World world = eventful_world();
  Fold fold;
  std::vector<EventId> heard;
  std::size_t departed = 0;
  run(fold, world.activities, one_after_another,
      {{}, [&](std::size_t shard, const JudgedMinute& minute) {
         EXPECT_EQ(shard, shard_of(minute.activities.front().identity));
         for (const Activity& activity : minute.activities) heard.push_back(activity.event);
         departed += minute.departures.empty() ? 0 : minute.activities.size();
       }});
  std::ranges::sort(heard);
  EXPECT_EQ(heard.size(), world.activities.size());
  EXPECT_EQ(std::ranges::adjacent_find(heard), heard.end());
  EXPECT_GE(departed, 40U);
}

TEST(Fold, TheWitnessChangesNothing) {
  const World world = eventful_world();
  Fold watched, alone;
  run(watched, world.activities, one_after_another, {{}, [](auto, const auto&) {}});
  run(alone, world.activities, one_after_another);
  EXPECT_TRUE(bytes_of(watched) == bytes_of(alone));
  EXPECT_EQ(watched.take_episodes(testing::end_of_time).size(),
            alone.take_episodes(testing::end_of_time).size());
}

TEST(Fold, ASessionActsOnBehalfOfTheIdentityThatMadeIt) {
  World world;
  world.call(1, at(0)).credential = Symbol{900};
  session::Graph sessions;
  Mint mint;
  mint.child_credential = Symbol{900};
  mint.parent_identity = world.machine(2);
  mint.time = at(0);
  sessions.add(mint);
  Intake intake(testing::one_lane(world.activities));
  intake.sort({}, one_after_another);
  Fold fold;
  Symbol delegator;
  fold.run(intake, sessions, by_key,
           {{}, [&](auto, const JudgedMinute& m) { delegator = m.activities[0].delegator; }},
           one_after_another);
  EXPECT_EQ(delegator, world.machine(2));
  std::uint64_t total = 0, linked = 0;
  fold.count_sessions(total, linked);
  EXPECT_EQ(total, 1U);
  EXPECT_EQ(linked, 1U);
}

TEST(Fold, RemembersWhenEachLongLivedKeyWasUsed) {
  World world;
  world.call(1, at(0));
  world.call(1, at(5));
  world.call(1, at(2, 10)).credential = Symbol{901};
  world.call(1, at(2, 20));
  Fold fold;
  run(fold, world.activities, one_after_another);
  std::vector<CredentialUse> uses;
  fold.for_each_credential_use([&](const CredentialUse& use) { uses.push_back(use); });
  ASSERT_EQ(uses.size(), 2U) << "two keys, also within one minute";
  std::ranges::sort(uses, {}, &CredentialUse::first);
  EXPECT_EQ(uses[0].first, at(0));
  EXPECT_EQ(uses[0].last, at(5));
  EXPECT_EQ(uses[1].credential, Symbol{901});
}

double lane(const JudgedMinute& minute, gait::Lane lane) {
  return minute.lanes[static_cast<std::size_t>(lane)];
}

TEST(Fold, ABurstOfDailyBusinessIsForTheVolumeLane) {
  World world;
  world.live(5, 0, 72);
  // What it does all day, at an hour and a place like any other.
  for (int i = 0; i < 400; ++i) world.call(3, {at(71, 1200).ns + std::int64_t{i} * 100'000'000});
  double ordinary = 0, burst = 0;
  Fold fold;
  run(fold, world.activities, one_after_another,
      {at(48), [&](std::size_t, const JudgedMinute& minute) {
         const bool before = minute.activities.front().time < at(71);
         double& most = before ? ordinary : burst;  // lanes are those of the hour so far
         most = std::max(most, lane(minute, gait::Lane::volume));
       }});
  EXPECT_GT(burst, 8);
  EXPECT_LT(ordinary, 4);
  const auto episodes = fold.take_episodes(testing::end_of_time);
  const auto found = std::ranges::find(episodes, world.machine(3), &detect::Episode::identity);
  ASSERT_NE(found, episodes.end());
  const auto& evidence = found->facets[static_cast<std::size_t>(Facet::burst)];
  EXPECT_GT(evidence.deviation.amount, 300);
  EXPECT_LT(evidence.deviation.amount_usual, 5);
}

TEST(Fold, JudgesMinutesInTheFirstHourAndHoursFromThenOn) {
  World world;
  world.live(10, 5, 8);  // ten different minutes of the hour
  Fold fold;
  run(fold, world.activities, one_after_another);
  const auto tested = fold.take_tested();
  ASSERT_EQ(tested.size(), 12U);
  EXPECT_TRUE(std::ranges::is_sorted(tested, {}, &detect::TestedCount::hour));
  for (std::size_t i = 0; i < 10; ++i) EXPECT_EQ(tested[i].hour, at(5).hours()) << i;
  EXPECT_EQ(tested[10].hour, at(6).hours());
  EXPECT_EQ(tested[11].tested, 10U);
  EXPECT_EQ(tested[11].identities, 10U);
  EXPECT_TRUE(fold.take_tested().empty()) << "told once";
}

TEST(Fold, BeforeTheEndOfTrainingNothingWasTested) {
  World world;
  world.live(10, 0, 48);
  Fold fold;
  run(fold, world.activities, one_after_another, {at(44), {}});
  const auto tested = fold.take_tested();
  ASSERT_EQ(tested.size(), 4U);
  EXPECT_EQ(tested.front().hour, at(44).hours());
}

TEST(Fold, TheMinutesOfTheFirstHourAreNoSamplesOfHours) {
  World first, both;
  first.live(10, 0, 1);
  both.live(10, 0, 3);
  Fold hour, hours;
  run(hour, first.activities, one_after_another);
  run(hours, both.activities, one_after_another);
  EXPECT_EQ(hour.calibration().samples(profile::tenant_group), 0);
  EXPECT_GT(hours.calibration().samples(profile::tenant_group), 10);
  EXPECT_LE(hours.calibration().samples(profile::tenant_group), 20);
}

TEST(Fold, TheYoungAreJudgedBySecondsAndLaterByMinutes) {
  World world;
  for (std::int64_t hour = 0; hour < 80; ++hour)
    for (int second = 0; second < 20; second += 2)
      for (int twice = 0; twice < 2; ++twice) world.call(1, at(hour, second));
  std::vector<std::size_t> slices(80), activities(80);
  Fold fold;
  run(fold, world.activities, one_after_another,
      {{}, [&](std::size_t, const JudgedMinute& minute) {
         const auto hour =
             static_cast<std::size_t>(minute.activities[0].time.hours() - at(0).hours());
         ++slices[hour];
         activities[hour] += minute.activities.size();
       }});
  EXPECT_EQ(slices.front(), 10U);
  EXPECT_EQ(slices.back(), 1U);
  EXPECT_TRUE(std::ranges::is_sorted(slices, std::ranges::greater{}));
  EXPECT_EQ(std::ranges::count(activities, 20U), 80);
}

// Machine 2 turns up from elsewhere, and an hour later machine 3 with a session; what the chain
// lane says of machine 3. `minted`: machine 2 made that session.
double chain_bits(bool minted, std::int64_t hours_between) {
  World world;
  world.live(10, 0, 100);
  const auto elsewhere = [&](std::size_t who, Timestamp time) -> Activity& {
    Activity& activity = world.call(who, time, "iam:ListUsers", "aws:user/root");
    activity.network = world.symbols.insert("AS64666 Elsewhere");
    activity.country = {'R', 'O'};
    return activity;
  };
  elsewhere(2, at(99, 1000));
  elsewhere(3, at(99 + hours_between, 1000)).credential = Symbol{900};
  session::Graph sessions;
  if (minted) {
    Mint mint;
    mint.child_credential = Symbol{900};
    mint.parent_identity = world.machine(2);
    mint.time = at(99);
    sessions.add(mint);
  }
  Intake intake(testing::one_lane(world.activities));
  intake.sort({}, one_after_another);
  Fold fold;
  double most = 0;
  fold.run(intake, sessions, by_key,
           {{},
            [&](std::size_t, const JudgedMinute& minute) {
              if (minute.activities[0].credential == Symbol{900})
                most = std::max(most, lane(minute, gait::Lane::chain));
            }},
           one_after_another);
  return most;
}

TEST(Fold, WhoeverIsOutOfCharacterForOneThatWasIsOneStory) {
  EXPECT_GT(chain_bits(true, 1), 8);
  EXPECT_EQ(chain_bits(false, 1), 0) << "without a session between them they are strangers";
  EXPECT_LT(chain_bits(true, 7), chain_bits(true, 1)) << "it fades";
  EXPECT_EQ(chain_bits(true, 60), 0) << "and is forgotten";
}

}  // namespace
}  // namespace gait::engine
