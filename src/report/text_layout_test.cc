#include "report/text_layout.h"

#include <gtest/gtest.h>

namespace gait::report {
namespace {

TEST(TextLayout, WidthIsCountedInCharacters) {
  EXPECT_EQ(columns("naïve"), 5U);
  EXPECT_EQ(padded("ï", 3), "ï  ");
  EXPECT_EQ(padded_left("ï", 3), "  ï");
  EXPECT_EQ(clipped("naïveté", 5), "naïv…");
  EXPECT_EQ(clipped("short", 5), "short");
}

TEST(TextLayout, AParagraphHangsFromItsLead) {
  std::string out;
  add_paragraph(out, "  seen", "one two three four five six seven eight", 10, {40, false});
  EXPECT_EQ(out,
            "  seen    one two three four five six\n"
            "          seven eight\n");
}

TEST(TextLayout, AWordLongerThanTheLineIsLeftWhole) {
  const std::string word(60, 'x');
  std::string out;
  add_paragraph(out, "", "a " + word + " b", 2, {40, false});
  EXPECT_EQ(out, "  a\n  " + word + "\n  b\n");
}

TEST(TextLayout, AnEmptyParagraphIsOneLine) {
  std::string out;
  add_paragraph(out, "lead", "", 6, {});
  EXPECT_EQ(out, "lead  \n");
}

TEST(TextLayout, ThereIsNoEscapeWithoutColour) {
  EXPECT_EQ(inked("x", Ink::critical, {100, false}), "x");
  EXPECT_EQ(inked("x", Ink::strong, {100, true}), "\x1b[1mx\x1b[0m");
  EXPECT_EQ(inked("x", Ink::plain, {100, true}), "x");
}

}  // namespace
}  // namespace gait::report
