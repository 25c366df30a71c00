#include "sketch/burst.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "sketch/testing.h"

namespace gait::sketch {
namespace {

constexpr std::uint32_t start = 28'000'000;  // a minute of 2023

// A key whose minutes are played one after the other.
struct Player {
  Burst burst;
  std::uint32_t minute = start;

  double watched() const { return minute - start + 1; }
  // Bits of the calls in this minute, which is then learned; time goes on.
  double play(double calls) {
    const double bits = burst.judge(calls, minute, watched());
    if (calls > 0) burst.learn(calls, minute, watched());
    ++minute;
    return bits;
  }
  double judge(double calls) const { return burst.judge(calls, minute, watched()); }
};

std::string bytes_of(const Burst& burst) {
  ByteWriter out;
  burst.save(out);
  return out.take();
}

TEST(Burst, AFirstCallIsAsRareAsTheMinutesInWhichNobodyCalled) {
  const Burst unknown;
  for (const std::uint32_t minutes : {10U, 1'000U, 50'000U})
    EXPECT_NEAR(unknown.judge(1, start + minutes, minutes), std::log2(minutes), 0.4) << minutes;
}

TEST(Burst, NothingIsABurstInTheVeryFirstMinuteOfACalmKey) {
  EXPECT_EQ(Burst().judge(1, start, 1), 0);
  EXPECT_LT(Burst().judge(3, start, 1), 3);
}

TEST(Burst, MoreCallsNeverHaveFewerBits) {
  Player player;
  testing::Random random(3);
  for (int i = 0; i < 500; ++i) player.play(static_cast<double>(random.below(9)));
  double last = 0;
  for (double calls = 0; calls < 1e6; calls = calls * 1.1 + 1) {
    const double bits = player.judge(calls);
    ASSERT_GE(bits, last) << calls;
    last = bits;
  }
  EXPECT_GT(last, 20);
}

TEST(Burst, WhatIsUsualIsNoBurstAndAFloodIs) {
  Player player;
  for (int i = 0; i < 2'000; ++i) player.play(5);
  EXPECT_LT(player.judge(5), 1);
  EXPECT_GT(player.judge(500), 10);
}

TEST(Burst, TheHabituallyBurstyStayQuietWhereTheCalmDoNot) {
  Player bursty, calm;
  for (int i = 0; i < 6'000; ++i) {
    bursty.play(i % 60 == 0 ? 300 : 0);
    calm.play(5);
  }
  // The same mean; the same 300 calls.
  while ((bursty.minute - start) % 60 != 0) bursty.play(0), calm.play(5);
  EXPECT_LT(bursty.judge(300), 7);
  EXPECT_GT(calm.judge(300), bursty.judge(300) + 3);
}

// Cantelli's bound with the moments of the stream itself, counted exactly.
double exact_bits(const std::vector<double>& levels, double level) {
  double sum = 1, squares = 1;
  for (const double x : levels) sum += x, squares += x * x;
  const double n = static_cast<double>(levels.size()) + 1;
  const double mean = sum / n, variance = std::max(squares / n - mean * mean, mean);
  return level > mean ? std::log2(1 + (level - mean) * (level - mean) / variance) : 0;
}

TEST(Burst, AgreesWithExactMomentsWhileNothingIsCutOff) {
  testing::Random random(7);
  Player player;
  std::vector<double> levels;
  double level = 0;
  for (int i = 0; i < 3'000; ++i) {
    const double calls = static_cast<double>(random.below(2) * random.below(20));
    level = level * 0.9 + calls;
    if (i > 100) {
      ASSERT_NEAR(player.judge(calls), exact_bits(levels, level), 0.01) << i;
    }
    player.play(calls);
    levels.push_back(calls > 0 ? level : 0);  // an idle minute is nothing
  }
}

TEST(Burst, FewMinutesReachManyBitsWhateverTheDistribution) {
  const auto streams = {+[](testing::Random& r) { return static_cast<double>(r.below(10)); },
                        +[](testing::Random& r) { return std::floor(std::exp(2 * r.normal())); },
                        +[](testing::Random& r) { return r.below(50) == 0 ? 400.0 : 1.0; },
                        +[](testing::Random& r) { return std::floor(1 / r.uniform()); }};
  for (const auto& draw : streams) {
    testing::Random random(19);
    Player player;
    int above = 0;
    constexpr int minutes = 20'000;
    for (int i = 0; i < minutes; ++i) above += player.play(draw(random)) >= 7;
    // Stated 1 in 128; the moments are a sample's, so twice that.
    EXPECT_LT(above, minutes / 64);
  }
}

TEST(Burst, AFloodIsStillOneAfterAnHour) {
  Player player;
  for (int i = 0; i < 10'000; ++i) player.play(i % 10 == 0 ? 2 : 0);
  // By its frequency alone it would be down to 8 bits.
  for (int i = 0; i < 60; ++i) ASSERT_GT(player.play(10'000), 20) << i;
}

TEST(Burst, ALastingChangeOfSizeIsLearnedWithinADay) {
  Player player;
  for (int i = 0; i < 10'000; ++i) player.play(5);
  for (int i = 0; i < 1'440; ++i) player.play(15);
  EXPECT_LT(player.judge(15), 4);
}

TEST(Burst, ACallAfterTheFloodIsPartOfItForMinutesAndNotForDays) {
  Player player;
  for (int i = 0; i < 5'000; ++i) player.play(1);
  for (int i = 0; i < 5; ++i) player.play(1'000);
  EXPECT_GT(player.judge(1), 5);
  for (int i = 0; i < 200; ++i) player.play(0);
  EXPECT_LT(player.judge(1), 2);
}

TEST(Burst, OldMinutesFadeSoThatTheMeanOfYearsMoves) {
  Player player;
  const auto months = [](double n) { return static_cast<int>(n * 43'200); };
  for (int i = 0; i < months(24); i += 10) {
    player.play(50);
    player.minute += 9;
  }
  const double before = player.burst.moments(player.watched()).mean;
  for (int i = 0; i < months(6); i += 10) {
    player.play(5);
    player.minute += 9;
  }
  EXPECT_LT(player.burst.moments(player.watched()).mean, before / 4);
}

TEST(Burst, JudgingChangesNothing) {
  Player player;
  for (int i = 0; i < 50; ++i) player.play(i % 7);
  const std::string before = bytes_of(player.burst);
  (void)player.judge(1'000);
  EXPECT_EQ(bytes_of(player.burst), before);
}

TEST(Burst, AMinuteOfThePastIsJudgedAsThePresentOne) {
  Player player;
  for (int i = 0; i < 50; ++i) player.play(3);
  EXPECT_EQ(player.burst.judge(3, start, 50), player.burst.judge(3, player.minute - 1, 50));
}

TEST(Burst, AbsurdCountsStayFinite) {
  Player player;
  for (int i = 0; i < 100; ++i) player.play(std::numeric_limits<double>::max());
  EXPECT_TRUE(std::isfinite(player.judge(1e300)));
  EXPECT_EQ(Burst().judge(-5, start, 10), 0);
}

TEST(Burst, ComesBackFromItsBytesAsItWas) {
  Player player;
  for (int i = 0; i < 300; ++i) player.play(i % 11);
  const std::string bytes = bytes_of(player.burst);
  EXPECT_LE(bytes.size(), 24U);
  ByteReader in(bytes);
  Burst loaded;
  loaded.load(in);
  EXPECT_TRUE(in.ok());
  EXPECT_EQ(bytes_of(loaded), bytes);
  EXPECT_EQ(loaded.judge(40, player.minute, player.watched()), player.judge(40));
}

TEST(Burst, RefusesBytesThatAreNoAmounts) {
  ByteWriter out;
  out.put(std::numeric_limits<double>::quiet_NaN());
  out.put(1.0);
  out.put(1.0F);
  out.put(start);
  ByteReader in(out.bytes());
  Burst burst;
  burst.load(in);
  EXPECT_FALSE(in.ok());
  EXPECT_EQ(bytes_of(burst), bytes_of(Burst()));
}

}  // namespace
}  // namespace gait::sketch
