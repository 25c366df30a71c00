#include "sketch/calibrator.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "sketch/testing.h"

namespace gait::sketch {
namespace {

struct Shape {
  const char* name;
  std::function<double(testing::Random&)> draw;
  bool continuous = true;  // then the stated rate is not only an upper bound
};

double exponential(testing::Random& random) { return -std::log2(random.uniform()); }

std::vector<Shape> shapes() {
  using testing::Random;
  return {{"as stated", [](Random& r) { return exponential(r); }},
          {"half of what is stated", [](Random& r) { return 0.5 * exponential(r); }},
          {"twice what is stated", [](Random& r) { return 2 * exponential(r); }},
          {"lognormal", [](Random& r) { return std::exp(0.5 + 0.6 * r.normal()); }},
          {"two populations",
           [](Random& r) { return r.below(100) < 97 ? 0.7 * exponential(r) : 4 + exponential(r); }},
          {"Pareto", [](Random& r) { return 3 * (std::pow(r.uniform(), -1.0 / 3) - 1); }, false},
          {"whole bits", [](Random& r) { return std::floor(1.3 * exponential(r)); }, false},
          {"mostly nothing", [](Random& r) { return r.below(100) < 99 ? 0 : 1.5 * exponential(r); },
           false},
          {"two atoms",
           [](Random& r) {
             const double u = r.uniform();
             return u < 0.999 ? 0 : u < 0.9999 ? 6.1 : 12.3;
           },
           false}};
}

std::string bytes_of(const Calibrator& calibrator) {
  ByteWriter out;
  calibrator.save(out);
  return out.take();
}

// The same function from all samples ever seen, each of weight 1, by its definition.
class Reference {
 public:
  void add(double bits) { samples_.push_back(edge(bits)); }

  double survival(double bits) const {
    const double n = static_cast<double>(samples_.size());
    double reached = at_least(edge(bits));
    const double start = tail_start();
    if (n > 0 && edge(bits) > start) {
      double sum = 0;
      for (const double sample : samples_)
        if (sample >= start) sum += sample + 0.25 - start;
      const double members = std::min(20.0, at_least(start));
      const double mean = std::max(sum / at_least(start), 0.5 / std::log(2));
      const double excess = std::min(bits, 40.0) - start - 0.25;
      const double tail = at_least(start) * std::pow(1 + excess / (mean * members), -members);
      reached = std::max(reached, tail);
    }
    const double p = (reached + 20 * std::exp2(-bits)) / (n + 20);
    return std::min(1.0, std::max(p, std::exp2(-(1 + n / (n + 2000)) * bits)));
  }

