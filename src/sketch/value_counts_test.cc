#include "sketch/value_counts.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "sketch/testing.h"

namespace gait::sketch {
namespace {

using Key = std::pair<std::uint8_t, std::uint64_t>;
struct Kept {
  std::uint16_t count, first_day, last_day;
};
using Reference = std::map<Key, Kept>;

// The same rules, slow and obvious.
void evict_least(Reference& all, std::uint8_t family) {
  auto least = all.end();
  for (auto at = all.begin(); at != all.end(); ++at) {
    if (at->first.first != family) continue;
    const auto order = [](const auto& it) {
      return std::tuple(it->second.count, it->second.last_day, it->first.second);
    };
    if (least == all.end() || order(at) < order(least)) least = at;
  }
  if (least != all.end()) all.erase(least);
}

void age(Reference& all, std::uint8_t family) {
  for (auto at = all.begin(); at != all.end();) {
    if (at->first.first == family && (at->second.count /= 2) == 0)
      at = all.erase(at);
    else
      ++at;
  }
}

void expect_same(const ValueCounts& counts, const Reference& all) {
  ASSERT_EQ(counts.used(), all.size());
  std::size_t used_slots = 0;
  for (const ValueSlot& slot : counts.slots()) used_slots += slot.value != 0;
  ASSERT_EQ(used_slots, all.size());
  for (const auto& [key, kept] : all) {
    const ValueSlot* slot = counts.find(key.first, key.second);
    ASSERT_NE(slot, nullptr);
    ASSERT_EQ(slot->count, kept.count);
    ASSERT_EQ(slot->first_day, kept.first_day);
    ASSERT_EQ(slot->last_day, kept.last_day);
  }
}

// One random step of both. Few values, so that many steps meet what is there already.
void step(testing::Random& random, ValueCounts& counts, Reference& all, std::uint16_t day) {
  const auto family = static_cast<std::uint8_t>(random.below(3));
  const std::uint64_t value = 1 + random.below(90) * 0x1'0001;
  const std::uint64_t dice = random.below(100);
  if (dice < 3) {
    counts.evict_least(family);
    evict_least(all, family);
  } else if (dice < 4) {
    counts.age(family);
    age(all, family);
  } else if (ValueSlot* slot = counts.find(family, value)) {
    ++slot->count, slot->last_day = day;
    auto& kept = all.at({family, value});
    ++kept.count, kept.last_day = day;
  } else {
    const bool has_room = all.size() < 112;
    ASSERT_EQ(counts.insert(family, value, day), has_room);
    if (has_room) all[{family, value}] = {1, day, day};
  }
}

TEST(ValueCounts, DoesWhatAMapDoes) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    testing::Random random(seed);
    ValueCounts counts;
    Reference all;
    for (std::uint16_t i = 0; i < 2000; ++i) {
      step(random, counts, all, static_cast<std::uint16_t>(i / 10));
      if (i % 20 == 0) expect_same(counts, all);
      if (::testing::Test::HasFatalFailure()) return;
    }
  }
}

TEST(ValueCounts, NobodyIsHomeInAnEmptyTable) {
  ValueCounts counts;
  EXPECT_EQ(counts.find(1, 5), nullptr);
  EXPECT_EQ(counts.memory_bytes(), 0U);
  counts.evict_least(1);
  counts.age(1);
  EXPECT_EQ(counts.used(), 0U);
}

TEST(ValueCounts, TheSameValueInTwoFamiliesIsTwoValues) {
  ValueCounts counts;
  ASSERT_TRUE(counts.insert(1, 42, 7));
  EXPECT_EQ(counts.find(2, 42), nullptr);
  ASSERT_TRUE(counts.insert(2, 42, 8));
  counts.evict_least(1);
  EXPECT_EQ(counts.find(1, 42), nullptr);
  EXPECT_EQ(counts.find(2, 42)->first_day, 8);
}

