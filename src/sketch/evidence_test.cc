#include "sketch/evidence.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "sketch/testing.h"

namespace gait::sketch {
namespace {

struct Null {
  const char* name;
  std::function<double(testing::Random&)> p;  // super-uniform
};

std::vector<Null> nulls() {
  using testing::Random;
  return {{"uniform", [](Random& r) { return r.uniform(); }},
          {"discrete", [](Random& r) { return std::ceil(r.uniform() * 50) / 50; }},
          {"conservative", [](Random& r) { return std::sqrt(r.uniform()); }},
          {"mostly quiet", [](Random& r) {
             const double u = r.uniform();
             return u < 0.05 ? u : 1.0;
           }}};
}

TEST(EValue, IsOneOnAverageWhenNothingIsWrong) {
  // The integral of e over uniform p, by the midpoint rule in log p, where it is smooth.
  double sum = 0;
  constexpr double step = 0.001;
  for (double bits = step / 2; bits < 90; bits += step)
    sum += std::exp2(e_value_bits(std::exp2(-bits)) - bits) * std::log(2) * step;
  EXPECT_NEAR(sum, 1, 1e-3);
}

TEST(EValue, IsTheCalibratorOfVovkAndWang) {
  EXPECT_NEAR(std::exp2(e_value_bits(1)), 0.35, 1e-12);
  EXPECT_NEAR(std::exp2(e_value_bits(0.01)), 0.35 * std::pow(0.01, -0.65), 1e-9);
  EXPECT_EQ(e_value_bits(7), e_value_bits(1));
  EXPECT_EQ(e_value_bits(std::nan("")), e_value_bits(1));
  EXPECT_EQ(e_value_bits(0), e_value_bits(1e-30));
  EXPECT_EQ(e_value_bits(-1), e_value_bits(1e-30));
}

TEST(EValue, MergesToTheMean) {
  EXPECT_EQ(merge_e_values({}), 0);
  EXPECT_NEAR(merge_e_values(std::array{3.0, 3.0, 3.0}), 3, 1e-12);
  EXPECT_NEAR(merge_e_values(std::array{3.0, 5.0}), std::log2((8 + 32) / 2.0), 1e-12);
  EXPECT_NEAR(merge_e_values(std::array{900.0, -4000.0}), 899, 1e-9);
}

// Slow reference: the formula on M itself, with long doubles.
TEST(Evidence, IsTheFormulaOnItsOwn) {
  testing::Random random(1);
  Evidence evidence;
  long double m = 1;
  std::uint32_t hour = 100;
  for (int i = 0; i < 5000; ++i) {
    const auto passed = static_cast<std::uint32_t>(random.below(30));
    hour += passed;
    m = std::max(1.0L, m * std::pow(2.0L, -static_cast<long double>(passed) / 24));
    ASSERT_NEAR(evidence.at(hour), static_cast<double>(std::log2(m)), 1e-3);
    const double p = std::pow(random.uniform(), 2.2);
    m *= 0.35L * std::pow(static_cast<long double>(p), -0.65L);
    m = std::clamp(m, 1.0L, std::pow(2.0L, 64.0L));
    ASSERT_NEAR(evidence.update(hour, p), static_cast<double>(std::log2(m)), 1e-3);
  }
}

// Stated: ARL >= 1/a. Measured at a = 2^-8: 17, 12, 10 and 10 times that with half-lives of 6 h,
// 24 h, 7 d and none, and M >= 1/a within 1/a hours in 6, 9, 10 and 10 % of runs.
TEST(Evidence, RunsLongerThanOneOverAlphaUntilAFalseAlarm) {
  constexpr int bits = 8, hours_max = 1 << bits, runs = 1500;
  for (const Null& null : nulls()) {
    for (const double half_life : {6.0, evidence_half_life_hours, 1e9}) {
      testing::Random random(5);
      int alarmed = 0;
      double hours_run = 0;  // cut off at 4 / a, so this mean is too small
      for (int run = 0; run < runs; ++run) {
        Evidence evidence;
        std::uint32_t hour = 1;
        while (hour < 4 * hours_max && evidence.update(hour, null.p(random), half_life) < bits)
          ++hour;
        alarmed += hour <= hours_max;
        hours_run += hour;
      }
      EXPECT_LE(alarmed, 0.15 * runs) << null.name << ", half-life " << half_life;
      EXPECT_GE(hours_run / runs, 2 * hours_max) << null.name << ", half-life " << half_life;
    }
  }
}

TEST(Evidence, LessItsPriceIsAnEValueAtAnyHour) {
  for (const Null& null : nulls()) {
    for (const std::uint32_t hours : {1U, 5U, 40U, 200U}) {
      testing::Random random(hours);
      double sum = 0;
      constexpr int runs = 4000;
      for (int run = 0; run < runs; ++run) {
        Evidence evidence;
        for (std::uint32_t hour = 1; hour <= hours; ++hour) evidence.update(hour, null.p(random));
        sum += std::exp2(evidence.e_bits(hours));
      }
      EXPECT_LE(sum / runs, 1) << null.name << " after " << hours;
    }
  }
  EXPECT_NEAR(Evidence::price(24), -std::log2(1 - std::exp2(-1.0 / 24)), 1e-9);
}

TEST(Evidence, OneUnusualHourIsNoAlarmAndADayOfSomewhatUnusualHoursIs) {
  Evidence once;
  EXPECT_LT(once.update(1, 0.001), 13);

  Evidence slow;
  std::uint32_t hour = 1;
  while (slow.update(hour, 0.02) < 13) ++hour;
  EXPECT_LE(hour, 8U);
  while (hour < 24) slow.update(++hour, 0.02);
  EXPECT_GT(slow.e_bits(24), 40);
  EXPECT_EQ(slow.hours(), 24U);
  EXPECT_EQ(slow.since_hour(), 1U);
}

TEST(Evidence, WhatHappensOnceADayAddsUpOnlyWithAHalfLifeOfADay) {
  const auto after_two_weeks = [](double half_life) {
    Evidence evidence;
    for (std::uint32_t day = 1; day <= 14; ++day) evidence.update(day * 24, 0.001, half_life);
    return evidence.e_bits(14 * 24, half_life);
  };
  EXPECT_GT(after_two_weeks(24), 40);
  EXPECT_LT(after_two_weeks(6), after_two_weeks(24) / 2);
}

TEST(Evidence, FadesWithTimeAndSaysWhenItBegan) {
  Evidence evidence;
  evidence.update(10, 1e-6);
  const double begun = evidence.update(12, 1e-3);
  EXPECT_EQ(evidence.since_hour(), 10U);
  EXPECT_EQ(evidence.hours(), 2U);
  EXPECT_NEAR(evidence.at(12 + 48), begun - 2, 1e-5);
  EXPECT_EQ(evidence.at(12 + 24 * 40), 0);

  evidence.update(2000, 0.01);
  EXPECT_EQ(evidence.since_hour(), 2000U);
  EXPECT_EQ(evidence.hours(), 1U);
  evidence.reset();
  EXPECT_EQ(evidence.at(2000), 0);
  EXPECT_EQ(evidence.hours(), 0U);
}

TEST(Evidence, IsBoundedAndTakesAnEarlierHourAsTheLast) {
  Evidence evidence;
  for (std::uint32_t hour = 1; hour < 100; ++hour) evidence.update(hour, 0);
  EXPECT_EQ(evidence.at(99), Evidence::bits_max);
  const double before = evidence.at(99);
  evidence.update(3, 1);
  EXPECT_NEAR(evidence.at(99), before + e_value_bits(1), 1e-4) << "no time has passed";
  EXPECT_EQ(evidence.at(99), evidence.at(1));
  EXPECT_EQ(sizeof(Evidence), 16U);
}

TEST(Evidence, SavesAndLoadsItselfAndRefusesWhatItIsNot) {
  Evidence evidence;
  evidence.update(77, 1e-4);
  evidence.update(80, 1e-2);
  ByteWriter out;
  evidence.save(out);
  ByteReader in(out.bytes());
  Evidence loaded;
  loaded.load(in);
  EXPECT_TRUE(in.ok());
  EXPECT_EQ(in.left(), 0U);
  EXPECT_EQ(loaded.at(90), evidence.at(90));
  EXPECT_EQ(loaded.since_hour(), 77U);
  EXPECT_EQ(loaded.hours(), 2U);

  for (const float wrong : {-1.0F, 65.0F, std::numeric_limits<float>::quiet_NaN()}) {
    ByteWriter bad;
    bad.put(wrong);
    bad.put(std::array<std::uint32_t, 3>{1, 1, 1});
    ByteReader refused(bad.bytes());
    loaded.load(refused);
    EXPECT_FALSE(refused.ok()) << wrong;
    EXPECT_EQ(loaded.at(1), 0) << wrong;
  }
}

}  // namespace
}  // namespace gait::sketch
