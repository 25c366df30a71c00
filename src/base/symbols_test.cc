#include "base/symbols.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

namespace gait {
namespace {

std::string word(int i) { return "word-" + std::to_string(i); }

TEST(Symbols, TheEmptyStringIsNoSymbol) {
  SymbolTable table;
  EXPECT_FALSE(table.insert(""));
  EXPECT_FALSE(symbol_of(""));
  EXPECT_EQ(table.size(), 0U);
  EXPECT_EQ(table.text(Symbol{}), "");
}

TEST(Symbols, OneStringHasOneSymbolInEveryTable) {
  SymbolTable one, two;
  two.insert("something before");
  const Symbol symbol = one.insert("s3:GetObject");
  EXPECT_EQ(one.insert("s3:GetObject"), symbol);
  EXPECT_EQ(two.insert("s3:GetObject"), symbol);
  EXPECT_EQ(symbol_of("s3:GetObject"), symbol);
  EXPECT_EQ(one.size(), 1U);
  EXPECT_NE(one.insert("s3:getobject"), symbol);
}

TEST(Symbols, AnUnknownSymbolHasNoText) {
  SymbolTable table;
  table.insert("known");
  EXPECT_EQ(table.text(symbol_of("unknown")), "");
}

TEST(Symbols, TextsSurviveGrowth) {
  SymbolTable table;
  const Symbol first = table.insert("the first");
  const std::string_view text = table.text(first);
  const std::size_t before = table.memory_bytes();
  for (int i = 0; i < 50'000; ++i) table.insert(word(i));
  EXPECT_EQ(table.size(), 50'001U);
  EXPECT_GT(table.memory_bytes(), before);
  EXPECT_EQ(text, "the first") << "the view stays valid";
  EXPECT_EQ(table.text(first).data(), text.data());
  for (int i = 0; i < 50'000; ++i) ASSERT_EQ(table.text(symbol_of(word(i))), word(i));
}

TEST(Symbols, KeepsTextsOfAnyLengthAndContent) {
  SymbolTable table;
  const std::string huge(10'000'000, 'x'), zeroes(5, '\0');
  EXPECT_EQ(table.text(table.insert(huge)), huge);
  EXPECT_EQ(table.text(table.insert(zeroes)), zeroes);
  EXPECT_EQ(table.text(table.insert("after")), "after");
}

TEST(Symbols, ATemporaryIsCopied) {
  SymbolTable table;
  std::string text = "changes";
  const Symbol symbol = table.insert(text);
  text = "changed";
  EXPECT_EQ(table.text(symbol), "changes");
}

TEST(Symbols, MergeTakesOverEverythingOnce) {
  SymbolTable left, right;
  for (int i = 0; i < 3000; ++i) left.insert(word(i));
  {
    SymbolTable gone;
    for (int i = 2000; i < 6000; ++i) gone.insert(word(i));
    left.merge(gone);
    right.merge(gone);
    right.merge(gone);
  }
  EXPECT_EQ(left.size(), 6000U);
  EXPECT_EQ(right.size(), 4000U);
  for (int i = 0; i < 6000; ++i) ASSERT_EQ(left.text(symbol_of(word(i))), word(i));
  left.merge(left);
  EXPECT_EQ(left.size(), 6000U);
}

TEST(Symbols, VisitsEveryStringOnce) {
  SymbolTable table;
  for (int i = 0; i < 2000; ++i) table.insert(word(i));
  std::map<std::string, int> seen;
  table.for_each([&](Symbol symbol, std::string_view text) {
    EXPECT_EQ(symbol, symbol_of(text));
    ++seen[std::string(text)];
  });
  EXPECT_EQ(seen.size(), 2000U);
  for (const auto& [text, count] : seen) EXPECT_EQ(count, 1) << text;
}

}  // namespace
}  // namespace gait
