#include "store/log_writer.h"

#include <atomic>
#include <set>
#include <thread>

#include "store/testing.h"
#include "store/verify_log.h"

namespace gait::store {
namespace {

TEST(LogWriter, WhatWasAppendedIsThereInOrder) {
  const TestFolder folder;
  const LogOptions options = small_log(folder);
  constexpr std::uint64_t size = 5000;
  make_log_of(options, size);

  LogReader reader = read_log(options);
  ASSERT_EQ(reader.size(), size);
  for (const std::uint64_t i : {0UL, 1UL, 255UL, 256UL, 4999UL})
    EXPECT_EQ(*reader.entry(i), entry_at(i));
  std::uint64_t next = 0;
  ASSERT_TRUE(reader.for_each(0, size, [&](std::uint64_t index, std::string_view entry) -> Status {
    EXPECT_EQ(index, next);
    EXPECT_EQ(entry, entry_at(next++));
    return Nothing{};
  }));
  EXPECT_EQ(next, size);
}

TEST(LogWriter, TheCheckpointIsTheTreeOfAllEntriesAfterClosing) {
  const TestFolder folder;
  const LogOptions options = small_log(folder);
  make_log_of(options, 1000);
  const auto checkpoint = read_log(options).checkpoint();
  ASSERT_TRUE(checkpoint);
  EXPECT_EQ(checkpoint->origin, "gait.local/test");
  EXPECT_EQ(checkpoint->size, 1000U);
  EXPECT_EQ(checkpoint->root, tree_of_entries(1000).root());
}

TEST(LogWriter, ALogWithoutEntriesIsSigned) {
  const TestFolder folder;
  const LogOptions options = small_log(folder);
  make_log_of(options, 0);
  const auto checkpoint = read_log(options).checkpoint();
  ASSERT_TRUE(checkpoint);
  EXPECT_EQ(checkpoint->size, 0U);
  EXPECT_TRUE(verify_log(options.folder));
}

TEST(LogWriter, WaitingEndsWhenTheEntryIsDurable) {
  const TestFolder folder;
  const auto log = open_log(small_log(folder));
  const auto index = log->append(entry_head, entry_tail(0));
  ASSERT_TRUE(index);
  ASSERT_TRUE(log->wait(*index));
  EXPECT_GE(log->durable_size(), 1U);
  // What is durable is in the segment, whoever looks.
  EXPECT_EQ(*LogReader::open(folder.path("log"))->entry(0), entry_at(0));
}

TEST(LogWriter, FlushWaitsForEverything) {
  const TestFolder folder;
  LogOptions options = small_log(folder);
  options.queue.wait_max = std::chrono::hours(1);  // so nothing else ends the bundle
  const auto log = open_log(options);
  append_entries(*log, 0, 10);
  ASSERT_TRUE(log->flush());
  EXPECT_EQ(log->durable_size(), 10U);
}

TEST(LogWriter, EachEntryOfManyProducersIsThereOnce) {
  const TestFolder folder;
  const LogOptions options = small_log(folder);
  constexpr std::uint64_t producers = 4, each = 3000;
  {
    const auto log = open_log(options);
    std::vector<std::thread> threads;
    for (std::uint64_t p = 0; p < producers; ++p)
      threads.emplace_back([&log, p] {
        for (std::uint64_t n = 0; n < each; ++n) {
          const auto index = log->append("", fmt::format(" {} {}", p, n));
          ASSERT_TRUE(index);
          if (n % 1000 == 999) {
            EXPECT_TRUE(log->wait(*index));
          }
        }
      });
    for (std::thread& thread : threads) thread.join();
    ASSERT_TRUE(log->close());
    EXPECT_EQ(log->durable_size(), producers * each);
  }
  std::set<std::string> seen;
  LogReader reader = read_log(options);
  ASSERT_TRUE(
      reader.for_each(0, reader.size(), [&](std::uint64_t index, std::string_view entry) -> Status {
        const std::string number = std::to_string(index) + " ";
        EXPECT_TRUE(entry.starts_with(number));
        EXPECT_TRUE(seen.insert(std::string(entry.substr(number.size()))).second);
        return Nothing{};
      }));
  EXPECT_EQ(seen.size(), producers * each);
}

TEST(LogWriter, IsToldHowFarItIsDurable) {
  const TestFolder folder;
  LogOptions options = small_log(folder);
  std::atomic<std::uint64_t> told{0};
  options.commits.on_durable = [&](std::uint64_t size) {
    EXPECT_GT(size, told.load());
    told = size;
  };
  make_log_of(options, 3000);
  EXPECT_EQ(told, 3000U);
}

TEST(LogWriter, AQueueThatIsFullMakesProducersWait) {
  const TestFolder folder;
  LogOptions options = small_log(folder);
  options.queue.bytes_max = 2000;
  make_log_of(options, 2000);
  EXPECT_EQ(read_log(options).size(), 2000U);
}

TEST(LogWriter, TwoWritersAreRefusedWithTheNameOfTheFirst) {
  const TestFolder folder;
  const LogOptions options = small_log(folder);
  const auto first = open_log(options);
  const auto second = LogWriter::open(options);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, Error::Code::conflict);
  EXPECT_THAT(second.error().message, testing::HasSubstr("process " + std::to_string(::getpid())));
  ASSERT_TRUE(first->close());
  EXPECT_TRUE(LogWriter::open(options));
}

TEST(LogWriter, AnEntryThatIsTooLongIsRefusedAndTheNextIsTaken) {
  const TestFolder folder;
  const auto log = open_log(small_log(folder));
  const auto index = log->append("", std::string(65'535, 'x'));
  ASSERT_FALSE(index);
  EXPECT_EQ(index.error().code, Error::Code::invalid);
  ASSERT_TRUE(log->append("", std::string(65'534, 'x')));
  EXPECT_TRUE(log->flush());
}

TEST(LogWriter, ADraftBecomesItsEntryAtTheIndexItGets) {
  const TestFolder folder;
  const LogOptions options = small_log(folder);
  record::EntryDraft draft;
  draft.source = "aws_cloudtrail";
  draft.identity = "role/deploy";
  draft.time = Timestamp::from_seconds(1'800'000'000);
  draft.raw = R"({"eventName":"GetSecretValue"})";
  draft.raw_kind = record::RawKind::json;
  {
    const auto log = open_log(options);
    for (draft.sequence = 1; draft.sequence <= 12; ++draft.sequence)
      EXPECT_EQ(*log->append(draft), draft.sequence - 1);
  }
  LogReader reader = read_log(options);
  for (draft.sequence = 1; draft.sequence <= 12; ++draft.sequence)
    EXPECT_EQ(*reader.entry(draft.sequence - 1), record::encode_entry(draft.sequence - 1, draft));
}

TEST(LogWriter, EachOpeningIsAnEpoch) {
  const TestFolder folder;
  const LogOptions options = small_log(folder);
  for (std::uint64_t epoch = 1; epoch < 5; ++epoch)
    EXPECT_EQ(open_log(options)->status().epoch, epoch);
}

// A property over restarts: whatever the sizes, each checkpoint that was ever there is of the one
// sequence of entries, and they only grow.
TEST(LogWriter, NeverSignsTwoTreesOfOneSizeNorASmallerOne) {
  const TestFolder folder;
  LogOptions options = small_log(folder);
  options.sign_every = std::chrono::milliseconds(1);
  std::uint64_t size = 0, last = 0;
  for (int restart = 0; restart < 30; ++restart) {
    const auto log = open_log(options);
    ASSERT_EQ(log->durable_size(), size);
    const std::uint64_t count = (static_cast<std::uint64_t>(restart) * 7919) % 301;
    append_entries(*log, size, count);
    size += count;
    if (restart % 3 == 0) {
      ASSERT_TRUE(log->flush());
    }
    for (int look = 0; look < 3; ++look) {
      const auto checkpoint = LogReader::open(options.folder)->checkpoint();
      ASSERT_TRUE(checkpoint);
      EXPECT_GE(checkpoint->size, last);
      EXPECT_EQ(checkpoint->root, tree_of_entries(checkpoint->size).root());
      last = checkpoint->size;
    }
  }
  EXPECT_EQ(read_log(options).checkpoint()->size, size);
}

}  // namespace
}  // namespace gait::store
