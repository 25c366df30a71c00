#include "store/recovery.h"

#include "record/commit_frame.h"
#include "store/testing.h"
#include "store/verify_log.h"

namespace gait::store {
namespace {

namespace fs = std::filesystem;

// A log of two sessions: `half` entries are signed, the others are whole but not signed, as if the
// writer had been killed before it could. One commit each.
class RecoveryTest : public testing::Test {
 protected:
  static constexpr std::uint64_t half = 40, all = 90;

  void SetUp() override {
    options_ = small_log(folder_);
    options_.queue.wait_max = std::chrono::hours(1);
    make_log_of(options_, half);
    end_of_half_ = end_of_frames();
    keep("state", "kept");
    keep("checkpoint", "kept.checkpoint");
    make_log_of(options_, all);
    end_of_all_ = end_of_frames();
    keep("kept", "state");
    keep("kept.checkpoint", "checkpoint");
  }

  void keep(const std::string& from, const std::string& to) {
    fs::copy(log(from), log(to),
             fs::copy_options::recursive | fs::copy_options::overwrite_existing);
  }
  std::string log(const std::string& name) const { return folder_.path("log/" + name); }
  std::string segment() const { return log("hot/" + SegmentName{0}.text()); }

  std::uint64_t end_of_frames() const {
    auto cursor = FrameCursor::open(segment());
    while (cursor->next()) {
    }
    return cursor->offset();
  }
  void change(std::uint64_t offset, std::string_view bytes) const {
    std::string content = bytes_of_file(segment());
    content.replace(offset, bytes.size(), bytes);
    write_bytes(segment(), content);
  }
  void flip(std::uint64_t offset) const {
    const char now = bytes_of_file(segment())[offset];
    change(offset, std::string(1, static_cast<char>(now ^ 1)));
  }
  void expect_size(std::uint64_t size) const {
    const auto writer = LogWriter::open(options_);
    ASSERT_TRUE(writer) << writer.error().message;
    EXPECT_EQ((*writer)->durable_size(), size);
    append_entries(**writer, size, 10);
    ASSERT_TRUE((*writer)->close());
    const auto verdict = verify_log(options_.folder);
    ASSERT_TRUE(verdict) << verdict.error().message;
    EXPECT_EQ(verdict->root, tree_of_entries(size + 10).root());
  }
  void expect_refused(Error::Code code, std::string_view why) const {
    const auto writer = LogWriter::open(options_);
    ASSERT_FALSE(writer);
    EXPECT_EQ(writer.error().code, code) << writer.error().message;
    EXPECT_THAT(writer.error().message, testing::HasSubstr(why));
    EXPECT_THAT(writer.error().message, testing::HasSubstr("gait record verify"));
  }

