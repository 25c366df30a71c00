#include "engine/intake.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "engine/testing.h"

namespace gait::engine {
namespace {

using testing::at;
using testing::lanes_of;
using testing::one_lane;
using testing::World;

std::vector<EventId> events_of(const Intake& intake) {
  std::vector<EventId> events;
  for (std::size_t shard = 0; shard < shard_count; ++shard)
    for (const Ordered& item : intake.shard(shard)) events.push_back(item.activity->event);
  return events;
}

ScanStats stats_of(const Intake& intake) {
  ScanStats stats;
  intake.count(stats);
  return stats;
}

TEST(Intake, OrdersByEpochIdentityTimeAndEvent) {
  World world;
  world.live(30, 0, 6);
  std::ranges::reverse(world.activities);
  Intake intake(one_lane(world.activities));
  intake.sort({}, one_after_another);
  EXPECT_EQ(events_of(intake).size(), world.activities.size());
  for (std::size_t shard = 0; shard < shard_count; ++shard) {
    const auto& order = intake.shard(shard);
    for (const Ordered& item : order) {
      ASSERT_EQ(shard_of(item.identity), shard);
      ASSERT_EQ(item.identity, item.activity->identity);
      ASSERT_EQ(item.time_ns, item.activity->time.ns);
    }
    ASSERT_TRUE(std::ranges::is_sorted(order, {}, [](const Ordered& o) {
      return std::tuple(o.epoch, o.identity, o.time_ns, o.activity->event);
    }));
  }
}

TEST(Intake, AnEpochIsAnHourAndInTheFirstHourAMinute) {
  const Timestamp began = at(5, 1800);
  const auto epoch = [&](std::int64_t hour, std::int64_t second) {
    return epoch_of(at(hour, second), began) - static_cast<std::uint32_t>(at(0).minutes());
  };
  EXPECT_EQ(epoch(5, 1800), 330U);
  EXPECT_EQ(epoch(5, 1859), 330U);
  EXPECT_EQ(epoch(5, 1860), 331U);
  EXPECT_EQ(epoch(5, 3599), 359U);
  EXPECT_EQ(epoch(6, 0), 360U);
  EXPECT_EQ(epoch(6, 3599), 360U);
  EXPECT_EQ(epoch(7, 1), 420U);
}

TEST(Intake, BeginsToWatchWithTheFirstActivityUnlessItWatchedBefore) {
  World world;
  world.call(1, at(3, 30));
  world.call(1, at(2, 40));
  world.call(1, Timestamp{});
  Intake fresh(one_lane(world.activities)), resumed(one_lane(world.activities));
  fresh.sort({}, one_after_another);
  EXPECT_EQ(fresh.watched_since(), at(2, 40));
  resumed.sort(at(1), one_after_another, at(0));
  EXPECT_EQ(resumed.watched_since(), at(0));
}

TEST(Intake, WhatWasDeliveredTwiceIsThereOnce) {
  World world;
  for (int i = 0; i < 5; ++i) world.call(1, at(0, i));
  auto twice = world.activities;
  twice.insert(twice.end(), world.activities.begin(), world.activities.begin() + 3);
  Intake intake(lanes_of(twice, 2, [](std::size_t i) { return i / 5; }));
  intake.sort({}, one_after_another);
  EXPECT_EQ(events_of(intake).size(), 5U);
  EXPECT_EQ(stats_of(intake).duplicates, 3U);
}

TEST(Intake, TwoCallsOfOneSecondAreTwoWhenTheirEventsDiffer) {
  World world;
  world.call(1, at(0, 0));
  world.call(1, at(0, 0));
  Intake intake(one_lane(world.activities));
  intake.sort({}, one_after_another);
  EXPECT_EQ(events_of(intake).size(), 2U);
  EXPECT_EQ(stats_of(intake).duplicates, 0U);
}

TEST(Intake, OfACallLoggedByTwoAccountsTheSideThatKnowsTheCallerStays) {
  World world;
  const EventId poor = world.call(1, at(0, 0)).event;
  const EventId rich = world.call(2, at(0, 0)).event;
  const EventId alone = world.call(3, at(0, 0)).event;
  const Symbol pair = symbol_of("shared-1"), lonely = symbol_of("shared-2");
  Batch batch;
  batch.activities = world.activities;
  batch.twins = {{pair, poor, false}, {pair, rich, true}, {lonely, alone, false}};
  std::vector<Inlet> lanes(1);
  lanes[0].take(batch);
  Intake intake(std::move(lanes));
  intake.sort({}, one_after_another);
  auto events = events_of(intake);
  std::ranges::sort(events);
  EXPECT_EQ(events, (std::vector{rich, alone}));
  EXPECT_EQ(stats_of(intake).duplicates, 1U);
}

TEST(Intake, TwinsMayComeInDifferentLanes) {
  World world;
  world.call(1, at(0, 0));
  world.call(2, at(0, 0));
  const Symbol pair = symbol_of("shared-1");
  std::vector<Inlet> lanes(2);
  for (std::size_t i = 0; i < 2; ++i) {
    Batch batch;
    batch.activities = {world.activities[i]};
    batch.twins = {{pair, world.activities[i].event, i == 1}};
    lanes[i].take(batch);
  }
  Intake intake(std::move(lanes));
  intake.sort({}, one_after_another);
  EXPECT_EQ(events_of(intake), std::vector{world.activities[1].event});
}

TEST(Intake, WhatWasLearnedBeforeIsNotLearnedAgain) {
  World world;
  for (int hour = 0; hour < 10; ++hour) world.call(1, at(hour));
  Intake intake(one_lane(world.activities));
  intake.sort(at(6), one_after_another);
  EXPECT_EQ(events_of(intake).size(), 3U);
  EXPECT_EQ(stats_of(intake).already_learned, 7U);
  EXPECT_EQ(stats_of(intake).first, at(7));
}

TEST(Intake, AnActivityWithoutATimeHasNoPlaceInTheOrder) {
  World world;
  world.call(1, Timestamp{});
  world.call(1, at(0));
  Intake intake(one_lane(world.activities));
  intake.sort({}, one_after_another);
  EXPECT_EQ(events_of(intake).size(), 1U);
  EXPECT_EQ(stats_of(intake).first, at(0));
}

TEST(Intake, TheOrderOfReadingDoesNotMatter) {
  World world;
  world.live(20, 0, 4);
  for (int i = 0; i < 40; ++i)
    world.activities.push_back(world.activities[static_cast<std::size_t>(i) * 7]);
  Intake expected(one_lane(world.activities));
  expected.sort({}, one_after_another);
  for (std::size_t lanes = 2; lanes < 6; ++lanes) {
    std::rotate(world.activities.begin(), world.activities.begin() + 77, world.activities.end());
    Intake intake(lanes_of(world.activities, lanes, [&](std::size_t i) { return i * i % lanes; }));
    intake.sort({}, testing::in_disorder(lanes));
    ASSERT_EQ(events_of(intake), events_of(expected));
    ASSERT_EQ(stats_of(intake).duplicates, 40U);
  }
}

TEST(Intake, JoinsTheRestOfAllLanes) {
  std::vector<Inlet> lanes(3);
  for (std::size_t i = 0; i < 3; ++i) {
    Batch batch;
    batch.principals.resize(i + 1);
    batch.mints.resize(1);
    batch.changes.resize(2);
    batch.counts = {.records = 10, .activities = 7, .ignored = 2, .malformed = 1, .bytes = 100};
    lanes[i].take(batch);
    EXPECT_TRUE(batch.principals.empty());
    EXPECT_EQ(batch.counts.records, 0U);
  }
  const Intake intake(std::move(lanes));
  EXPECT_EQ(intake.principals().size(), 6U);
  EXPECT_EQ(intake.mints().size(), 3U);
  EXPECT_EQ(intake.changes().size(), 6U);
  EXPECT_EQ(stats_of(intake).records, 30U);
  EXPECT_EQ(stats_of(intake).malformed, 3U);
  EXPECT_EQ(stats_of(intake).bytes, 300U);
}

}  // namespace
}  // namespace gait::engine
