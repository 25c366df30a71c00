#include "store/log_reader.h"

#include "record/policy.h"
#include "store/log_birth.h"
#include "store/testing.h"
#include "store/tile_export.h"
#include "store/verify_log.h"

namespace gait::store {
namespace {

namespace fs = std::filesystem;

TEST(LogReader, ProvesEachEntryAgainstTheCheckpoint) {
  const TestFolder folder;
  const LogOptions options = small_log(folder);
  make_log_of(options, 1300);
  LogReader reader = read_log(options);
  const auto checkpoint = *reader.checkpoint();
  for (std::uint64_t i = 0; i < 1300; i += 13) {
    const auto path = reader.prove(i, checkpoint);
    ASSERT_TRUE(path) << path.error().message;
    EXPECT_TRUE(
        record::verify_inclusion(record::leaf_hash(entry_at(i)), i, 1300, *path, checkpoint.root));
  }
  EXPECT_FALSE(reader.prove(1300, checkpoint));
}

TEST(LogReader, ProvesWithoutRowsToo) {
  const TestFolder folder;
  const LogOptions options = small_log(folder);
  make_log_of(options, 1300);
  fs::remove(options.folder + "/state/row.1");
  LogReader reader = read_log(options);
  EXPECT_TRUE(reader.prove(700, *reader.checkpoint()));
}

TEST(LogReader, GivesOutNoProofThatAWrongRowWentInto) {
  const TestFolder folder;
  const LogOptions options = small_log(folder);
  make_log_of(options, 1300);
  const std::string path = options.folder + "/state/row.1";
  std::string row = bytes_of_file(path);
  row[5] ^= 1;
  write_bytes(path, row);
  LogReader reader = read_log(options);
  EXPECT_EQ(reader.prove(700, *reader.checkpoint()).error().code, Error::Code::corrupt);
}

TEST(LogReader, ProvesThatALogOnlyGrew) {
  const TestFolder folder;
  const LogOptions options = small_log(folder);
  make_log_of(options, 700);
  const auto before = *read_log(options).checkpoint();
  make_log_of(options, 1500);
  LogReader reader = read_log(options);
  const auto after = *reader.checkpoint();
  auto hashes = reader.hashes(after.size);
  const auto proof = record::consistency_proof(before.size, after.size, hashes.reader());
  ASSERT_TRUE(proof);
  EXPECT_TRUE(record::verify_consistency(before.size, before.root, after.size, after.root, *proof));
}

TEST(LogReader, ReadsWhileTheLogIsWritten) {
  const TestFolder folder;
  const LogOptions options = small_log(folder);
  const auto log = open_log(options);
  for (std::uint64_t size = 0; size < 2000; size += 100) {
    append_entries(*log, size, 100);
    ASSERT_TRUE(log->flush());
    LogReader reader = read_log(options);
    ASSERT_EQ(reader.size(), size + 100);
    EXPECT_EQ(*reader.entry(size + 99), entry_at(size + 99));
  }
}

TEST(LogReader, SaysThatAFolderIsNoLog) {
  const TestFolder folder;
  const auto reader = LogReader::open(folder.path());
  ASSERT_FALSE(reader);
  EXPECT_THAT(reader.error().message, testing::HasSubstr("is no log"));
}

TEST(LogReader, AnswersForAnIndexBeyondTheEnd) {
  const TestFolder folder;
  const LogOptions options = small_log(folder);
  make_log_of(options, 3);
  EXPECT_EQ(read_log(options).entry(3).error().code, Error::Code::not_found);
}

TEST(VerifyLog, RecomputesWhatWasSigned) {
  const TestFolder folder;
  const LogOptions options = small_log(folder);
  make_log_of(options, 2000);
  std::uint64_t seen = 0;
  const auto verdict =
      verify_log(options.folder, [&](std::uint64_t index, std::string_view entry) -> Status {
        EXPECT_EQ(entry, entry_at(index));
        ++seen;
        return Nothing{};
      });
  ASSERT_TRUE(verdict) << verdict.error().message;
  EXPECT_EQ(seen, 2000U);
  EXPECT_EQ(verdict->entries, 2000U);
  EXPECT_EQ(verdict->root, tree_of_entries(2000).root());
}

TEST(VerifyLog, NoticesAnyFlippedBit) {
  const TestFolder folder;
  const LogOptions options = small_log(folder);
  make_log_of(options, 60);
  const std::string path = options.folder + "/hot/" + SegmentName{0}.text();
  const std::string whole = bytes_of_file(path);
  for (std::size_t at = 0; at <= whole.find_last_not_of('\0'); at += 17) {
    std::string changed = whole;
    changed[at] ^= 4;
    write_bytes(path, changed);
    EXPECT_FALSE(verify_log(options.folder)) << at;
  }
}

// An attacker who can write the disk but has no key makes a log that is whole in itself.
TEST(VerifyLog, NoticesALogThatWasWrittenAnew) {
  const TestFolder folder, elsewhere;
  const LogOptions options = small_log(folder);
  make_log_of(options, 60);
  LogOptions other = options;
  other.folder = elsewhere.path("log");
  {
    const auto log = open_log(other);
    for (std::uint64_t i = 0; i < 60; ++i) ASSERT_TRUE(log->append(entry_head, "}"));
  }
  fs::remove_all(options.folder + "/hot");
  fs::copy(other.folder + "/hot", options.folder + "/hot", fs::copy_options::recursive);
  EXPECT_FALSE(verify_log(options.folder));
  fs::copy(other.folder + "/checkpoint", options.folder + "/checkpoint",
           fs::copy_options::overwrite_existing);
  EXPECT_FALSE(verify_log(options.folder)) << "another key signed that checkpoint";
}

TEST(TileExport, WritesTheLayoutOfTlogTiles) {
  const TestFolder folder;
  const LogOptions options = small_log(folder);
  constexpr std::uint64_t size = 256 * 3 + 20;
  make_log_of(options, size);
  LogReader reader = read_log(options);
  const std::string out = folder.path("export");
  const Status exported = export_tiles(reader, out);
  ASSERT_TRUE(exported) << exported.error().message;

  EXPECT_EQ(bytes_of_file(out + "/checkpoint"), bytes_of_file(options.folder + "/checkpoint"));
  for (const std::string name : {"tile/0/000", "tile/0/002", "tile/0/003.p/20", "tile/1/000.p/3",
                                 "tile/entries/000", "tile/entries/003.p/20"})
    EXPECT_TRUE(fs::exists(out + "/" + name)) << name;
  EXPECT_FALSE(fs::exists(out + "/tile/2"));
  EXPECT_EQ(bytes_of_file(out + "/tile/0/000").substr(0, 32),
            record::bytes_of(record::leaf_hash(entry_at(0))));
  const std::string bundle = bytes_of_file(out + "/tile/entries/003.p/20");
  EXPECT_EQ(bundle.substr(2, entry_at(768).size()), entry_at(768));
}

TEST(TileExport, PutsOutNoCheckpointOverOtherEntries) {
  const TestFolder folder;
  const LogOptions options = small_log(folder);
  make_log_of(options, 10);
  const std::string kept = bytes_of_file(options.folder + "/checkpoint");
  make_log_of(options, 20);
  std::string wrong = bytes_of_file(options.folder + "/checkpoint");
  LogReader reader = read_log(options);
  wrong[wrong.find("\n20\n") + 5] ^= 1;  // the root, so the signature is wrong, too
  write_bytes(options.folder + "/checkpoint", wrong);
  EXPECT_FALSE(export_tiles(reader, folder.path("export")));
  EXPECT_FALSE(fs::exists(folder.path("export/checkpoint")));
}

}  // namespace
}  // namespace gait::store
