#include "simulate/random.h"

#include <gtest/gtest.h>

namespace gait::simulate {
namespace {

// These numbers must be the same on every machine and for ever: fleets are named by their seed.
TEST(Random, DrawsTheSameNumbersEverywhere) {
  Random random(1, {2, 3});
  EXPECT_EQ(random.next(), 11'743'339'738'743'870'471ULL);
  EXPECT_EQ(random.below(1'000'000), 528'866U);
  EXPECT_EQ(random.count(5'000), 8);
  EXPECT_EQ(random.count(90'000), 87);
  EXPECT_EQ(random.favourite(1'000), 271U);
}

TEST(Random, HasOneStreamForEveryPurpose) {
  Random one(1, {2}), same(1, {2}), other_salt(1, {3}), other_seed(2, {2});
  const std::uint64_t first = one.next();
  EXPECT_EQ(first, same.next());
  EXPECT_NE(first, other_salt.next());
  EXPECT_NE(first, other_seed.next());
}

TEST(Random, CountsAroundTheMean) {
  Random random(7, {});
  for (const std::int64_t mean_milli : {200, 3'000, 15'900, 16'100, 400'000}) {
    std::int64_t sum = 0;
    constexpr std::int64_t draws = 4'000;
    for (std::int64_t i = 0; i < draws; ++i) {
      const std::int64_t count = random.count(mean_milli);
      ASSERT_GE(count, 0);
      sum += count;
    }
    const double mean = static_cast<double>(sum) / draws;
    const double expected = static_cast<double>(mean_milli) / 1'000;
    EXPECT_NEAR(mean, expected, 0.05 * expected + 0.02) << mean_milli;
  }
  EXPECT_EQ(random.count(0), 0);
}

TEST(Random, PrefersTheFirstWithoutForgettingTheLast) {
  Random random(7, {});
  int first_eighth = 0, last_tenth = 0;
  for (int i = 0; i < 10'000; ++i) {
    const std::uint32_t drawn = random.favourite(80);
    ASSERT_LT(drawn, 80U);
    first_eighth += drawn < 10 ? 1 : 0;
    last_tenth += drawn >= 72 ? 1 : 0;
  }
  EXPECT_NEAR(first_eighth, 5'000, 300);
  EXPECT_GT(last_tenth, 100);
}

}  // namespace
}  // namespace gait::simulate
