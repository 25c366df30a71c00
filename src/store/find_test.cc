#include "store/find.h"

#include <filesystem>

#include "record/entry.h"
#include "store/index_files.h"
#include "store/testing.h"

namespace gait::store {
namespace {

using record::Dimension;
using record::EntryQuery;

record::Entry made_entry(std::uint64_t i) {
  record::Entry entry;
  entry.index = i;
  entry.source = "test";
  entry.session = "s" + std::to_string(i % 9973);
  entry.identity = "i" + std::to_string(i % 31);
  entry.time = Timestamp::from_seconds(1'793'577'600 + static_cast<std::int64_t>(i / 4));
  return entry;
}

void make_log_to_find_in(const LogOptions& options, std::uint64_t size) {
  auto log = open_log(options);
  ASSERT_TRUE(log);
  for (std::uint64_t i = 0; i < size; ++i) {
    std::string tail;
    const record::Entry entry = made_entry(i);
    record::append_entry_tail(tail, entry.draft());
    ASSERT_TRUE(log->append(record::entry_head, tail));
  }
  ASSERT_TRUE(log->close());
}

std::vector<std::uint64_t> indexes_of(const FindAnswer& answer) {
  std::vector<std::uint64_t> indexes;
  for (const FoundEntry& entry : answer.entries) indexes.push_back(entry.index);
  return indexes;
}

TEST(Find, GivesWhatASlowSearchGivesAlsoWhenIndexesAreDamaged) {
  constexpr std::uint64_t size = 2 * 65'536 + 700;
  const TestFolder folder;
  const LogOptions options = small_log(folder);
  make_log_to_find_in(options, size);
  LogReader log = read_log(options);

  EntryQuery query;
  query[Dimension::session] = "s17";
  std::vector<std::uint64_t> expected;
  for (std::uint64_t i = 17; i < size; i += 9973) expected.push_back(i);
  const auto expect_all = [&](bool complete, std::size_t notes) {
    const auto answer = find(log, options.folder, query, {1000, complete});
    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_EQ(indexes_of(*answer), expected);
    EXPECT_THAT(answer->notes, testing::SizeIs(notes));
    EXPECT_THAT(answer->hidden, testing::IsEmpty());
    EXPECT_FALSE(answer->is_cut);
  };
  expect_all(false, 0);
  expect_all(true, 0);
  const std::string path = IndexFiles({options.folder}).path(1);
  const std::string sound = bytes_of_file(path);
  for (const std::string& bytes : {std::string(), sound.substr(0, 5000), std::string(9000, 'x')}) {
    write_bytes(path, bytes);
    expect_all(false, 1);
    EXPECT_EQ(bytes_of_file(path), sound);
  }
  std::filesystem::remove_all(options.folder + "/index");
  expect_all(false, 0);

  query.from = Timestamp::from_seconds(1'793'577'600 + 65'536 / 4);
  std::erase_if(expected, [](std::uint64_t i) { return i < 65'536; });
  expect_all(false, 0);
  const auto cut = find(log, options.folder, query, {1, false});
  ASSERT_TRUE(cut);
  EXPECT_TRUE(cut->is_cut);
  EXPECT_THAT(indexes_of(*cut), testing::ElementsAre(expected[0]));
}

TEST(Find, SaysWhatAnIndexHides) {
  const TestFolder folder;
  const LogOptions options = small_log(folder);
  make_log_to_find_in(options, 65'536);
  // An index in which everything is sound but that one session is missing.
  record::SegmentIndexBuilder builder(0);
  for (std::uint64_t i = 0; i < 65'536; ++i) {
    record::Entry entry = made_entry(i);
    if (entry.session == "s17") entry.session.clear();
    builder.add(entry);
  }
  std::filesystem::create_directory(options.folder + "/index");
  write_bytes(IndexFiles({options.folder}).path(0), builder.bytes());

  LogReader log = read_log(options);
  EntryQuery query;
  query[Dimension::session] = "s17";
  const auto quick = find(log, options.folder, query, {});
  ASSERT_TRUE(quick);
  EXPECT_THAT(quick->entries, testing::IsEmpty());
  const auto complete = find(log, options.folder, query, {1000, true});
  ASSERT_TRUE(complete);
  EXPECT_THAT(complete->hidden, testing::ElementsAreArray(indexes_of(*complete)));
  EXPECT_EQ(complete->entries.size(), 7U);
}

}  // namespace
}  // namespace gait::store
