#include "sketch/number_tails.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace gait::sketch {
namespace {

TEST(NumberTails, SaysNothingBeforeItHasSeenANumber) { EXPECT_EQ(NumberTails().two_sided(3), 1); }

TEST(NumberTails, FindsBothTailsUnusualAndTheMiddleUsual) {
  NumberTails tails;
  for (int i = 0; i < 100; ++i) tails.add(50 + i);
  EXPECT_NEAR(tails.two_sided(0.01), 2.0 / 101, 1e-12);
  EXPECT_NEAR(tails.two_sided(1e5), 2.0 / 101, 1e-12);
  EXPECT_GT(tails.two_sided(95), 0.5);
  EXPECT_LE(tails.two_sided(95), 1);
}

TEST(NumberTails, TakesZeroNegativeAndImpossibleNumbersAsTheSmallest) {
  NumberTails tails;
  for (int i = 0; i < 10; ++i) tails.add(100);
  const double smallest = tails.two_sided(0);
  EXPECT_EQ(tails.two_sided(-5), smallest);
  EXPECT_EQ(tails.two_sided(std::nan("")), smallest);
  EXPECT_EQ(tails.two_sided(std::numeric_limits<double>::infinity()), tails.two_sided(1e12));
}

TEST(NumberTails, HalvesItsCountsWhenABinIsFull) {
  NumberTails tails;
  for (int i = 0; i < 70'000; ++i) tails.add(8);
  EXPECT_LT(tails.total(), 65'536U);
  EXPECT_GT(tails.total(), 32'000U);
}

TEST(NumberTails, ComesBackFromItsBytes) {
  NumberTails tails;
  for (const double number : {1.0, 3.0, 800.0}) tails.add(number);
  ByteWriter out;
  tails.save(out);
  NumberTails copy;
  ByteReader in(out.bytes());
  copy.load(in);
  EXPECT_TRUE(in.ok());
  EXPECT_EQ(copy.total(), 3U);
  EXPECT_EQ(copy.two_sided(800), tails.two_sided(800));
}

}  // namespace
}  // namespace gait::sketch
