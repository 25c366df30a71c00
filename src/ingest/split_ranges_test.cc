#include "ingest/split_ranges.h"

#include <gmock/gmock.h>

#include "ingest/testing.h"

namespace gait::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

const ByteRange whole;

std::vector<ByteRange> split(const std::string& bytes, std::size_t parts) {
  const TestFolder folder;
  return split_ranges(folder.write("log", bytes), bytes.size(), parts);
}

// At least 16 MiB for each of `parts`.
std::string enough_lines(std::size_t parts) {
  const std::string some = json_lines(1000, 1000);
  std::string text;
  while (text.size() < parts * range_bytes_min) text += some;
  return text;
}

TEST(SplitRanges, CutsJsonLinesInFrontOfLines) {
  const std::string text = enough_lines(3);
  const auto ranges = split(text, 8);
  ASSERT_THAT(ranges, SizeIs(3));
  EXPECT_EQ(ranges.front().begin, 0U);
  EXPECT_EQ(ranges.back().end, ByteRange::to_end);
  for (std::size_t i = 1; i < ranges.size(); ++i) {
    EXPECT_EQ(ranges[i].begin, ranges[i - 1].end);
    EXPECT_EQ(text.substr(ranges[i].begin - 1, 2), "\n{");
    EXPECT_GT(ranges[i].begin - ranges[i - 1].begin, range_bytes_min * 9 / 10);
  }
}

TEST(SplitRanges, MakesNoMorePartsThanAskedFor) {
  EXPECT_THAT(split(enough_lines(3), 2), SizeIs(2));
  EXPECT_THAT(split(enough_lines(3), 1), ElementsAre(whole));
  EXPECT_THAT(split(enough_lines(3), 0), ElementsAre(whole));
}

TEST(SplitRanges, LeavesASmallFileWhole) {
  EXPECT_THAT(split(json_lines(1000), 8), ElementsAre(whole));
}

TEST(SplitRanges, LeavesOtherThanJsonLinesWhole) {
  const std::string lines = enough_lines(2);
  EXPECT_THAT(split("[" + lines, 8), ElementsAre(whole));
  EXPECT_THAT(split("{\"Records\":[\n" + lines, 8), ElementsAre(whole));
  EXPECT_THAT(split("{ \"Records\": [{}]}\n" + lines, 8), ElementsAre(whole));
  EXPECT_THAT(split("{\n  \"a\": [\n" + lines, 8), ElementsAre(whole));
  EXPECT_THAT(split("{\"a\":\"}\n" + lines, 8), ElementsAre(whole));
  EXPECT_THAT(split("type=SYSCALL msg=audit(1)\n" + lines, 8), ElementsAre(whole));
  EXPECT_THAT(split(gzip(lines, 0), 8), ElementsAre(whole));
}

TEST(SplitRanges, SkipsAMarkAndBlankLinesAtTheStart) {
  EXPECT_THAT(split("\xef\xbb\xbf\r\n \n{\"a\":\"\\\"}\"}\r\n" + enough_lines(2), 8), SizeIs(2));
}

TEST(SplitRanges, GivesALongLineToTheRangeItBeginsIn) {
  const std::string head = json_lines(2);
  const std::string text =
      head + "{\"v\":\"" + std::string(4 * range_bytes_min, 'v') + "\"}\n" + enough_lines(1);
  const auto ranges = split(text, 8);
  ASSERT_THAT(ranges, SizeIs(2));
  EXPECT_GT(ranges[1].begin, head.size() + 4 * range_bytes_min);
}

TEST(SplitRanges, LeavesWhatCannotBeReadToTheReader) {
  EXPECT_THAT(split_ranges("/nowhere/log", 10 * range_bytes_min, 4), ElementsAre(whole));
  EXPECT_THAT(split_ranges("-", 10 * range_bytes_min, 4), ElementsAre(whole));
}

}  // namespace
}  // namespace gait::ingest
