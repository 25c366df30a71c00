#include "app/record_gaps.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

namespace gait::app {
namespace {

record::Entry entry(std::string source, std::uint64_t sequence, std::int64_t received = 1) {
  record::Entry made;
  made.source = std::move(source);
  made.sequence = sequence;
  made.received = {received};
  return made;
}

TEST(SequenceGaps, AreWhatNoEntryHas) {
  std::mt19937 random(1);
  for (int round = 0; round < 500; ++round) {
    std::set<std::uint64_t> numbers;
    for (int i = 0; i < 20; ++i) numbers.insert(1 + random() % 30);
    std::vector<std::uint64_t> order(numbers.begin(), numbers.end());
    std::shuffle(order.begin(), order.end(), random);
    SequenceGaps gaps;
    for (const std::uint64_t number : order) gaps.see(entry("a", number));
    std::set<std::uint64_t> missing;
    for (const SequenceGap& gap : gaps.gaps())
      for (std::uint64_t n = gap.first; n <= gap.last; ++n) missing.insert(n);
    for (std::uint64_t n = 1; n < *numbers.rbegin(); ++n)
      EXPECT_NE(missing.contains(n), numbers.contains(n)) << n;
    EXPECT_TRUE(missing.empty() || *missing.rbegin() < *numbers.rbegin());
  }
}

TEST(SequenceGaps, AreOfOneSourceAndOneReading) {
  SequenceGaps gaps;
  gaps.see(entry("a", 1));
  gaps.see(entry("b", 2));
  gaps.see(entry("a", 1, 2));
  gaps.see(entry("c", 0));
  ASSERT_EQ(gaps.gaps().size(), 1U);
  EXPECT_EQ(gaps.gaps().front().source, "b");
}

}  // namespace
}  // namespace gait::app
