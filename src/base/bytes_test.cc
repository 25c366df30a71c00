#include "base/bytes.h"

#include <gtest/gtest.h>

namespace gait {
namespace {

TEST(Bytes, AreReadBackAsTheyWereWritten) {
  ByteWriter out;
  out.put(std::uint8_t{7});
  out.put(std::int64_t{-5});
  out.put_text("text");
  out.put_text("");
  out.put(2.5);
  const std::string bytes = out.take();
  ByteReader in(bytes);
  EXPECT_EQ(in.get<std::uint8_t>(), 7);
  EXPECT_EQ(in.get<std::int64_t>(), -5);
  EXPECT_EQ(in.get_text(), "text");
  EXPECT_EQ(in.get_text(), "");
  EXPECT_EQ(in.get<double>(), 2.5);
  EXPECT_TRUE(in.ok());
  EXPECT_EQ(in.left(), 0U);
}

TEST(Bytes, TheLeastSignificantComesFirst) {
  ByteWriter out;
  out.put(std::uint32_t{0x01020304});
  EXPECT_EQ(out.bytes(), "\x04\x03\x02\x01");
}

TEST(Bytes, ReadingPastTheEndGivesZeroesForGood) {
  ByteWriter out;
  out.put(std::uint16_t{0xFFFF});
  out.put(std::uint8_t{0xFF});
  ByteReader in(out.bytes());
  EXPECT_EQ(in.get<std::uint32_t>(), 0U);
  EXPECT_FALSE(in.ok());
  EXPECT_EQ(in.get<std::uint8_t>(), 0) << "also what would still be there";
  EXPECT_EQ(in.get_text(), "");
  EXPECT_FALSE(in.ok());
  EXPECT_EQ(in.left(), 0U);
}

TEST(Bytes, ATextLongerThanTheRestIsNone) {
  ByteWriter out;
  out.put(std::uint32_t{0xFFFFFFFF});
  out.put_text("abc");
  ByteReader in(out.bytes());
  EXPECT_EQ(in.get_text(), "");
  EXPECT_FALSE(in.ok());
}

TEST(Bytes, WhoReadsMayRefuse) {
  ByteReader in("abc");
  in.fail();
  EXPECT_FALSE(in.ok());
  EXPECT_EQ(in.left(), 0U);
}

}  // namespace
}  // namespace gait
