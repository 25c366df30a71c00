#include "sketch/count_table.h"

#include <gtest/gtest.h>

#include <map>

#include "base/hash.h"
#include "sketch/distinct_counts.h"
#include "sketch/testing.h"

namespace gait::sketch {
namespace {

std::uint64_t key(std::uint64_t i) { return hash_combine(i, 7) | 1; }

TEST(CountTable, CountsAsAMapDoesWhileThereIsRoom) {
  CountTable table(8192);
  std::map<std::uint64_t, std::uint32_t> exact;
  testing::Random random(1);
  for (int i = 0; i < 20'000; ++i) {
    const std::uint64_t k = key(static_cast<std::uint64_t>(random.uniform() * 3000));
    ASSERT_EQ(table.add(k), exact[k]++);
  }
  for (const auto& [k, count] : exact) ASSERT_EQ(table.count(k), count);
  EXPECT_EQ(table.size(), exact.size());
  EXPECT_EQ(table.count(key(999'999)), 0U);
}

TEST(CountTable, ForgetsTheRareAndKeepsTheFrequentWhenItIsFull) {
  CountTable table(64);
  for (int i = 0; i < 1000; ++i) table.add(key(1));
  for (std::uint64_t i = 2; i < 500; ++i) table.add(key(i));
  EXPECT_LE(table.memory_bytes(), 64U * 16);
  EXPECT_LE(table.size(), 56U);
  EXPECT_GT(table.count(key(1)), 0U);
  EXPECT_LT(table.count(key(1)), 1000U);
}

TEST(CountTable, MakesRoomAlsoWhenEverythingIsFrequent) {
  CountTable table(64);
  for (int round = 0; round < 100; ++round)
    for (std::uint64_t i = 0; i < 56; ++i) table.add(key(i));
  EXPECT_EQ(table.add(key(1000)), 0U);
  EXPECT_EQ(table.count(key(1000)), 1U);
}

TEST(CountTable, ComesBackFromItsBytes) {
  CountTable table(1024);
  for (std::uint64_t i = 0; i < 300; ++i)
    for (std::uint64_t n = 0; n <= i % 3; ++n) table.add(key(i));
  ByteWriter out;
  table.save(out);
  CountTable copy(1024);
  ByteReader in(out.bytes());
  copy.load(in);
  ASSERT_TRUE(in.ok());
  EXPECT_EQ(in.left(), 0U);
  for (std::uint64_t i = 0; i < 300; ++i) EXPECT_EQ(copy.count(key(i)), i % 3 + 1);
  ByteWriter again;
  copy.save(again);
  EXPECT_EQ(again.bytes(), out.bytes());
}

TEST(CountTable, RefusesBytesThatAreCutOrTooMany) {
  CountTable table(1024);
  for (std::uint64_t i = 0; i < 300; ++i) table.add(key(i));
  ByteWriter out;
  table.save(out);
  CountTable small(64);
  ByteReader in(out.bytes());
  small.load(in);
  EXPECT_FALSE(in.ok());
  CountTable other(1024);
  ByteReader cut(std::string_view(out.bytes()).substr(0, 100));
  other.load(cut);
  EXPECT_FALSE(cut.ok());
}

TEST(DistinctCounts, CountsAMemberOncePerKey) {
  DistinctCounts counts(64, 1024);
  EXPECT_TRUE(counts.add(key(1), 10));
  EXPECT_FALSE(counts.add(key(1), 10));
  EXPECT_TRUE(counts.add(key(1), 11));
  EXPECT_TRUE(counts.add(key(2), 10));
  EXPECT_EQ(counts.count(key(1)), 2);
  EXPECT_EQ(counts.count(key(2)), 1);
  EXPECT_EQ(counts.count(key(3)), 0);
}

TEST(DistinctCounts, KeepsItsCountsWhenItForgetsMembers) {
  DistinctCounts counts(64, 64);
  for (std::uint64_t member = 0; member < 200; ++member) counts.add(key(1), member);
  EXPECT_EQ(counts.count(key(1)), 200);
  EXPECT_TRUE(counts.add(key(1), 0));
}

}  // namespace
}  // namespace gait::sketch
