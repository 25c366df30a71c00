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
      {{}, [&](std::size_t shard, const Activity& activity, auto departures) {
         EXPECT_EQ(shard, shard_of(activity.identity));
         heard.push_back(activity.event);
         departed += !departures.empty();
       }});
  std::ranges::sort(heard);
  EXPECT_EQ(heard.size(), world.activities.size());
  EXPECT_EQ(std::ranges::adjacent_find(heard), heard.end());
  EXPECT_GE(departed, 40U);
}

TEST(Fold, TheWitnessChangesNothing) {
  const World world = eventful_world();
  Fold watched, alone;
  run(watched, world.activities, one_after_another, {{}, [](auto, const auto&, auto) {}});
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
           {{}, [&](auto, const Activity& activity, auto) { delegator = activity.delegator; }},
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

}  // namespace
}  // namespace gait::engine
