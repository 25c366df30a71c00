#include "sketch/linear_counter.h"

#include <gtest/gtest.h>

#include "sketch/testing.h"

namespace gait::sketch {
namespace {

// The root mean square of the relative error over many counters of `distinct` random things.
double relative_error(int distinct) {
  constexpr int counters = 2000;
  testing::Random random(static_cast<std::uint64_t>(distinct));
  double sum = 0;
  for (int i = 0; i < counters; ++i) {
    LinearCounter counter;
    for (int thing = 0; thing < distinct; ++thing) counter.add(random.next());
    const double error = counter.estimate() / distinct - 1;
    sum += error * error;
  }
  return std::sqrt(sum / counters);
}

TEST(LinearCounter, KeepsTheErrorThatItsHeaderStates) {
  EXPECT_NEAR(relative_error(60), 0.07, 0.01);
  EXPECT_NEAR(relative_error(250), 0.09, 0.01);
  EXPECT_LE(relative_error(500), 0.20);
}

TEST(LinearCounter, CountsNothingAndFewThingsExactly) {
  LinearCounter counter;
  EXPECT_EQ(counter.estimate(), 0);
  for (std::uint64_t thing = 0; thing < 4; ++thing) counter.add(thing);
  EXPECT_NEAR(counter.estimate(), 4, 0.1);
}

TEST(LinearCounter, TheSameThingCountsOnce) {
  LinearCounter once, often;
  once.add(77);
  for (int i = 0; i < 100; ++i) often.add(77);
  EXPECT_EQ(once, often);
}

TEST(LinearCounter, UsesAllOfIts128BitsAndSaturatesAt621) {
  LinearCounter counter;
  double last = 0;
  for (std::uint64_t thing = 0; thing < 127; ++thing) {
    counter.add(thing);
    EXPECT_GT(counter.estimate(), last);
    last = counter.estimate();
  }
  counter.add(127);
  EXPECT_NEAR(counter.estimate(), 621, 0.5);
}

TEST(LinearCounter, TheUnionOfTwoIsTheOneThatSawEverything) {
  testing::Random random(3);
  for (int round = 0; round < 100; ++round) {
    LinearCounter left, right, all;
    for (int i = 0; i < 40; ++i) {
      const std::uint64_t thing = random.next();
      if (random.below(3) != 0) left.add(thing), all.add(thing);
      if (random.below(3) != 0) right.add(thing), all.add(thing);
    }
    LinearCounter other_way = right;
    other_way.merge(left);
    left.merge(right);
    ASSERT_EQ(left, all);
    ASSERT_EQ(other_way, all);
    left.merge(left);
    ASSERT_EQ(left, all);
  }
}

TEST(LinearCounter, ClearForgetsEverything) {
  LinearCounter counter;
  counter.add(5);
  counter.clear();
  EXPECT_EQ(counter, LinearCounter{});
}

}  // namespace
}  // namespace gait::sketch
