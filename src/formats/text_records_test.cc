#include "formats/text_records.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "formats/cloudtrail_test_log.h"

// Lines become records, whatever stands between them and however they are cut.
namespace gait::formats {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string line(std::string_view type, int serial, std::string_view rest) {
  return fmt::format("type={} msg=audit(1795255205.100:{}): {}\n", type, serial, rest);
}
std::string syscall(int serial, std::string_view program) {
  return line(
      "SYSCALL", serial,
      fmt::format("arch=c000003e syscall=59 success=yes exit=0 auid=1001 uid=1001 euid=1001 "
                  "ses=42 comm=\"{0}\" exe=\"/usr/bin/{0}\" key=\"exec\"",
                  program));
}
std::string title(int serial) { return line("PROCTITLE", serial, "proctitle=6964"); }
std::string end(int serial) { return line("EOE", serial, ""); }

std::vector<std::string> actions_of(std::string_view input, std::size_t piece_bytes = SIZE_MAX) {
  TestLog log;
  read_log(log, input, piece_bytes);
  std::vector<std::string> actions;
  for (const Activity& activity : log.batch.activities)
    actions.emplace_back(log.text(activity.action));
  if (log.batch.counts.malformed != 0)
    actions.push_back(
        fmt::format("{} malformed: {}", log.batch.counts.malformed, log.progress.error));
  EXPECT_EQ(log.batch.counts.bytes, input.size());
  return actions;
}

TEST(TextRecords, PutsInterleavedLinesOfTwoRecordsTogether) {
  EXPECT_THAT(
      actions_of(syscall(1, "cat") + syscall(2, "id") + title(1) + end(1) + title(2) + end(2)),
      ElementsAre("exec cat", "exec id"));
}

TEST(TextRecords, TakesOneSerialOfTwoMachinesForTwoRecords) {
  EXPECT_THAT(actions_of("node=a " + syscall(1, "cat") + "node=b " + syscall(1, "id")),
              ElementsAre("exec cat", "exec id"));
}

TEST(TextRecords, ClosesARecordWithoutAnEndWhenManyOthersHaveBegun) {
  std::string input = syscall(1, "cat");
  std::vector<std::string> expected{"exec cat"};
  for (int i = 2; i < 100; ++i) input += syscall(i, "id"), expected.emplace_back("exec id");
  EXPECT_EQ(actions_of(input), expected);
}

TEST(TextRecords, GivesTheSameHoweverTheTextIsCut) {
  const std::string input = "\xef\xbb\xbf\r\n" + syscall(1, "cat") + "noise\n" + syscall(2, "id") +
                            title(1) +
                            "Nov 21 10:00:10 web-1 sudo[960]:   deploy : TTY=pts/0 ; USER=root ; "
                            "COMMAND=/usr/bin/id\r\n" +
                            line("USER_LOGIN", 3, "auid=5 ses=1 msg='op=login res=failed'") +
                            end(2) + "Nov 21 10:00:00 web-1 cron[1]: nothing\n" + syscall(4, "ls");
  const auto whole = actions_of(input);
  EXPECT_THAT(whole, ElementsAre("exec cat", "sudo id", "USER_LOGIN", "exec id", "exec ls",
                                 HasSubstr("1 malformed: a line of no format")));
  for (std::size_t piece = 1; piece < 400; ++piece)
    EXPECT_EQ(actions_of(input, piece), whole) << piece;
}

TEST(TextRecords, CountsALineThatIsTooLongOnce) {
  const std::string input =
      std::string(TextRecords::line_bytes_max + 10, 'x') + "\n" + syscall(1, "cat");
  for (const std::size_t piece : {std::size_t{400'000}, SIZE_MAX})
    EXPECT_THAT(actions_of(input, piece),
                ElementsAre("exec cat", "1 malformed: a line is longer than 1 MiB"));
}

TEST(TextRecords, GoesOnAsJsonBehindNoise) {
  const std::string json = record(role_caller);
  EXPECT_THAT(actions_of("noise\n" + json + "\n" + json),
              ElementsAre("ec2:DescribeInstances", "ec2:DescribeInstances",
                          "1 malformed: a line of no format that Gait knows"));
  EXPECT_THAT(actions_of(syscall(1, "cat") + json + "\n"),
              ElementsAre("exec cat", "1 malformed: a line of no format that Gait knows"));
}

TEST(TextRecords, TakesNoNameThatIsNotUtf8) {
  EXPECT_THAT(actions_of(syscall(1, "c\xff")), ElementsAre("1 malformed: text that is not UTF-8"));
}

}  // namespace
}  // namespace gait::formats
