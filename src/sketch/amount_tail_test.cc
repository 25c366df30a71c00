#include "sketch/amount_tail.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <limits>
#include <vector>

#include "sketch/testing.h"

namespace gait::sketch {
namespace {

constexpr AmountScale calls{1, 2};
constexpr AmountScale octaves{16'384, 1};

struct Shape {
  const char* name;
  std::function<double(testing::Random&)> draw;
};

std::vector<Shape> shapes() {
  return {{"uniform", [](testing::Random& r) { return 1 + r.uniform() * 500; }},
          {"lognormal", [](testing::Random& r) { return std::exp(3 + r.normal()); }},
          {"Pareto", [](testing::Random& r) { return 2 / std::sqrt(r.uniform()); }},
          {"constant", [](testing::Random&) { return 37.0; }},
          {"small", [](testing::Random& r) { return 1 + static_cast<double>(r.below(3)); }}};
}

template <class Count>
std::vector<double> bins_of(const BasicAmountTail<Count>& tail) {
  std::vector<double> bins;
  for (int bin = 0; bin < tail.bins; ++bin) bins.push_back(tail.reached(bin));
  return bins;
}

template <class Count>
std::string bytes_of(const BasicAmountTail<Count>& tail) {
  ByteWriter out;
  tail.save(out);
  return out.take();
}

TEST(AmountTail, EveryAmountLiesInItsBin) {
  for (const AmountScale scale : {calls, octaves}) {
    for (double amount = 0; amount < scale.unit * 2000; amount += scale.unit * 0.37) {
      const int bin = AmountTail::bin_of(amount, scale);
      ASSERT_GE(amount, AmountTail::bin_floor(bin, scale) * (1 - 1e-12)) << amount;
      if (bin + 1 < AmountTail::bins) {
        ASSERT_LE(amount, AmountTail::bin_floor(bin + 1, scale) * (1 + 1e-12)) << amount;
      }
    }
  }
}

TEST(AmountTail, StrangeAmountsFallIntoTheFirstOrTheLastBin) {
  EXPECT_EQ(AmountTail::bin_of(-5, calls), 0);
  EXPECT_EQ(AmountTail::bin_of(std::nan(""), calls), 0);
  EXPECT_EQ(AmountTail::bin_of(1e300, calls), AmountTail::bins - 1);
  EXPECT_EQ(AmountTail::bin_of(std::numeric_limits<double>::infinity(), calls),
            AmountTail::bins - 1);
}

TEST(AmountTail, AQuantileIsRightToOneBinWhateverTheDistribution) {
  const double bin_width = std::exp2(1.0 / calls.steps_per_octave);
  for (const Shape& shape : shapes()) {
    testing::Random random(11);
    AmountTail tail;
    std::vector<double> amounts;
    for (int i = 0; i < 3000; ++i) {
      amounts.push_back(shape.draw(random));
      tail.add(amounts.back(), calls);
    }
    std::ranges::sort(amounts);
    for (double q = 0.05; q < 1; q += 0.05) {
      const auto rank = static_cast<std::size_t>(std::ceil(q * 3000)) - 1;
      const double found = tail.quantile(q, calls);
      EXPECT_GE(found * 1.0001, amounts[rank]) << shape.name << " at " << q;
      EXPECT_LE(found, amounts[rank] * bin_width * 1.0001) << shape.name << " at " << q;
    }
    EXPECT_NEAR(tail.quantile(1, calls), amounts.back(), amounts.back() * 1e-6) << shape.name;
  }
}

TEST(AmountTail, WithoutWindowsAQuantileIsNothing) {
  EXPECT_EQ(AmountTail{}.quantile(0.5, calls), 0);
}

TEST(AmountTail, MergingIsTheSameAsAddingEverything) {
  for (const Shape& shape : shapes()) {
    testing::Random random(5);
    AmountTail left, right, all;
    GroupAmountTail group;
    for (int i = 0; i < 2000; ++i) {
      const double amount = shape.draw(random);
      (random.below(2) == 0 ? left : right).add(amount, calls);
      all.add(amount, calls);
      group.add(amount, calls);
    }
    GroupAmountTail group_merged;
    group_merged.merge(left);
    group_merged.merge(right);
    left.merge(right);
    EXPECT_EQ(bytes_of(left), bytes_of(all)) << shape.name;
    EXPECT_EQ(bytes_of(group_merged), bytes_of(group)) << shape.name;
  }
}

TEST(AmountTail, AgeHalvesEveryCountAndKeepsTheRecord) {
  AmountTail tail;
  for (int i = 0; i < 10; ++i) tail.add(3, calls);
  for (int i = 0; i < 5; ++i) tail.add(100, calls);
  tail.age();
  EXPECT_EQ(tail.windows(), 7);
  EXPECT_EQ(tail.reached(AmountTail::bin_of(100, calls)), 2);
  EXPECT_EQ(tail.most(), 100);
}

TEST(AmountTail, AFullCountHalvesAllRatherThanOverflow) {
  AmountTail tail;
  for (int i = 0; i < 1000; ++i) tail.add(50, calls);
  for (int i = 0; i < 65'535; ++i) tail.add(3, calls);
  EXPECT_EQ(tail.windows(), 66'535);
  tail.add(3, calls);
  EXPECT_EQ(tail.windows(), 65'535 / 2 + 1 + 500);
  EXPECT_EQ(tail.reached(AmountTail::bin_of(50, calls)), 500);

  AmountTail twin = tail;
  twin.merge(tail);
  EXPECT_EQ(twin.windows(), tail.windows()) << "twice 32,768 is one too many";
  GroupAmountTail group;
  group.merge(tail), group.merge(tail);
  EXPECT_EQ(group.windows(), 2 * tail.windows());
}

TEST(AmountTail, SavesAndLoadsItself) {
  testing::Random random(8);
  AmountTail tail;
  for (int i = 0; i < 500; ++i) tail.add(std::exp(random.normal() * 2), calls);
  const std::string bytes = bytes_of(tail);
  ByteReader in(bytes);
  AmountTail loaded;
  loaded.load(in);
  EXPECT_TRUE(in.ok());
  EXPECT_EQ(in.left(), 0U);
  EXPECT_EQ(bins_of(loaded), bins_of(tail));
  EXPECT_EQ(loaded.most(), tail.most());
}

TEST(AmountTail, RefusesBytesThatAreCutShortOrHoldNoNumber) {
  AmountTail tail;
  tail.add(4, calls);
  const std::string bytes = bytes_of(tail);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    ByteReader in(std::string_view(bytes).substr(0, size));
    AmountTail loaded;
    loaded.load(in);
    ASSERT_FALSE(in.ok()) << size;
  }
  for (const float wrong : {-1.0F, std::nanf(""), std::numeric_limits<float>::infinity()}) {
    ByteWriter out;
    out.put(std::array<std::uint16_t, AmountTail::bins>{});
    out.put(wrong);
    ByteReader in(out.bytes());
    AmountTail loaded;
    loaded.load(in);
    EXPECT_FALSE(in.ok()) << wrong;
  }
}

// Survival of `amount` after `elapsed` windows, with peers that weigh two windows.
double survive(const AmountTail& own, double amount, double elapsed) {
  return survival(own, amount, calls, elapsed, 0.01, 2, 0.2);
}

TEST(Survival, AGreaterAmountIsNeverLikelier) {
  for (const Shape& shape : shapes()) {
    testing::Random random(21);
    AmountTail tail;
    for (int i = 0; i < 40; ++i) tail.add(shape.draw(random), calls);
    double last = 1;
    for (double amount = 0.5; amount < 1e6; amount *= 1.03) {
      const double p = survive(tail, amount, 500);
      ASSERT_LE(p, last + 1e-12) << shape.name << " at " << amount;
      last = p;
    }
    EXPECT_LT(last, 0.001) << shape.name;
  }
}

TEST(Survival, ALongerHistoryMakesTheSameAmountRarer) {
  AmountTail tail;
  for (int i = 0; i < 10; ++i) tail.add(20, calls);
  for (const double amount : {10.0, 20.0, 40.0}) {
    double last = 1;
    for (double elapsed = 10; elapsed < 10'000; elapsed *= 1.5) {
      const double p = survive(tail, amount, elapsed);
      ASSERT_LT(p, last) << amount << " after " << elapsed;
      last = p;
    }
  }
}

TEST(Survival, IsAlwaysAProbabilityAndNeverNothing) {
  testing::Random random(4);
  for (int round = 0; round < 2000; ++round) {
    AmountTail tail;
    for (std::uint64_t i = random.below(30); i > 0; --i)
      tail.add(std::exp(random.normal() * 3), calls);
    const double amount = std::exp(random.normal() * 8);
    const double p = survival(tail, amount, calls, random.uniform() * 100, random.uniform(),
                              static_cast<double>(random.below(5)), random.uniform());
    ASSERT_GT(p, 0);
    ASSERT_LE(p, 1);
  }
}

TEST(Survival, FarOutTwiceTheAmountIsFourTimesRarer) {
  AmountTail tail;
  for (int i = 0; i < 10; ++i) tail.add(100, calls);
  const auto alone = [&](double amount) { return survival(tail, amount, calls, 99, 0, 0, 1); };
  EXPECT_NEAR(alone(100), 11.0 / 100, 1e-9);
  EXPECT_NEAR(alone(200), 0.25 / 100, 0.1 * 0.25 / 100);
  EXPECT_NEAR(alone(10'000) / alone(20'000), 4, 0.01);
}

TEST(Survival, TwoCallsAfterOneAreNoNews) {
  AmountTail tail;
  for (int i = 0; i < 10; ++i) tail.add(1, calls);
  EXPECT_GT(survival(tail, 2, calls, 99, 0, 0, 1), 0.5 / 100);
}

TEST(Survival, TheRecordItselfIsNoNewRecordWhateverItsFractions) {
  testing::Random random(6);
  for (int round = 0; round < 200; ++round) {
    const double amount = 2 + random.uniform() * 1e6;
    AmountTail tail;
    for (int i = 0; i < 10; ++i) tail.add(amount, calls);
    ASSERT_NEAR(survival(tail, amount, calls, 239, 0, 0, 1), 11.0 / 240, 1e-6) << amount;
  }
}

TEST(Survival, WithoutHistoryThePeersDecide) {
  const AmountTail nothing;
  EXPECT_NEAR(survival(nothing, 50, calls, 0, 0.5, 2, 0.25), (0.25 + 1) / 3, 1e-9);
  EXPECT_EQ(survival(nothing, 50, calls, 0, 1, 2, 1), 1);
}

}  // namespace
}  // namespace gait::sketch
