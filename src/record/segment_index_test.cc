#include "record/segment_index.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace gait::record {
namespace {

std::vector<Entry> make_entries(std::size_t count, unsigned seed) {
  std::mt19937 random(seed);
  std::vector<Entry> entries(count);
  for (Entry& entry : entries) {
    entry.identity = "i" + std::to_string(random() % 7);
    entry.session = "s" + std::to_string(random() % (count / 3 + 1));
    if (random() % 2 == 0) entry.credential = "c" + std::to_string(random() % 5);
    entry.action = "a" + std::to_string(random() % 40);
    entry.resource = "r" + std::to_string(random());
    if (random() % 10 != 0) entry.time = Timestamp::from_seconds(1'793'577'600 + random() % 20'000);
  }
  return entries;
}

std::string index_of(const std::vector<Entry>& entries) {
  SegmentIndexBuilder builder(segment_entries * 3);
  for (const Entry& entry : entries) builder.add(entry);
  return builder.bytes();
}

EntryQuery some_query(const std::vector<Entry>& entries, std::mt19937& random) {
  EntryQuery query;
  const auto pick = [&]() -> const Entry& { return entries[random() % entries.size()]; };
  for (std::size_t d = 0; d < dimension_count; ++d)
    if (random() % 4 == 0) query.values[d] = value_of(pick(), static_cast<Dimension>(d));
  if (random() % 8 == 0) query[Dimension::session] = "absent";
  if (random() % 3 == 0) query.from = time_of(pick());
  if (random() % 3 == 0) query.until = time_of(pick());
  return query;
}

TEST(SegmentIndex, FindsWhatASlowSearchFinds) {
  std::mt19937 random(5);  // NOLINT: the same each time
  for (const std::size_t count : {1UL, 2UL, 300UL, 9000UL}) {
    const auto entries = make_entries(count, static_cast<unsigned>(count));
    auto index = SegmentIndex::open(index_of(entries));
    ASSERT_TRUE(index) << index.error().message;
    EXPECT_EQ(index->first_index(), segment_entries * 3);
    EXPECT_EQ(index->size(), count);
    for (int round = 0; round < 400; ++round) {
      const EntryQuery query = some_query(entries, random);
      std::vector<std::uint32_t> expected, found;
      for (std::uint32_t i = 0; i < count; ++i)
        if (query.matches(entries[i])) expected.push_back(i);
      const auto candidates = index->find(query);
      ASSERT_TRUE(candidates) << candidates.error().message;
      EXPECT_TRUE(std::ranges::is_sorted(*candidates));
      for (const std::uint32_t i : *candidates)
        if (query.matches(entries.at(i))) found.push_back(i);
      EXPECT_EQ(found, expected);
    }
  }
}

TEST(SegmentIndex, ReadsFewPagesForAValueThatIsAbsent) {
  const auto entries = make_entries(segment_entries, 1);
  const std::string bytes = index_of(entries);
  std::size_t reads = 0;
  for (int i = 0; i < 200; ++i) {
    auto index = SegmentIndex::open([&](std::uint64_t at, std::size_t size) -> Result<std::string> {
      ++reads;
      return bytes.substr(static_cast<std::size_t>(at), size);
    });
    ASSERT_TRUE(index);
    EntryQuery query;
    query[Dimension::resource] = "absent " + std::to_string(i);
    const auto found = index->find(query);
    ASSERT_TRUE(found);
    EXPECT_THAT(*found, testing::IsEmpty());
  }
  EXPECT_LE(reads, 200U * 4);
}

TEST(SegmentIndex, NoticesEachDamagedByteThatItReads) {
  const auto entries = make_entries(500, 2);
  const std::string sound = index_of(entries);
  std::size_t noticed = 0;
  for (std::size_t at = 0; at < sound.size(); at += 61) {
    std::string bytes = sound;
    bytes[at] = static_cast<char>(bytes[at] ^ 4);
    auto index = SegmentIndex::open(bytes);
    bool fails = !index;
    for (std::size_t i = 0; !fails && i < 60; ++i) {
      EntryQuery query;
      query[Dimension::resource] = entries[i * 8].resource;
      query.from = time_of(entries[1]);
      const auto found = index->find(query);
      fails = !found;
      if (found && query.matches(entries[i * 8])) {
        EXPECT_THAT(*found, testing::Contains(i * 8)) << at;
      }
    }
    noticed += fails ? 1 : 0;
  }
  EXPECT_GT(noticed, sound.size() / 61 / 4);
  EXPECT_FALSE(SegmentIndex::open(std::string()));
  EXPECT_FALSE(SegmentIndex::open(sound.substr(0, 100)));
}

}  // namespace
}  // namespace gait::record