 private:
  static double edge(double bits) { return std::min(std::floor(bits * 4) / 4, 39.75); }
  double at_least(double bits) const {
    return static_cast<double>(
        std::ranges::count_if(samples_, [=](double s) { return s >= bits; }));
  }
  double tail_start() const {
    double start = 0;
    for (double bits = 0; bits < 40; bits += 0.25)
      if (at_least(bits) >= 20) start = bits;
    return start;
  }
  std::vector<double> samples_;
};

TEST(Calibrator, WithoutSamplesTheStatedProbabilityIsBelieved) {
  const Calibrator nothing;
  EXPECT_EQ(nothing.samples(), 0);
  for (double bits = 0; bits < 60; bits += 0.7)
    EXPECT_DOUBLE_EQ(nothing.survival(bits), std::exp2(-bits));
}

TEST(Calibrator, ALargerGroupMayBeThePrior) {
  Calibrator calibrator;
  EXPECT_DOUBLE_EQ(calibrator.survival(6, 0.3), 0.3);
  EXPECT_DOUBLE_EQ(calibrator.survival(6, 1e-9), 1e-9) << "nothing of its own to say";
  for (int i = 0; i < 80; ++i) calibrator.add(i % 4 == 0 ? 9 : 1);
  EXPECT_NEAR(calibrator.survival(6, 0.3), (20 + 20 * 0.3) / 100, 1e-9);
  EXPECT_NEAR(calibrator.survival(6, 1e-9), (20 + 20 * 1e-9) / 100, 1e-9);
  const double floor = std::exp2(-(1 + 80.0 / 2080) * 30);
  EXPECT_GE(calibrator.survival(30), floor) << "no larger group has borne it out";
}

TEST(Calibrator, TheQuietOfAFewHoursAddsNoBits) {
  const auto bits_after = [](int quiet_hours) {
    Calibrator calibrator;
    for (int i = 0; i < quiet_hours; ++i) calibrator.add(0);
    return -std::log2(calibrator.survival(12));
  };
  EXPECT_LE(bits_after(50), 12.3);
  EXPECT_GT(bits_after(2000), 15);
  EXPECT_GT(bits_after(20'000), bits_after(2000));
}

TEST(Calibrator, IsTheSlowReferenceThatKeepsEverySample) {
  for (const Shape& shape : shapes()) {
    for (const int n : {1, 7, 19, 20, 21, 60, 300, 1500}) {
      testing::Random random(static_cast<std::uint64_t>(n));
      Calibrator calibrator;
      Reference reference;
      for (int i = 0; i < n; ++i) {
        const double bits = shape.draw(random);
        calibrator.add(bits);
        reference.add(bits);
      }
      for (double bits = 0.1; bits < 50; bits += 0.37) {
        const double expected = reference.survival(bits);
        ASSERT_NEAR(calibrator.survival(bits) / expected, 1, 1e-5)
            << shape.name << ", " << n << " samples, " << bits << " bits";
      }
    }
  }
}

TEST(Calibrator, MoreBitsAreNeverLikelierAndNothingIsImpossible) {
  for (const Shape& shape : shapes()) {
    testing::Random random(3);
    Calibrator calibrator;
    for (int i = 0; i < 5000; ++i) {
      calibrator.add(shape.draw(random), i % 3 == 0 ? 0.2 : 1);
      if (i % 500 != 37) continue;
      double last = 1;
      for (double bits = 0; bits < 120; bits += 0.03) {
        const double p = calibrator.survival(bits);
        ASSERT_LE(p, last * (1 + 1e-12)) << shape.name << " at " << bits;
        ASSERT_GE(p * (1 + 1e-12), std::exp2(-2 * std::min(bits, 100.0)))
            << shape.name << " at " << bits;
        last = p;
      }
    }
  }
}

TEST(Calibrator, WhatHasBeenReachedIsNeverRarerThanItWas) {
  Calibrator calibrator;
  for (int i = 0; i < 100'000; ++i) calibrator.add(1);
  for (int i = 0; i < 10; ++i) calibrator.add(15.1);
  EXPECT_GE(calibrator.survival(15.1), 10.0 / 100'030) << "ten ties, far beyond the other samples";
}

// Stated against realised on a stream that teaches after it is judged, wherever at least 50 were
// expected: never optimistic by more than a factor of 2, and never pessimistic by more where the
// statistic is continuous. The first 2,000 hours are the prior's and stay out.
TEST(Calibrator, HoldsTheStatedRateOnStreamsOfAnyShape) {
  constexpr int hours = 830'000, warm_up = 2'000;
  for (const Shape& shape : shapes()) {
    testing::Random random(2);
    Calibrator calibrator;
    std::array<double, 15> realised{};
    for (int i = 0; i < hours; ++i) {
      const double bits = shape.draw(random);
      if (i >= warm_up) {
        const double found = -std::log2(calibrator.survival(bits));
        for (std::size_t b = 3; b < realised.size() && found >= static_cast<double>(b); ++b)
          ++realised[b];
      }
      calibrator.add(bits);
    }
    for (std::size_t b = 3; b < realised.size(); ++b) {
      const double expected = (hours - warm_up) * std::exp2(-static_cast<double>(b));
      ASSERT_GE(expected, 50);
      EXPECT_LE(realised[b] / expected, 1.5) << shape.name << " at " << b << " bits";
      if (shape.continuous) {
        EXPECT_GE(realised[b] / expected, 0.5) << shape.name << " at " << b << " bits";
      }
    }
  }
}

// The mean over many young groups of what is truly reached where `stated` is said. A statistic
// that states half of its bits (`scale` 2) is the dangerous one: its prior is far too small.
double realised_when_young(int samples, double stated_bits, double scale) {
  double sum = 0;
  constexpr int groups = 300;
  for (int g = 0; g < groups; ++g) {
    testing::Random random(static_cast<std::uint64_t>(1000 * samples + g));
    Calibrator calibrator;
    for (int i = 0; i < samples; ++i) calibrator.add(scale * exponential(random));
    double bits = 0;
    while (-std::log2(calibrator.survival(bits)) < stated_bits) bits += 0.02;
    sum += std::exp2(-bits / scale);
  }
  return sum / groups;
}

TEST(Calibrator, TheTailBeyondTwentySamplesIsNotOptimistic) {
  for (const double scale : {1.0, 2.0}) {
    for (const double beyond : {1.0, 3.0, 6.0}) {
      const double bits = std::log2(400.0 / 20) + beyond;
      const double ratio = realised_when_young(400, bits, scale) * std::exp2(bits);
      EXPECT_LE(ratio, 1.5) << scale << ", " << bits << " bits";
      EXPECT_GE(ratio, 0.3) << scale << ", " << bits << " bits";
    }
  }
}

TEST(Calibrator, AttacksAmongTheSamplesCostPowerAndNeverAlarm) {
  for (const double share : {0.01, 0.05, 0.2}) {
    testing::Random random(9);
    Calibrator clean, contaminated;
    for (int i = 0; i < 50'000; ++i) {
      const double bits = exponential(random);
      clean.add(bits);
      contaminated.add(random.uniform() < share ? 10 + 10 * random.uniform() : bits);
    }
    for (double bits = 3; bits <= 14; ++bits)
      EXPECT_GT(contaminated.survival(bits), clean.survival(bits)) << share << " at " << bits;
    EXPECT_NEAR(contaminated.survival(9), share + std::exp2(-9), 0.1 * share);
  }
}

TEST(Calibrator, AGroupWhereNothingHappensMakesNoAlarmOfAnOrdinaryHour) {
  Calibrator calibrator;
  for (int i = 0; i < 500'000; ++i) calibrator.add(0);
  EXPECT_GE(calibrator.survival(3), 1.0 / 64);
  EXPECT_LE(calibrator.survival(3), 1.0 / 32);
  EXPECT_LT(calibrator.survival(13), std::exp2(-18));
}

TEST(Calibrator, AWeightIsBoundedAndSmallOnesAddUp) {
  Calibrator fifths, whole;
  for (int i = 0; i < 10'000; ++i) {
    fifths.add(i % 20, 0.2);
    if (i < 2000) whole.add(i % 20);
  }
  EXPECT_NEAR(fifths.samples(), 2000, 2);
  for (double bits = 0.5; bits < 30; ++bits)
    EXPECT_NEAR(fifths.survival(bits) / whole.survival(bits), 1, 0.01) << bits;

  Calibrator greedy;
  greedy.add(5, 1e12);
  EXPECT_EQ(greedy.samples(), 1000);
  greedy.add(5, -3);
  greedy.add(5, 0);
  EXPECT_EQ(greedy.samples(), 1000);
}

TEST(Calibrator, StrangeBitsAreNothingOrVeryMuch) {
  Calibrator calibrator;
  calibrator.add(std::nan(""));
  calibrator.add(-5);
  EXPECT_EQ(calibrator.survival(std::nan("")), 1);
  EXPECT_EQ(calibrator.survival(-1), 1);
  EXPECT_LT(calibrator.survival(1), 1);
  calibrator.add(std::numeric_limits<double>::infinity());
  EXPECT_EQ(calibrator.samples(), 3);
  EXPECT_GE(calibrator.survival(39), 1.0 / 23);
  EXPECT_GT(calibrator.survival(std::numeric_limits<double>::infinity()), 0);
}

TEST(Calibrator, MergingIsTheSameAsAddingEverythingInAnyOrder) {
  for (const Shape& shape : shapes()) {
    testing::Random random(5);
    std::array<Calibrator, 3> parts;
    Calibrator all;
    for (int i = 0; i < 3000; ++i) {
      const double bits = shape.draw(random);
      const double weight = random.uniform();
      parts[random.below(3)].add(bits, weight);
      all.add(bits, weight);
    }
    Calibrator forwards, backwards;
    for (std::size_t i = 0; i < 3; ++i) forwards.merge(parts[i]), backwards.merge(parts[2 - i]);
    EXPECT_EQ(bytes_of(forwards), bytes_of(all)) << shape.name;
    EXPECT_EQ(bytes_of(backwards), bytes_of(all)) << shape.name;
    EXPECT_EQ(forwards.survival(9), all.survival(9)) << shape.name;
  }
}

TEST(Calibrator, AMillionSamplesAreHalvedAndKeepTheirShares) {
  Calibrator calibrator;
  for (int i = 0; i < 1000; ++i) calibrator.add(i % 10, 1000);
  EXPECT_EQ(calibrator.samples(), 1'000'000);
  const double before = calibrator.survival(7);
  calibrator.add(0);
  EXPECT_NEAR(calibrator.samples(), 500'000, 1);
  EXPECT_NEAR(calibrator.survival(7), before, 1e-4);

  Calibrator twin = calibrator;
  twin.merge(calibrator);
  twin.merge(calibrator);
  EXPECT_LE(twin.samples(), Calibrator::samples_max);
  EXPECT_NEAR(twin.survival(7), before, 1e-4);
}

TEST(Calibrator, SavesAndLoadsItself) {
  testing::Random random(8);
  Calibrator calibrator;
  for (int i = 0; i < 5000; ++i) calibrator.add(exponential(random), 0.3);
  const std::string bytes = bytes_of(calibrator);
  ByteReader in(bytes);
  Calibrator loaded;
  loaded.load(in);
  EXPECT_TRUE(in.ok());
  EXPECT_EQ(in.left(), 0U);
  EXPECT_EQ(loaded.samples(), calibrator.samples());
  for (double bits = 0; bits < 50; bits += 0.3)
    ASSERT_EQ(loaded.survival(bits), calibrator.survival(bits)) << bits;
}

TEST(Calibrator, RefusesBytesThatAreCutShortOrNoSurvivalFunction) {
  Calibrator calibrator;
  calibrator.add(4);
  std::string bytes = bytes_of(calibrator);
  for (std::size_t size = 0; size < bytes.size(); size += 13) {
    ByteReader in(std::string_view(bytes).substr(0, size));
    Calibrator loaded;
    loaded.load(in);
    ASSERT_FALSE(in.ok()) << size;
  }
  bytes[bytes.size() - 3] = 1;  // the last bin reached oftener than the first
  ByteReader rising(bytes);
  Calibrator loaded;
  loaded.load(rising);
  EXPECT_FALSE(rising.ok());
  EXPECT_EQ(loaded.samples(), 0);
  const std::string full(bytes.size(), '\xff');
  ByteReader too_many(full);
  loaded.load(too_many);
  EXPECT_FALSE(too_many.ok());
}

}  // namespace
}  // namespace gait::sketch
