#include <fcntl.h>
#include <gmock/gmock.h>

#include <cstring>

#include "ingest/byte_source.h"
#include "ingest/testing.h"

namespace gait::ingest {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

struct Unpacked {
  std::string bytes;
  std::string error;
};

Unpacked drain(ByteSource& source) {
  Unpacked result;
  ByteBuffer buffer;
  while (true) {
    const auto got = source.append_to(buffer);
    if (!got) result.error = got.error().message;
    if (!got || *got == 0) break;
    EXPECT_EQ(buffer.size(), *got);
    result.bytes += buffer.bytes();
    buffer.drop_front(buffer.size());
  }
  return result;
}

Unpacked unpack_file(const std::string& packed) {
  const TestFolder folder;
  DecompressTools tools;
  auto input = RawInput::open(folder.write("log", packed));
  EXPECT_TRUE(input);
  auto opened = open_source(*std::move(input), tools);
  EXPECT_TRUE(opened);
  return drain(*opened->source);
}

// By a descriptor of unknown size, as a pipe is: this is the streaming way.
Unpacked unpack_pipe(const std::string& packed) {
  const TestFolder folder;
  const int descriptor = ::open(folder.write("log", packed).c_str(), O_RDONLY);
  DecompressTools tools;
  auto opened = open_source(RawInput::borrow(descriptor), tools);
  EXPECT_TRUE(opened);
  auto result = drain(*opened->source);
  ::close(descriptor);
  return result;
}

void expect_unpacks(const std::string& packed, const std::string& text) {
  for (const auto& unpacked : {unpack_file(packed), unpack_pipe(packed)}) {
    EXPECT_TRUE(unpacked.bytes == text) << unpacked.bytes.size() << " bytes of " << text.size();
    EXPECT_EQ(unpacked.error, "");
  }
}

TEST(Decompress, TellsTheContainerByItsFirstBytes) {
  EXPECT_EQ(container_of(gzip("x")), Container::gzip);
  EXPECT_EQ(container_of(zstd("x")), Container::zstd);
  EXPECT_EQ(container_of("\x5a\x2a\x4d\x18"), Container::zstd);
  EXPECT_EQ(container_of("{\"a\":1}"), Container::plain);
  EXPECT_EQ(container_of(""), Container::plain);
}

TEST(Decompress, GivesPlainBytesAsTheyAre) {
  expect_unpacks("", "");
  expect_unpacks("{}\n", "{}\n");
  const std::string text = json_lines(50'000);
  expect_unpacks(text, text);
}

TEST(Decompress, UnpacksGzipOfAnySize) {
  for (const std::size_t lines : {std::size_t{0}, std::size_t{1}, std::size_t{60'000}}) {
    const std::string text = json_lines(lines);
    expect_unpacks(gzip(text), text);
  }
}

TEST(Decompress, UnpacksAllMembersOfAGzipFile) {
  const std::string first = json_lines(20'000), second = json_lines(5), third = json_lines(30'000);
  expect_unpacks(gzip(first) + gzip(second) + gzip("") + gzip(third), first + second + third);
  expect_unpacks(gzip(first) + gzip(std::string(3'000'000, 'x')) + gzip(second),
                 first + std::string(3'000'000, 'x') + second);
}

TEST(Decompress, TakesZeroesBetweenAndBehindGzipMembersForPadding) {
  const std::string zeroes(1000, '\0');
  expect_unpacks(gzip("one\n") + zeroes + gzip("two\n") + zeroes, "one\ntwo\n");
}

TEST(Decompress, SalvagesWhatIsBeforeTheCutOfATruncatedGzipFile) {
  const std::string text = json_lines(60'000);
  const std::string packed = gzip(text);
  const std::string cut = packed.substr(0, packed.size() / 2);
  for (const auto& unpacked : {unpack_file(cut), unpack_pipe(cut)}) {
    EXPECT_TRUE(text.starts_with(unpacked.bytes));
    EXPECT_GT(unpacked.bytes.size(), text.size() * 45 / 100);
    EXPECT_THAT(unpacked.error, StartsWith("truncated gzip data: the file ends at byte " +
                                           std::to_string(cut.size()) + " before its data does"));
  }
}

TEST(Decompress, NoticesEachCutOfASmallGzipFile) {
  const std::string packed = gzip("{\"a\":1}\n{\"a\":2}\n");
  for (std::size_t size = 2; size < packed.size(); ++size) {
    const auto unpacked = unpack_file(packed.substr(0, size));
    EXPECT_THAT(unpacked.error, HasSubstr("truncated")) << size;
  }
}

TEST(Decompress, KeepsWholeMembersBeforeATruncatedOne) {
  const auto unpacked = unpack_file(gzip("one\n") + gzip("two\n").substr(0, 5));
  EXPECT_EQ(unpacked.bytes, "one\n");
  EXPECT_THAT(unpacked.error, HasSubstr("truncated"));
}

TEST(Decompress, NamesTheByteOfDamageInAGzipFile) {
  const std::string text = json_lines(60'000);
  std::string packed = gzip(text);
  packed[packed.size() - 6] ^= 1;  // in the checksum
  for (const auto& unpacked : {unpack_file(packed), unpack_pipe(packed)}) {
    EXPECT_TRUE(unpacked.bytes == text);
    EXPECT_THAT(unpacked.error, HasSubstr("corrupt gzip data at byte "));
    EXPECT_THAT(unpacked.error, HasSubstr("incorrect data check"));
  }
}

TEST(Decompress, SaysSoWhenSomethingElseFollowsAGzipMember) {
  const auto unpacked = unpack_file(gzip("one\n") + "garbage");
  EXPECT_EQ(unpacked.bytes, "one\n");
  EXPECT_THAT(unpacked.error, HasSubstr("incorrect header check"));
}

TEST(Decompress, IsNotMisledByAGzipSizeThatLies) {
  const std::string text = json_lines(30'000);
  for (const std::uint32_t lie : {0U, 100'000U, 0xffffffffU}) {
    std::string packed = gzip(text);
    std::memcpy(packed.data() + packed.size() - 4, &lie, 4);
    const auto unpacked = unpack_file(packed);
    EXPECT_TRUE(unpacked.bytes == text) << lie;
    EXPECT_THAT(unpacked.error, HasSubstr("incorrect length check")) << lie;
  }
}

TEST(Decompress, StreamsAGzipBombInsteadOfHoldingIt) {
  const std::string zeroes(whole_gzip_bytes_max / 4, '\0');
  std::string bomb;
  for (int i = 0; i < 5; ++i) bomb += gzip(zeroes);
  const TestFolder folder;
  DecompressTools tools;
  auto opened = open_source(*RawInput::open(folder.write("bomb", bomb)), tools);
  ByteBuffer buffer;
  std::size_t total = 0, largest = 0;
  while (true) {
    const auto got = opened->source->append_to(buffer);
    ASSERT_TRUE(got);
    if (*got == 0) break;
    total += *got;
    largest = std::max(largest, *got);
    buffer.drop_front(*got);
  }
  EXPECT_EQ(total, 5 * zeroes.size());
  EXPECT_LE(largest, std::size_t{1} << 20);
  EXPECT_LE(buffer.capacity_bytes(), whole_gzip_bytes_max);
}

TEST(Decompress, UnpacksZstdWithManyFrames) {
  const std::string first = json_lines(40'000), second = json_lines(10);
  expect_unpacks(zstd(first), first);
  expect_unpacks(zstd(first) + zstd("") + zstd(second), first + second);
}

TEST(Decompress, SalvagesWhatIsBeforeTheCutOfATruncatedZstdFile) {
  const std::string text = json_lines(60'000);
  const std::string packed = zstd(text);
  const std::string cut = packed.substr(0, packed.size() / 2);
  const auto unpacked = unpack_file(cut);
  EXPECT_TRUE(text.starts_with(unpacked.bytes));
  EXPECT_GT(unpacked.bytes.size(), text.size() * 4 / 10);
  EXPECT_THAT(unpacked.error, StartsWith("truncated zstd data: the file ends at byte " +
                                         std::to_string(cut.size())));
}

TEST(Decompress, NamesTheByteOfDamageInAZstdFile) {
  const auto unpacked = unpack_file(zstd("one\n") + "garbage, more than a header of it");
  EXPECT_EQ(unpacked.bytes, "one\n");
  EXPECT_THAT(unpacked.error, HasSubstr("corrupt zstd data at byte "));
}

TEST(Decompress, ServesOneFileAfterTheOtherWithTheSameTools) {
  const TestFolder folder;
  DecompressTools tools;
  for (const std::size_t lines : {std::size_t{1000}, std::size_t{0}, std::size_t{2000}}) {
    const std::string text = json_lines(lines);
    for (const std::string& packed : {gzip(text), zstd(text), text}) {
      auto cut = open_source(*RawInput::open(folder.write("log", zstd("cut").substr(0, 8))), tools);
      EXPECT_NE(drain(*cut->source).error, "");
      auto opened = open_source(*RawInput::open(folder.write("log", packed)), tools);
      EXPECT_EQ(drain(*opened->source).bytes, text);
    }
  }
}

}  // namespace
}  // namespace gait::ingest
