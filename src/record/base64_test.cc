#include "record/base64.h"

#include <gtest/gtest.h>

namespace gait::record {
namespace {

TEST(Base64, IsThatOfRfc4648) {
  const std::pair<std::string_view, std::string_view> vectors[] = {{"", ""},
                                                                   {"f", "Zg=="},
                                                                   {"fo", "Zm8="},
                                                                   {"foo", "Zm9v"},
                                                                   {"foob", "Zm9vYg=="},
                                                                   {"fooba", "Zm9vYmE="},
                                                                   {"foobar", "Zm9vYmFy"},
                                                                   {"\xfb\xff", "+/8="}};
  for (const auto& [bytes, text] : vectors) {
    EXPECT_EQ(to_base64(bytes), text);
    const auto read = from_base64(text);
    ASSERT_TRUE(read) << text;
    EXPECT_EQ(*read, bytes);
  }
}

// Each text of four characters of some is refused or is what its bytes are written as.
TEST(Base64, HasOneSpelling) {
  constexpr std::string_view characters = "AQgwZ9+/=-_ \n\xc3";
  std::size_t read_count = 0;
  for (const char a : characters)
    for (const char b : characters)
      for (const char c : characters)
        for (const char d : characters) {
          const std::string text{a, b, c, d};
          const auto bytes = from_base64(text);
          if (!bytes) continue;
          ++read_count;
          EXPECT_EQ(to_base64(*bytes), text);
        }
  EXPECT_GT(read_count, 4000u);
}

TEST(Base64, IsRefusedWithoutItsPaddingOrBehindIt) {
  for (const char* text :
       {"Zg", "Zg=", "Zg===", "Z", "====", "Zg==Zg==", "Zm8=Zm9v", "Zh==", "Zm9="})
    EXPECT_FALSE(from_base64(text)) << text;
}

TEST(Base64, OfAHashHas32Bytes) {
  const Hash hash = sha256("x");
  const auto read = hash_from_base64(to_base64(bytes_of(hash)));
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, hash);
  EXPECT_FALSE(hash_from_base64(to_base64(std::string(31, 'x'))));
  EXPECT_FALSE(hash_from_base64(to_base64(std::string(33, 'x'))));
  EXPECT_FALSE(hash_from_base64(""));
}

}  // namespace
}  // namespace gait::record