  const TestFolder folder_;
  LogOptions options_;
  std::uint64_t end_of_half_ = 0, end_of_all_ = 0;
};

TEST_F(RecoveryTest, WholeFramesBehindTheCheckpointAreTaken) { expect_size(all); }

TEST_F(RecoveryTest, ADamagedFrameAtTheEndIsCut) {
  flip(end_of_half_ + 100);
  expect_size(half);
}

TEST_F(RecoveryTest, AFrameWhoseFirstSectorIsMissingIsCut) {
  change(end_of_half_, std::string(512, '\0'));
  expect_size(half);
}

TEST_F(RecoveryTest, WhatWasTornIsZeroAgainSoThatNothingOfItComesBack) {
  flip(end_of_half_ + 10);
  ASSERT_TRUE(LogWriter::open(options_));
  const std::string content = bytes_of_file(segment());
  EXPECT_EQ(content.find_first_not_of('\0', end_of_half_), std::string::npos);
}

TEST_F(RecoveryTest, DamageBeforeAWholeCommitIsNoCrash) {
  make_log_of(options_, all);  // signs all of it
  flip(100);
  expect_refused(Error::Code::corrupt, "damaged at byte 0");
  // What is whole can still be read.
  LogReader reader = read_log(options_);
  EXPECT_EQ(*reader.entry(half), entry_at(half));
  EXPECT_EQ(reader.entry(0).error().code, Error::Code::corrupt);
  EXPECT_FALSE(verify_log(options_.folder));
}

TEST_F(RecoveryTest, SignedEntriesThatAreGoneAreARollback) {
  make_log_of(options_, all);
  change(end_of_half_, std::string(end_of_all_ - end_of_half_, '\0'));
  expect_refused(Error::Code::conflict, "ends at 40 entries, but what was signed last says 90");
  EXPECT_FALSE(verify_log(options_.folder));
}

TEST_F(RecoveryTest, AnOlderCopyIsNoticedByTheCheckpointAlone) {
  keep("state", "older");
  make_log_of(options_, all);
  keep("older", "state");
  change(end_of_half_, std::string(end_of_all_ - end_of_half_, '\0'));
  expect_refused(Error::Code::conflict, "says 90");
}

TEST_F(RecoveryTest, OtherEntriesInPlaceOfTheSignedOnesAreNoticed) {
  const TestFolder elsewhere;
  LogOptions other = options_;
  other.folder = elsewhere.path("log");
  {
    const auto writer = open_log(other);
    for (std::uint64_t i = 0; i < all; ++i) ASSERT_TRUE(writer->append("other ", ""));
    ASSERT_TRUE(writer->flush());
  }
  fs::copy(other.folder + "/hot", log("hot"),
           fs::copy_options::recursive | fs::copy_options::overwrite_existing);
  expect_refused(Error::Code::conflict, "are not those of");
}

TEST_F(RecoveryTest, OneDamagedTreeStateIsNoHarm) {
  for (const std::string name : {"state/tree.a", "state/tree.b"}) {
    const std::string whole = bytes_of_file(log(name));
    write_bytes(log(name), std::string(4096, 'x'));
    EXPECT_TRUE(LogWriter::open(options_)) << name;
    write_bytes(log(name), whole);
  }
}

TEST_F(RecoveryTest, WithoutAnyTreeStateNothingIsWritten) {
  write_bytes(log("state/tree.a"), std::string(4096, 'x'));
  write_bytes(log("state/tree.b"), "");
  EXPECT_EQ(LogWriter::open(options_).error().code, Error::Code::corrupt);
  fs::remove_all(log("state"));
  EXPECT_FALSE(LogWriter::open(options_));
}

TEST_F(RecoveryTest, ALogWithoutItsKeyIsNotMadeAnew) {
  fs::remove(log("keys/log.key"));
  const auto writer = LogWriter::open(options_);
  ASSERT_FALSE(writer);
  EXPECT_THAT(writer.error().message, testing::HasSubstr("key"));
}

// Any byte, in steps that meet headers, lengths, entries and padding: the log is cut or refused,
// and never is another one.
TEST_F(RecoveryTest, NoFlippedBitChangesWhatIsRecovered) {
  const std::string whole = bytes_of_file(segment());
  for (std::uint64_t at = 0; at < end_of_all_; at += 97) {
    flip(at);
    const auto writer = LogWriter::open(options_);
    if (at < end_of_half_) {
      EXPECT_FALSE(writer) << at;
    } else {
      ASSERT_TRUE(writer) << writer.error().message;
      EXPECT_EQ((*writer)->durable_size(), half) << at;
    }
    write_bytes(segment(), whole);
  }
}

TEST(Recovery, NamesTheSegmentThatIsMissing) {
  const TestFolder folder;
  const LogOptions options = small_log(folder);
  make_log_of(options, 5000);
  const auto segments = *list_segments({options.folder});
  ASSERT_GT(segments.size(), 2U);
  const std::string path = options.folder + "/hot/" + segments[1].text();
  fs::rename(path, path + ".away");
  const auto gap = LogWriter::open(options);
  ASSERT_FALSE(gap);
  EXPECT_EQ(gap.error().code, Error::Code::corrupt);
  EXPECT_THAT(gap.error().message, testing::HasSubstr("entries are missing before it"));
  fs::rename(path + ".away", path);
  fs::remove(options.folder + "/hot/" + segments.back().text());
  EXPECT_EQ(LogWriter::open(options).error().code, Error::Code::conflict);
}

TEST(Recovery, DamageInAnEarlierSegmentIsNoCrash) {
  const TestFolder folder;
  const LogOptions options = small_log(folder);
  make_log_of(options, 5000);
  const std::string path = options.folder + "/hot/" + SegmentName{0}.text();
  std::string content = bytes_of_file(path);
  content[content.find_last_not_of('\0')] ^= 1;
  write_bytes(path, content);
  EXPECT_EQ(LogWriter::open(options).error().code, Error::Code::corrupt);
}

}  // namespace
}  // namespace gait::store