TEST(ValueCounts, TakesSevenEighthsOf128SlotsAndNoMore) {
  ValueCounts counts;
  for (std::uint64_t value = 1; value <= 112; ++value) ASSERT_TRUE(counts.insert(0, value, 1));
  EXPECT_FALSE(counts.insert(0, 1000, 1));
  EXPECT_EQ(counts.used(), 112U);
  EXPECT_EQ(counts.memory_bytes(), 128 * sizeof(ValueSlot));
  EXPECT_EQ(counts.find(0, 1000), nullptr);
  for (std::uint64_t value = 1; value <= 112; ++value) EXPECT_NE(counts.find(0, value), nullptr);
}

TEST(ValueCounts, AnIdentityThatDoesLittleCosts128Bytes) {
  ValueCounts counts;
  for (std::uint64_t value = 1; value <= 7; ++value) counts.insert(0, value, 1);
  EXPECT_EQ(counts.memory_bytes(), 128U);
}

ValueCounts random_counts(std::uint64_t seed) {
  testing::Random random(seed);
  ValueCounts counts;
  for (std::uint64_t i = random.below(112); i > 0; --i) {
    const auto family = static_cast<std::uint8_t>(random.below(5));
    counts.insert(family, random.next() | 1, static_cast<std::uint16_t>(random.below(100)));
  }
  for (std::uint64_t i = random.below(4); i > 0; --i) counts.evict_least(1);
  return counts;
}

std::string bytes_of(const ValueCounts& counts) {
  ByteWriter out;
  counts.save(out);
  return out.take();
}

TEST(ValueCounts, SavesAndLoadsTheSameBytes) {
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    const std::string bytes = bytes_of(random_counts(seed));
    ByteReader in(bytes);
    ValueCounts loaded;
    loaded.load(in);
    ASSERT_TRUE(in.ok());
    ASSERT_EQ(in.left(), 0U);
    ASSERT_EQ(bytes_of(loaded), bytes) << seed;
  }
}

TEST(ValueCounts, TheSameValuesInAnotherOrderAreTheSameBytes) {
  testing::Random random(1);
  std::vector<std::uint64_t> values;
  for (int i = 0; i < 50; ++i) values.push_back(random.next());
  ValueCounts forwards, backwards;
  for (const std::uint64_t value : values) forwards.insert(3, value, 9);
  std::ranges::reverse(values);
  for (const std::uint64_t value : values) backwards.insert(3, value, 9);
  EXPECT_EQ(bytes_of(forwards), bytes_of(backwards));
}

TEST(ValueCounts, RefusesEveryBeginningOfItsBytes) {
  const std::string bytes = bytes_of(random_counts(2));
  ASSERT_GT(bytes.size(), 100U);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    ByteReader in(std::string_view(bytes).substr(0, size));
    ValueCounts loaded;
    loaded.load(in);
    ASSERT_FALSE(in.ok()) << size;
  }
}

TEST(ValueCounts, RefusesSlotsThatItWouldNeverWrite) {
  const auto loads = [](std::uint16_t count, std::vector<ValueSlot> slots) {
    ByteWriter out;
    out.put(count);
    for (const ValueSlot& slot : slots) out.put(slot);
    ByteReader in(out.bytes());
    ValueCounts loaded;
    loaded.load(in);
    return in.ok();
  };
  const ValueSlot good{.value = 5, .count = 2, .first_day = 1, .last_day = 2, .family = 1};
  ValueSlot no_value = good, no_count = good;
  no_value.value = 0, no_count.count = 0;
  EXPECT_TRUE(loads(1, {good}));
  EXPECT_FALSE(loads(1, {no_value}));
  EXPECT_FALSE(loads(1, {no_count}));
  EXPECT_FALSE(loads(2, {good, good}));
  EXPECT_FALSE(loads(113, {}));
}

TEST(ValueCounts, SurvivesAnyBytesAtAll) {
  testing::Random random(99);
  for (int round = 0; round < 300; ++round) {
    std::string bytes = bytes_of(random_counts(static_cast<std::uint64_t>(round)));
    for (int flips = 0; flips < 3; ++flips)
      bytes[random.below(bytes.size())] = static_cast<char>(random.next());
    ByteReader in(bytes);
    ValueCounts loaded;
    loaded.load(in);
    ASSERT_LE(loaded.used(), 112U);
  }
}

}  // namespace
}  // namespace gait::sketch
