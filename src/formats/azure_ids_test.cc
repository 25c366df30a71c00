#include "formats/azure_ids.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace gait::formats {
namespace {

// A token of sample logs, in all the ways it is written.
constexpr const char* guid = "4d81e7dd-bc8d-4048-9a02-bccc1d945802";

TEST(AzureTokenId, IsOneForAllWaysToWriteIt) {
  EXPECT_EQ(azure_token_id("NGQ4MWU3ZGQtYmM4ZC00MDQ4LTlhMDItYmNjYzFkOTQ1ODAy"), guid);
  EXPECT_EQ(azure_token_id("3eeBTY28SECaArzMHZRYAg"), guid);
  EXPECT_EQ(azure_token_id("3eeBTY28SECaArzMHZRYAg=="), guid);
  EXPECT_EQ(azure_token_id(guid), guid);
  EXPECT_EQ(azure_token_id("4D81E7DDBC8D40489A02BCCC1D945802"), guid);
}

// The other way round, bit by bit: what a writer does.
std::string base64url_of(const std::array<unsigned, 16>& bytes) {
  constexpr std::string_view letters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string text;
  for (unsigned bit = 0; bit < 128; bit += 6) {
    unsigned digit = 0;
    for (unsigned i = bit; i < bit + 6; ++i)
      digit = digit << 1 | (i < 128 ? bytes.at(i / 8) >> (7 - i % 8) & 1 : 0);
    text.push_back(letters[digit]);
  }
  return text;
}

TEST(AzureTokenId, ReadsTheBytesInTheOrderOfDotNet) {
  constexpr std::array<unsigned, 16> place{3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15};
  for (unsigned seed = 1; seed < 200; ++seed) {
    std::array<unsigned, 16> shown{}, written{};
    std::string expected;
    for (unsigned i = 0; i < 16; ++i) {
      shown.at(i) = seed * 2654435761U * (i + 1) >> 13 & 0xff;
      written.at(place.at(i)) = shown.at(i);
      if (i == 4 || i == 6 || i == 8 || i == 10) expected.push_back('-');
      expected.push_back("0123456789abcdef"[shown.at(i) >> 4]);
      expected.push_back("0123456789abcdef"[shown.at(i) & 15]);
    }
    EXPECT_EQ(azure_token_id(base64url_of(written)), expected);
  }
}

TEST(AzureTokenId, KeepsAnUnknownIdAndNoTokenItself) {
  EXPECT_EQ(azure_token_id("Some-Id"), "some-id");
  EXPECT_EQ(azure_token_id("!!!!!!!!!!!!!!!!!!!!!!"), "!!!!!!!!!!!!!!!!!!!!!!");
  EXPECT_EQ(azure_token_id(std::string(65, 'a')), "");
  EXPECT_EQ(azure_token_id(""), "");
}

TEST(AzureId, GetsItsDashesBack) {
  EXPECT_EQ(azure_id("B029D485A30843118720FB3192E5284E"), "b029d485-a308-4311-8720-fb3192e5284e");
  EXPECT_EQ(azure_id("ada@Acme.example"), "ada@acme.example");
}

TEST(EntraTenant, IsSaidOrStandsInTheResourceOrIsTheScope) {
  EXPECT_EQ(entra_tenant("T1", "/tenants/T2/providers/x", "s"), "t1");
  EXPECT_EQ(entra_tenant("", "/TENANTS/T2/PROVIDERS/X", "s"), "t2");
  EXPECT_EQ(entra_tenant("", "/subscriptions/1", "s"), "s");
  EXPECT_EQ(entra_key("t", "sp", ""), "");
}

}  // namespace
}  // namespace gait::formats
