#include "sketch/level.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "sketch/testing.h"

namespace gait::sketch {
namespace {

constexpr int day = 288;

Timestamp at(int window) { return Timestamp::from_seconds(std::int64_t{window} * 300); }

// A level that has learned `windows` windows.
Level learned(int windows, const std::function<double(int)>& value) {
  Level level;
  for (int i = 0; i < windows; ++i) level.learn(value(i), at(i));
  return level;
}

// Positive amounts around 100 with a spread of 10.
std::function<double(int)> steady(std::uint64_t seed) {
  return [random = testing::Random(seed)](int) mutable { return 100 + 10 * random.normal(); };
}

TEST(Level, SaysNothingBeforeItKnowsTheSeries) {
  auto value = steady(1);
  Level level;
  for (int i = 0; i < 200; ++i) {
    ASSERT_EQ(level.judge(1e9, at(i)).bits, 0) << i;
    level.learn(value(i), at(i));
  }
  EXPECT_GT(level.judge(1e9, at(200)).bits, 10);
}

TEST(Level, ABurstIsUnusualAndSaysAgainstWhat) {
  const Level level = learned(5 * day, steady(2));
  const auto burst = level.judge(300, at(5 * day));
  EXPECT_GT(burst.bits, 12);
  EXPECT_TRUE(burst.news);
  EXPECT_TRUE(burst.above);
  EXPECT_NEAR(burst.usual, 100, 5);
  const auto silence = level.judge(0, at(5 * day));
  EXPECT_GT(silence.bits, 10);
  EXPECT_FALSE(silence.above);
  EXPECT_LT(level.judge(102, at(5 * day)).bits, 3);
}

TEST(Level, FartherIsNeverLikelier) {
  const Level level = learned(5 * day, steady(3));
  double least = 0;
  for (double value = 200; value < 1e7; value *= 1.1) {
    const double bits = level.judge(value, at(5 * day)).bits;
    ASSERT_GE(bits, least) << value;
    least = bits;
  }
}

TEST(Level, TheUnitDoesNotMatter) {
  auto small = steady(4), large = steady(4);
  Level one, thousand;
  for (int i = 0; i < 4 * day; ++i) {
    const double value = small(i), same = large(i) * 1024;
    ASSERT_NEAR(one.judge(value, at(i)).bits, thousand.judge(same, at(i)).bits, 1e-6) << i;
    one.learn(value, at(i));
    thousand.learn(same, at(i));
  }
}

TEST(Level, StatedProbabilityIsNotOptimisticOnIndependentWindows) {
  double windows = 0, at_7_bits = 0, at_4_bits = 0;
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    auto value = steady(100 + seed);
    Level level;
    for (int i = 0; i < 14 * day; ++i) {
      const double amount = value(i), bits = level.judge(amount, at(i)).bits;
      level.learn(amount, at(i));
      if (i < 5 * day) continue;
      ++windows;
      at_4_bits += bits >= 4 ? 1 : 0;
      at_7_bits += bits >= 7 ? 1 : 0;
    }
  }
  EXPECT_LT(at_4_bits / windows, 2 * std::exp2(-4));
  EXPECT_LT(at_7_bits / windows, 2 * std::exp2(-7));
  EXPECT_GT(at_4_bits, 0);
}

TEST(Level, ANewLevelIsToldOnceAndThenLearned) {
  auto value = steady(5);
  Level level = learned(7 * day, value);
  int told = 0;
  double first_bits = 0;
  for (int i = 7 * day; i < 21 * day; ++i) {
    const double amount = 3 * value(i);
    const auto judgement = level.judge(amount, at(i));
    if (judgement.news && judgement.bits > 9) ++told;
    if (i == 7 * day) first_bits = judgement.bits;
    level.learn(amount, at(i));
  }
  EXPECT_GT(first_bits, 12);
  EXPECT_GE(told, 1);
  EXPECT_LE(told, 4);
  EXPECT_LT(level.judge(300, at(21 * day)).bits, 4);
}

TEST(Level, ATimeOfDayThatIsUsuallyQuietIsNotedOnceThereAreDays) {
  testing::Random random(6);
  const auto office = [&](int window) {
    const bool open = window % day >= 108 && window % day < 216;  // 09:00 to 18:00
    return (open ? 1000 : 50) * std::exp(0.05 * random.normal());
  };
  const Level level = learned(14 * day, office);
  const int night = 14 * day + 24, noon = 14 * day + 144;
  EXPECT_GT(level.judge(1000, at(night)).bits, level.judge(1000, at(noon)).bits + 3);
}

TEST(Level, OneWindowTeachesLittleHoweverLargeItIs) {
  auto value = steady(7);
  Level clean = learned(7 * day, value), poisoned = clean;
  poisoned.learn(1e15, at(7 * day));
  clean.learn(100, at(7 * day));
  for (int i = 7 * day + 1; i < 9 * day; ++i) {
    const double amount = value(i);
    clean.learn(amount, at(i));
    poisoned.learn(amount, at(i));
  }
  // It cannot be taught away: a burst still stands out as far as its rank allows.
  EXPECT_GT(clean.judge(400, at(9 * day)).bits, 12);
  EXPECT_GT(poisoned.judge(400, at(9 * day)).bits, 7);
}

// How many days until a ramp of so much a day reaches 10 bits of news; 0 when never in 60 days.
int days_until_found(double growth_per_day) {
  auto value = steady(8);
  Level level = learned(14 * day, value);
  for (int i = 0; i < 60 * day; ++i) {
    const double amount = value(i) * std::pow(1 + growth_per_day, static_cast<double>(i) / day);
    const auto judgement = level.judge(amount, at(14 * day + i));
    level.learn(amount, at(14 * day + i));
    if (judgement.news && judgement.bits >= 10) return i / day + 1;
  }
  return 0;
}

TEST(Level, ARampOf5PercentADayIsFoundOnItsFirstDayAndOneOf1PercentIsNotTold) {
  EXPECT_EQ(days_until_found(0.20), 1);
  EXPECT_EQ(days_until_found(0.05), 1);
  // Chance alone reaches 10 bits after some days; 1 % a day hides in it and is learned. Slow ramps
  // are for a frozen reference.
  EXPECT_GT(days_until_found(0), 1);
  EXPECT_GT(days_until_found(0.01), 1);
}

TEST(Level, ConstantSeriesAreFine) {
  const Level zero = learned(3 * day, [](int) { return 0.0; });
  EXPECT_EQ(zero.judge(0, at(3 * day)).bits, 0);
  EXPECT_GT(zero.judge(1, at(3 * day)).bits, 9);
  EXPECT_LT(zero.judge(1, at(3 * day)).bits, 100);
}

TEST(Level, SavedAndLoadedItJudgesTheSame) {
  const Level level = learned(5 * day, steady(9));
  ByteWriter out;
  level.save(out);
  Level copy;
  ByteReader in(out.bytes());
  copy.load(in);
  EXPECT_TRUE(in.ok());
  EXPECT_EQ(in.left(), 0U);
  for (const double value : {0.0, 90.0, 140.0, 1e6}) {
    EXPECT_EQ(copy.judge(value, at(5 * day)).bits, level.judge(value, at(5 * day)).bits);
  }
}

TEST(Level, RefusesBytesThatAreNoLevel) {
  Level level = learned(day, steady(10));
  ByteReader cut(std::string_view("short"));
  level.load(cut);
  EXPECT_FALSE(cut.ok());
  EXPECT_EQ(level.windows(), 0U);
  const std::string ones(256, '\xff');
  ByteReader broken(ones);
  level.load(broken);
  EXPECT_FALSE(broken.ok());
}

}  // namespace
}  // namespace gait::sketch
