#include "ingest/byte_buffer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "formats/parser.h"

namespace gait::ingest {
namespace {

void append(ByteBuffer& buffer, std::string_view bytes) {
  const auto room = buffer.room(bytes.size());
  std::copy(bytes.begin(), bytes.end(), room.begin());
  buffer.commit(bytes.size());
}

TEST(ByteBuffer, KeepsBytesInOnePieceWhileTheyComeAndGo) {
  ByteBuffer buffer;
  std::string expected;
  for (std::size_t i = 0; i < 2000; ++i) {
    const std::string more(i % 97, static_cast<char>('a' + i % 26));
    append(buffer, more);
    expected += more;
    const std::size_t gone = std::min(expected.size(), i % 89);
    buffer.drop_front(gone);
    expected.erase(0, gone);
    ASSERT_EQ(buffer.bytes(), expected);
  }
}

TEST(ByteBuffer, HasZeroesBehindItsBytes) {
  ByteBuffer buffer;
  append(buffer, "0123456789");
  buffer.drop_back(7);
  const std::string_view bytes = buffer.bytes();
  EXPECT_EQ(bytes, "012");
  for (std::size_t i = 0; i < formats::padding_bytes; ++i) EXPECT_EQ(bytes.data()[3 + i], 0);
}

TEST(ByteBuffer, UsesItsMemoryAgain) {
  ByteBuffer buffer;
  for (int i = 0; i < 1000; ++i) {
    append(buffer, std::string(100, 'x'));
    buffer.drop_front(buffer.size() - 10);
  }
  EXPECT_LT(buffer.capacity_bytes(), 1000U);
}

TEST(ByteBuffer, GivesMemoryBackOnlyOverALimit) {
  ByteBuffer buffer;
  append(buffer, std::string(1000, 'x'));
  buffer.clear();
  buffer.shrink(1000);
  EXPECT_EQ(buffer.capacity_bytes(), 1000U);
  buffer.shrink(999);
  EXPECT_EQ(buffer.capacity_bytes(), 0U);
  append(buffer, "again");
  EXPECT_EQ(buffer.bytes(), "again");
}

}  // namespace
}  // namespace gait::ingest
