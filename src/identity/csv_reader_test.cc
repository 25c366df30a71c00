#include "identity/csv_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace gait::identity {
namespace {

using testing::ElementsAre;

using Cells = std::vector<std::string>;

std::vector<Cells> rows(std::string_view text) {
  std::vector<Cells> all;
  CsvReader reader(text);
  while (auto row = reader.next()) all.push_back(row->cells);
  return all;
}

std::vector<std::size_t> lines(std::string_view text) {
  std::vector<std::size_t> all;
  CsvReader reader(text);
  while (auto row = reader.next()) all.push_back(row->line);
  return all;
}

TEST(CsvReader, ReadsCellsAndRowsOfEveryLineEnding) {
  for (std::string_view text : {"a,b\nc,d\n", "a,b\r\nc,d\r\n", "a,b\rc,d",
                                "\xEF\xBB\xBF"
                                "a,b\n\nc,d"})
    EXPECT_THAT(rows(text), ElementsAre(Cells{"a", "b"}, Cells{"c", "d"})) << text;
}

TEST(CsvReader, KeepsEmptyCells) {
  EXPECT_THAT(rows("a,,\n,,b"), ElementsAre(Cells{"a", "", ""}, Cells{"", "", "b"}));
}

TEST(CsvReader, ReadsQuotedCells) {
  EXPECT_THAT(rows("\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\"\nc"),
              ElementsAre(Cells{"a,b", "say \"hi\"", "two\nlines"}, Cells{"c"}));
  EXPECT_THAT(rows("5\" disk,\"a\"b\n"), ElementsAre(Cells{"5\" disk", "ab"}));
}

TEST(CsvReader, CountsLinesThroughQuotesAndEmptyLines) {
  EXPECT_THAT(lines("a\n\n\"b\nc\r\nd\",e\r\nf"), ElementsAre(1, 3, 6));
}

TEST(CsvReader, LosesOnlyTheLineOfAnUnclosedQuote) {
  CsvReader reader("a,b\nc,\"d\ne,f\n");
  EXPECT_THAT(reader.next()->cells, ElementsAre("a", "b"));
  auto broken = reader.next();
  EXPECT_TRUE(broken->open_quote);
  EXPECT_EQ(broken->line, 2u);
  auto rest = reader.next();
  EXPECT_THAT(rest->cells, ElementsAre("e", "f"));
  EXPECT_EQ(rest->line, 3u);
  EXPECT_FALSE(reader.next());
}

TEST(CsvReader, BoundsAQuotedCell) {
  const std::string text = "\"" + std::string(100'000, 'x') + "\nlast,\"row\"\n";
  EXPECT_THAT(rows(text).back(), ElementsAre("last", "row"));
}

TEST(CsvReader, ReadsBackWhateverIsWritten) {
  std::mt19937 random(7);
  constexpr std::string_view letters = "ab,\"\n\r ";
  for (int round = 0; round < 500; ++round) {
    std::vector<Cells> written;
    std::string text;
    for (std::size_t r = 1 + random() % 4; r > 0; --r) {
      Cells cells{"first"};
      text += "first";
      for (std::size_t c = random() % 4; c > 0; --c) {
        std::string cell;
        for (std::size_t i = random() % 6; i > 0; --i) cell += letters[random() % letters.size()];
        text += ",\"";
        for (char letter : cell) text += letter == '"' ? "\"\"" : std::string(1, letter);
        text += '"';
        cells.push_back(cell);
      }
      text += random() % 2 == 0 ? "\n" : "\r\n";
      written.push_back(cells);
    }
    ASSERT_EQ(rows(text), written) << text;
  }
}

}  // namespace
}  // namespace gait::identity
