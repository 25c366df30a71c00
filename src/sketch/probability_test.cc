#include "sketch/probability.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <vector>

#include "sketch/testing.h"

namespace gait::sketch {
namespace {

TEST(Novelty, IsCertainWhenNothingWasLearned) {
  EXPECT_EQ(novelty({}), 1);
  EXPECT_EQ(novelty({0, 5, 2, 1}), 1);
}

TEST(Novelty, FallsWithEveryWindowThatBringsNothingNew) {
  double last = 1;
  for (double windows = 5; windows < 20'000; windows *= 1.3) {
    const double p = novelty({windows, 5, 1, 1});
    ASSERT_LT(p, last);
    ASSERT_GT(p, 0);
    last = p;
  }
  EXPECT_LT(last, 0.001);
}

TEST(Novelty, AnExplorerExpectsNewValuesAndAMachineDoesNot) {
  const double machine = novelty({2000, 5, 0, 0});
  const double explorer = novelty({2000, 400, 250, 60});
  EXPECT_GT(explorer, 50 * machine);
  EXPECT_GT(explorer, 0.1);
  EXPECT_LE(novelty({2, 2, 2, 0}), 1);
}

TEST(Discount, IsTheShareOfValuesSeenOnceAndNeverMoreThanThreeQuarters) {
  EXPECT_EQ(discount({100, 5, 0, 0}), 0);
  EXPECT_NEAR(discount({100, 10, 4, 2}), 0.5, 1e-12);
  EXPECT_EQ(discount({100, 90, 90, 0}), 0.75);
}

// How often the truncated product of five independent answers is at most that of `p_values`.
double monte_carlo(std::span<const double> p_values, int rounds) {
  const auto log_product = [](std::span<const double> p) {
    double sum = 0;
    for (const double one : p)
      if (one <= 0.05) sum += std::log(one);
    return sum;
  };
  testing::Random random(2026);
  const double limit = log_product(p_values);
  std::vector<double> drawn(p_values.size());
  int hits = 0;
  for (int i = 0; i < rounds; ++i) {
    for (double& p : drawn) p = random.uniform();
    hits += log_product(drawn) <= limit;
  }
  return static_cast<double>(hits) / rounds;
}

TEST(TruncatedProduct, IsExactWhenTheAnswersAreIndependent) {
  constexpr int rounds = 1'000'000;
  const std::array<double, 5> one_telling{0.0021, 1, 1, 1, 1};
  const std::array<double, 5> two_telling{0.049, 0.045, 0.3, 0.9, 1};
  const std::array<double, 3> of_three{0.0032, 0.6, 0.06};
  for (const std::span<const double> p :
       {std::span<const double>(one_telling), std::span<const double>(two_telling),
        std::span<const double>(of_three)}) {
    const double exact = truncated_product(p);
    EXPECT_GT(exact, 0.007);
    EXPECT_LT(exact, 0.04);
    EXPECT_NEAR(exact, monte_carlo(p, rounds), 0.02 * exact);
  }
}

TEST(TruncatedProduct, SaysNothingWhenNoAnswerIsTelling) {
  EXPECT_EQ(truncated_product(std::array{0.06, 0.5, 1.0, 1.0, 1.0}), 1);
  EXPECT_EQ(truncated_product({}), 1);
}

TEST(TruncatedProduct, OrdinaryAnswersDoNotWaterDownATellingOne) {
  EXPECT_DOUBLE_EQ(truncated_product(std::array{1e-6, 0.2, 0.2, 0.2, 0.2}),
                   truncated_product(std::array{1e-6, 1.0, 1.0, 1.0, 1.0}));
}

TEST(TruncatedProduct, OfASingleTellingAnswerIsThatAnswer) {
  EXPECT_NEAR(truncated_product(std::array{0.001}), 0.001, 1e-12);
}

TEST(HarmonicMean, LiesBetweenTheSmallestAndAsManyTimesIt) {
  testing::Random random(12);
  for (int i = 0; i < 1000; ++i) {
    std::array<double, 5> p{};
    for (double& one : p) one = random.uniform();
    const double least = *std::min_element(p.begin(), p.end());
    const double mean = harmonic_mean(p);
    ASSERT_GE(mean, least);
    ASSERT_LE(mean, std::min(1.0, 5 * least));
  }
  EXPECT_EQ(harmonic_mean({}), 1);
  EXPECT_NEAR(harmonic_mean(std::array{0.01, 0.01, 0.01}), 0.01, 1e-15);
}

TEST(Combine, IsAProbabilityAndNeverNothing) {
  testing::Random random(13);
  for (int i = 0; i < 1000; ++i) {
    std::array<double, 5> p{};
    for (double& one : p) one = std::pow(10, -random.uniform() * random.uniform() * 300);
    const double combined = combine(p);
    ASSERT_GT(combined, 0);
    ASSERT_LE(combined, 1);
  }
  EXPECT_GT(combine(std::array{1e-300, 1e-300, 1e-300, 1e-300, 1e-300}), 0);
  EXPECT_EQ(combine(std::array{1.0, 1.0, 1.0, 1.0, 1.0}), 1);
}

TEST(Combine, ALikelierAnswerNeverMakesTheWholeLessLikely) {
  testing::Random random(14);
  for (int i = 0; i < 1000; ++i) {
    std::array<double, 5> p{};
    for (double& one : p) one = std::pow(10, -random.uniform() * 6);
    const double before = combine(p);
    double& raised = p[random.below(5)];
    raised = std::min(1.0, raised * (1 + random.uniform() * 10));
    ASSERT_GE(combine(p), before * (1 - 1e-9));
  }
}

TEST(Newcomer, IsTheLessLikelyTheLongerAValueHasHadTheSameUsers) {
  EXPECT_EQ(newcomer(0, 0), 1);
  EXPECT_GT(newcomer(10, 1), newcomer(100, 1));
  EXPECT_GT(newcomer(100, 1), newcomer(10'000, 1));
  EXPECT_GT(newcomer(10'000, 1), 0);
}

TEST(Newcomer, IsTheMoreLikelyTheMoreUsersThereWere) {
  for (double users = 1; users < 100; ++users)
    EXPECT_LT(newcomer(1000, users), newcomer(1000, users + 1)) << users;
  EXPECT_LE(newcomer(100, 100), 1);
}

}  // namespace
}  // namespace gait::sketch
