#include "record/commit_frame.h"

#include <gtest/gtest.h>

#include <cstring>
#include <random>

#include "record/bundle.h"
#include "record/crc32c.h"
#include "record/testing.h"

namespace gait::record {
namespace {

std::string bundle_of(std::size_t count, std::size_t bytes) {
  std::string bundle;
  for (std::size_t i = 0; i < count; ++i)
    append_entry(bundle, std::string(bytes, char('a' + i % 26)));
  return bundle;
}

std::string encoded(const CommitFrame& frame) {
  std::string bytes;
  append_frame(bytes, frame);
  return bytes;
}

TEST(Crc32c, IsThatOfRfc3720) {
  EXPECT_EQ(crc32c("123456789"), 0xe3069283u);
  EXPECT_EQ(crc32c(std::string(32, '\0')), 0x8a9136aau);
  EXPECT_EQ(crc32c(std::string(32, '\xff')), 0x62a8ab43u);
  EXPECT_EQ(crc32c({}), 0u);
}

TEST(CommitFrame, IsReadBackAndTakesWholePages) {
  for (const std::size_t count : {1u, 2u, 256u, 1000u})
    for (const std::size_t bytes : {0u, 1u, 300u, 4030u, 4031u}) {
      const std::string bundle = bundle_of(count, bytes);
      const CommitFrame frame{77, static_cast<std::uint32_t>(count), sha256("before"), bundle};
      const std::string first = encoded(frame);
      EXPECT_EQ(first.size(), frame_bytes(bundle.size()));
      EXPECT_EQ(first.size() % frame_align_bytes, 0u);
      const std::string twice = first + first;
      const auto read = read_frame(twice);
      ASSERT_TRUE(read) << read.error().message;
      EXPECT_EQ(*read, frame);
    }
}

TEST(CommitFrame, HasTheFieldsWhereTheFormatSaysSo) {
  const std::string bundle = bundle_of(1, 3);
  const std::string bytes = encoded({0x1122334455667788, 1, sha256("before"), bundle});
  EXPECT_EQ(bytes.substr(0, 4), "GREC");
  EXPECT_EQ(to_hex(bytes.substr(4, 16)), "05000000887766554433221101000000");
  EXPECT_EQ(bytes.substr(24, 32), bytes_of(sha256("before")));
  EXPECT_EQ(bytes.substr(56, 4), std::string(4, '\0'));
  EXPECT_EQ(bytes.substr(64, 5), std::string("\0\3aaa", 5));
}

TEST(CommitFrame, IsRefusedWithAnyBitTurned) {
  const std::string bytes = encoded({5, 3, sha256("before"), bundle_of(3, 40)});
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit)
    ASSERT_FALSE(read_frame(with_bit_flipped(bytes, bit))) << bit;
}

TEST(CommitFrame, IsRefusedWhenItIsCutOff) {
  const std::string bytes = encoded({5, 30, sha256("before"), bundle_of(30, 200)});
  ASSERT_GT(bytes.size(), frame_align_bytes);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const auto read = read_frame(std::string_view(bytes).substr(0, size));
    ASSERT_FALSE(read) << size;
    ASSERT_EQ(read.error().code, size == 0 ? Error::Code::not_found : Error::Code::corrupt);
  }
}

TEST(CommitFrame, IsRefusedWhenALaterSectorWasNeverWritten) {
  const std::string bytes = encoded({5, 30, sha256("before"), bundle_of(30, 200)});
  for (std::size_t sector = 0; sector < bytes.size() / 512; ++sector) {
    std::string torn = bytes;
    torn.replace(sector * 512, 512, std::string(512, '\0'));
    if (torn != bytes) {
      EXPECT_FALSE(read_frame(torn)) << sector;
    }
  }
}

TEST(CommitFrame, IsNotFoundAmongZeroes) {
  EXPECT_EQ(read_frame(std::string(8192, '\0')).error().code, Error::Code::not_found);
  EXPECT_EQ(read_frame({}).error().code, Error::Code::not_found);
}

// Frames with right checksums that nobody of ours writes.
TEST(CommitFrame, IsRefusedWhenItHoldsOtherEntriesThanItSays) {
  const std::string bundle = bundle_of(3, 40);
  EXPECT_TRUE(read_frame(encoded({5, 3, {}, bundle})));
  EXPECT_FALSE(read_frame(encoded({5, 2, {}, bundle})));
  EXPECT_FALSE(read_frame(encoded({5, 4, {}, bundle})));
  EXPECT_FALSE(read_frame(encoded({5, 3, {}, bundle + '\0'})));
  EXPECT_FALSE(read_frame(encoded({UINT64_MAX, 3, {}, bundle})));
}

TEST(CommitFrame, IsRefusedWithAFlagOfTheFuture) {
  std::string bytes = encoded({5, 3, {}, bundle_of(3, 40)});
  bytes[56] = 2;
  const std::uint32_t crc = crc32c(std::string_view(bytes).substr(0, 60));
  std::memcpy(&bytes[60], &crc, sizeof crc);
  EXPECT_EQ(read_frame(bytes).error().message, "a frame has flags that are not known");
}

TEST(CommitFrame, SaysWhetherItContinuesACommit) {
  const std::string bundle = bundle_of(3, 40);
  const CommitFrame frame{5, 3, sha256("before"), bundle, true};
  const std::string bytes = encoded(frame);
  EXPECT_EQ(bytes.substr(56, 4), std::string("\1\0\0\0", 4));
  EXPECT_EQ(*read_frame(bytes), frame);
}

TEST(CommitFrame, HasAHeaderThatCanBeReadAlone) {
  const std::string bundle = bundle_of(3, 40);
  const CommitFrame frame{5, 3, sha256("before"), bundle, true};
  const std::string header = frame_header(frame, crc32c(bundle));
  EXPECT_EQ(header, encoded(frame).substr(0, frame_header_bytes));
  const auto read = read_frame_header(header);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->payload_bytes, bundle.size());
  EXPECT_EQ(read->payload_crc, crc32c(bundle));
  EXPECT_EQ(read->frame.root_before, frame.root_before);
  EXPECT_TRUE(read->frame.continues);
}

TEST(Bundle, IsTakenApartAsItWasMade) {
  std::mt19937_64 random(1);
  std::string bundle;
  std::vector<std::string> entries;
  for (const std::size_t size : {0u, 1u, 255u, 256u, 65'535u}) {
    entries.emplace_back(size, static_cast<char>(random()));
    append_entry(bundle, entries.back());
  }
  EXPECT_EQ(to_hex(bundle.substr(0, 4)).substr(0, 8), "00000001");
  std::vector<std::string_view> split;
  ASSERT_TRUE(split_bundle(bundle, split));
  EXPECT_TRUE(std::ranges::equal(split, entries));
  for (std::size_t cut = 1; cut < 300; ++cut)
    EXPECT_FALSE(split_bundle(std::string_view(bundle).substr(0, bundle.size() - cut), split));
  EXPECT_DEATH(append_entry(bundle, std::string(65'536, 'x')), "fits two bytes");
}

}  // namespace
}  // namespace gait::record
