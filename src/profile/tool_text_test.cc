#include "profile/tool_text.h"

#include <gtest/gtest.h>

namespace gait::profile {
namespace {

TEST(NormalValue, DropsCaseAndWhatSurroundsAValue) {
  EXPECT_EQ(normal_value(" 'DE89 3704'. "), "de89 3704");
  EXPECT_EQ(normal_value("<a@B.org>"), "a@b.org");
  EXPECT_EQ(normal_value(" ,;"), "");
}

TEST(ShapeOf, TellsNamesFromNumbersDatesAndTexts) {
  EXPECT_EQ(shape_of("true"), ValueShape::truth);
  EXPECT_EQ(shape_of("-12.50"), ValueShape::number);
  EXPECT_EQ(shape_of("2026-11-21"), ValueShape::date);
  EXPECT_EQ(shape_of("2026-11-21t10:00:00z"), ValueShape::date);
  EXPECT_EQ(shape_of("general"), ValueShape::word);
  EXPECT_EQ(shape_of("gb29nwbk60161331926819"), ValueShape::identifier);
  EXPECT_EQ(shape_of("notes-2.txt"), ValueShape::identifier);
  EXPECT_EQ(shape_of("eve@example.org"), ValueShape::address);
  EXPECT_EQ(shape_of("https://example.org/a"), ValueShape::address);
  EXPECT_EQ(shape_of("lunch with sarah"), ValueShape::phrase);
  EXPECT_EQ(shape_of("please find the report that you have asked for"), ValueShape::text);
  EXPECT_EQ(shape_of("a\nb"), ValueShape::text);
}

TEST(StandingIn, SeesAValueAloneInFieldsListsAndLines) {
  for (const std::string_view text :
       {"iban: de12", "{'iban': 'de12', 'n': 3}", "- de12\n- de13", "a, de12, b", "de12",
        "<to>de12</to>", "the account is below:\nde12\n", "account=de12;", "send to: de12."})
    EXPECT_EQ(standing_in(text, "de12"), Standing::alone) << text;
}

TEST(StandingIn, SeesAValueInRunningText) {
  for (const std::string_view text :
       {"send it to de12 at once", "please use de12.", "use 'de12' from now on",
        "a line that ends in\nde12 and goes on", "no-de12 here"})
    EXPECT_EQ(standing_in(text, "de12"), Standing::part) << text;
}

TEST(StandingIn, MatchesWholeWordsOnly) {
  EXPECT_EQ(standing_in("iban: de123", "de12"), Standing::absent);
  EXPECT_EQ(standing_in("xde12", "de12"), Standing::absent);
  EXPECT_EQ(standing_in("", "de12"), Standing::absent);
  EXPECT_EQ(standing_in("anything", ""), Standing::absent);
}

TEST(StandingIn, PrefersThePlaceWhereTheValueIsAlone) {
  EXPECT_EQ(standing_in("send it to de12 now\niban: de12\n", "de12"), Standing::alone);
}

TEST(StandingIn, FindsANumberWithItsDecimals) {
  EXPECT_EQ(standing_in("amount: 50.00\n", "50"), Standing::alone);
  EXPECT_EQ(standing_in("amount: 500.0\n", "50"), Standing::absent);
}

TEST(WordsOf, AreStemsWithoutOrderAndRepetition) {
  EXPECT_EQ(words_of("Refunding the refund"), words_of("the REFUND"));
  EXPECT_EQ(words_of("a b 12 of"), words_of(""));
  EXPECT_EQ(words_of("pay the bill").size(), 3U);
}

TEST(WordsOf, AreBounded) {
  std::string text;
  for (char a = 'a'; a <= 'z'; ++a)
    for (char b = 'a'; b <= 'z'; ++b) text += std::string{a, b, 'x', ' '};
  EXPECT_EQ(words_of(text).size(), task_words_max);
}

}  // namespace
}  // namespace gait::profile
