#include "formats/log_parser.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "formats/cloudtrail_test_log.h"

// Finding the format of records, and what wraps them.
namespace gait::formats {
namespace {

using testing::ElementsAre;

std::string audit(std::string_view user = "system:serviceaccount:shop:orders") {
  return fmt::format(
      R"({{"kind":"Event","apiVersion":"audit.k8s.io/v1","auditID":"0a1b2c3d-0000-4000-8000-00000000000{}",)"
      R"("stage":"ResponseComplete","verb":"get","user":{{"username":"{}"}},)"
      R"("objectRef":{{"resource":"secrets","namespace":"shop","name":"db"}},)"
      R"("requestReceivedTimestamp":"2026-11-21T10:00:00.000000Z","responseStatus":{{"code":200}}}})",
      user.size() % 10, user);
}

std::string escaped(std::string_view json) {
  std::string text;
  for (const char c : json) {
    if (c == '"' || c == '\\') text.push_back('\\');
    text.push_back(c);
  }
  return text;
}

std::vector<std::string> actions_of(std::string_view input, std::size_t piece_bytes = SIZE_MAX) {
  TestLog log;
  read_log(log, input, piece_bytes);
  std::vector<std::string> actions;
  for (const Activity& activity : log.batch.activities)
    actions.emplace_back(log.text(activity.action));
  if (log.batch.counts.malformed != 0)
    actions.push_back(
        fmt::format("{} malformed: {}", log.batch.counts.malformed, log.progress.error));
  return actions;
}

constexpr const char* get_secret = "get core/secrets";

TEST(LogParser, FindsTheFormatOfEachRecordOfAMixedStream) {
  const std::string cloudtrail = record(role_caller);
  EXPECT_THAT(
      actions_of(audit() + "\n" + cloudtrail + "\n" + cloudtrail + "\n" + audit()),
      ElementsAre(get_secret, "ec2:DescribeInstances", "ec2:DescribeInstances", get_secret));
}

TEST(LogParser, ReadsListsInsideDocumentsHoweverTheyAreCut) {
  const std::string list = R"({"kind":"EventList","apiVersion":"audit.k8s.io/v1","items":[)" +
                           audit() + "," + audit("kube") + "," + audit("bob@example.com") + "]}";
  for (const std::size_t piece : {std::size_t{1} << 20, std::size_t{500}, std::size_t{64}})
    EXPECT_THAT(actions_of(list, piece), ElementsAre(get_secret, get_secret, get_secret)) << piece;
}

TEST(LogParser, TakesOffWhatDeliveriesPutAroundRecords) {
  const std::string inner = escaped(audit());
  for (const std::string& wrapped :
       {R"({"category":"kube-audit","properties":{"log":")" + inner + R"("}})",
        R"({"time":1795341600,"sourcetype":"kube","event":)" + audit() + "}",
        R"({"log":")" + inner + R"(\n","stream":"stdout"})",
        R"({"event":{"message":")" + inner + R"("}})"})
    EXPECT_THAT(actions_of(wrapped + "\n" + wrapped), ElementsAre(get_secret, get_secret))
        << wrapped;
}

TEST(LogParser, ReadsCloudWatchSubscriptionsAndTheirHealthChecks) {
  const std::string message = escaped(audit());
  const std::string input =
      R"({"messageType":"CONTROL_MESSAGE","logEvents":[{"id":"1","message":"CWL CONTROL MESSAGE"}]})"
      R"({"messageType":"DATA_MESSAGE","logGroup":"/aws/eks/prod-7/cluster","logEvents":[)"
      R"({"id":"2","message":")" +
      message + R"("},{"id":"3","message":")" + message + R"("}]})";
  TestLog log;
  read_log(log, input);
  ASSERT_EQ(log.batch.activities.size(), 2U);
  EXPECT_EQ(log.text(log.batch.activities[0].identity), "k8s:prod-7/sa/shop/orders");
  EXPECT_EQ(log.batch.counts.malformed, 0U) << log.progress.error;
}

TEST(LogParser, CountsARecordThatNobodyKnowsAndGoesOn) {
  TestLog log;
  read_log(log, audit() + "\n{\"hello\":\"world\"}\n" + audit());
  EXPECT_EQ(log.batch.activities.size(), 2U);
  EXPECT_EQ(log.batch.counts.malformed, 1U);
  EXPECT_THAT(log.progress.error, testing::HasSubstr("of no format that Gait knows"));
}

TEST(LogParser, TellsWhoKeepsTheBytesEveryRecordInOrder) {
  SymbolTable symbols;
  const ActionCatalogue catalogue;
  std::vector<std::string> seen;
  LogParser parser({symbols, catalogue, nullptr, [&](const SeenRecord& record) {
                      seen.push_back(fmt::format("{} {} {}", record.format, record.text.size(),
                                                 record.activity != nullptr));
                    }});
  const std::string unknown = "{\"hello\":\"world\"}";
  const std::string input = audit() + "\n" + unknown + "\n" + record(role_caller);
  std::string padded = input + std::string(padding_bytes, ' ');
  Batch batch;
  parser.begin();
  parser.parse(std::string_view(padded).substr(0, input.size()), true, batch);
  EXPECT_THAT(seen, ElementsAre(fmt::format("kubernetes {} true", audit().size()),
                                fmt::format(" {} false", unknown.size()),
                                fmt::format("aws_cloudtrail {} true", record(role_caller).size())));
}

TEST(FormatTable, EveryFormatHasFieldsThatMakeATableAndMarks) {
  for (const JsonFormat* format : json_formats()) {
    std::vector<std::string_view> paths;
    for (const FieldSpec& field : format->fields) paths.push_back(field.path);
    const auto table = FieldTable::make(paths, format->letters);
    EXPECT_TRUE(table) << format->name << ": " << (table ? "" : table.error().message);
    EXPECT_FALSE(format->marks.empty()) << format->name;
    EXPECT_EQ(find_json_format(format->name), format) << "two formats are called " << format->name;
  }
}

}  // namespace
}  // namespace gait::formats
