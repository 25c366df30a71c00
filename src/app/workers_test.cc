#include "app/workers.h"

#include <gtest/gtest.h>

#include <chrono>
#include <numeric>

namespace gait::app {
namespace {

TEST(Workers, DoEveryTaskOnceInEveryOfManyRounds) {
  for (const std::size_t count : {1U, 2U, 4U, 7U}) {
    Workers workers(count);
    EXPECT_EQ(workers.count(), count);
    std::vector<int> done(64);
    for (int round = 1; round <= 500; ++round) {
      workers.run(done.size(), [&](std::size_t i) { ++done[i]; });
      ASSERT_EQ(std::accumulate(done.begin(), done.end(), 0), round * 64) << count;
    }
    for (const int times : done) EXPECT_EQ(times, 500);
  }
}

TEST(Workers, WhatOneRoundWroteTheNextOneReads) {
  Workers workers(4);
  std::vector<std::uint64_t> now(33, 1), next(33);
  for (int round = 0; round < 1000; ++round) {
    workers.run(now.size(), [&](std::size_t i) { next[i] = now[i] + now[(i + 1) % now.size()]; });
    now.swap(next);
  }
  // Every place has doubled every time: 2^1000 is 0 in 64 bits.
  for (const std::uint64_t value : now) EXPECT_EQ(value, 0U);
}

TEST(Workers, AnyNumberOfTasksIsRight) {
  Workers workers(3);
  for (const std::size_t tasks : {0U, 1U, 2U, 3U, 1000U}) {
    std::atomic<std::size_t> sum{0};
    workers.run(tasks, [&](std::size_t i) { sum += i + 1; });
    EXPECT_EQ(sum, tasks * (tasks + 1) / 2);
  }
}

TEST(Workers, WakeUpAfterTheyFellAsleep) {
  Workers workers(3);
  for (int round = 0; round < 5; ++round) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    std::atomic<int> done{0};
    workers.run(10, [&](std::size_t) { ++done; });
    EXPECT_EQ(done, 10);
  }
}

TEST(Workers, ReallyWorkAtTheSameTime) {
  Workers workers(2);
  std::atomic<int> here{0};
  // Each task waits for the other; one thread alone would never finish.
  workers.run(2, [&](std::size_t) {
    ++here;
    while (here.load() < 2) std::this_thread::yield();
  });
  EXPECT_EQ(here, 2);
}

TEST(Workers, MayEndWithoutEverWorking) {
  for (int i = 0; i < 50; ++i) Workers workers(4);
}

TEST(Workers, LendThemselvesToTheEngine) {
  Workers workers(2);
  std::atomic<int> done{0};
  workers.parallel_for()(5, [&](std::size_t) { ++done; });
  EXPECT_EQ(done, 5);
}

}  // namespace
}  // namespace gait::app
