#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "formats/cloudtrail_test_log.h"
#include "formats/log_parser.h"

namespace gait::formats {
namespace {

using testing::HasSubstr;

std::string numbered(int number) {
  std::string text = record(role_caller, R"("requestParameters":{"a":[{"b":"},{\"c"}]},)");
  const std::string id = "000000000001";
  return text.replace(text.find(id), id.size(), std::to_string(100'000'000'000 + number));
}

std::string document(int count, std::string_view between = ",") {
  std::string text = R"({"Records":[)";
  for (int i = 0; i < count; ++i) text.append(i == 0 ? "" : between).append(numbered(i));
  return text + "]}";
}

std::vector<std::string> ids(const TestLog& log) {
  std::vector<std::string> out;
  for (const Activity& activity : log.batch.activities)
    out.push_back(activity.event.text(log.symbols));
  return out;
}

std::vector<std::string> read_ids(std::string_view input, std::size_t piece = SIZE_MAX) {
  TestLog log;
  read_log(log, input, piece);
  EXPECT_EQ(log.batch.counts.malformed, 0U) << log.progress.error;
  return ids(log);
}

TEST(CloudTrail, FillsAnActivity) {
  TestLog log;
  read_log(log,
           record(role_caller,
                  R"("requestParameters":{"instanceId":"i-1"},)"
                  R"("additionalEventData":{"bytesTransferredIn":5,"bytesTransferredOut":7},)"));
  const Activity& activity = log.only();
  EXPECT_EQ(activity.event.text(log.symbols), "0a1b2c3d-0000-4000-8000-000000000001");
  EXPECT_EQ(to_rfc3339(activity.time), "2026-11-21T10:00:00Z");
  EXPECT_EQ(log.text(activity.action), "ec2:DescribeInstances");
  EXPECT_EQ(log.text(activity.resource), "arn:aws:ec2:us-east-1:111122223333:instance/i-1");
  EXPECT_EQ(log.text(activity.network), "203.0.0.0/16");
  EXPECT_EQ(log.text(activity.region), "us-east-1");
  EXPECT_EQ(log.text(activity.agent), "aws-cli");
  EXPECT_EQ(activity.bytes, 12);
  EXPECT_EQ(activity.outcome, Outcome::success);
  EXPECT_EQ(activity.address, AddressKind::external);
}

TEST(CloudTrail, IsReadFromEveryContainer) {
  const std::string one = numbered(1), two = numbered(2);
  const std::vector<std::string> want = read_ids(one + "\n" + two + "\n");
  ASSERT_EQ(want.size(), 2U);
  EXPECT_EQ(read_ids(one + two), want);
  EXPECT_EQ(read_ids("[" + one + " ,\n" + two + "]"), want);
  EXPECT_EQ(read_ids("{ \"Records\" : [ " + one + "\n,\r\n\t" + two + " ] }\n"), want);
}

TEST(CloudTrail, DocumentsMayFollowEachOther) {
  EXPECT_EQ(read_ids(document(2) + "\n" + document(3)).size(), 5U);
  EXPECT_EQ(read_ids("\xef\xbb\xbf" + document(2)).size(), 2U);
  EXPECT_EQ(read_ids(R"({"x":{"y":[1,"]}"]},"Records":[)" + numbered(1) + R"(],"z":"}]"} )").size(),
            1U);
}

TEST(CloudTrail, EventBridgeAndCloudWatchAreUnwrapped) {
  EXPECT_EQ(read_ids(R"({"version":"0","source":"aws.ec2","detail":)" + numbered(1) + "}"),
            read_ids(numbered(1)));
  std::string message;
  for (const char c : numbered(1))
    message += c == '"' || c == '\\' ? std::string("\\") + c : std::string(1, c);
  EXPECT_EQ(read_ids(R"({"messageType":"DATA_MESSAGE","logEvents":[{"id":"1","message":")" +
                     message + R"("}]})"),
            read_ids(numbered(1)));
}

TEST(CloudTrail, EveryCutGivesTheSame) {
  const std::string lines = numbered(1) + "\n" + numbered(2) + "\n" + numbered(3);
  for (const std::string& input : {lines, document(3), document(3, " ,\n ")}) {
    const std::vector<std::string> want = read_ids(input);
    ASSERT_EQ(want.size(), 3U);
    for (std::size_t piece = 1; piece < input.size(); piece += piece < 64 ? 1 : 17)
      ASSERT_EQ(read_ids(input, piece), want) << piece;
  }
}

TEST(CloudTrail, DocumentsOfManyBlocksAreReadWhole) {
  EXPECT_EQ(read_ids(document(1000), 300'000).size(), 1000U);
  EXPECT_EQ(read_ids(document(1000, ", "), 700'000).size(), 1000U);
  const std::string big =
      record(role_caller, R"("requestParameters":{"x":")" + std::string(400'000, 'x') + R"("},)");
  EXPECT_EQ(read_ids(numbered(1) + "\n" + big + "\n" + numbered(2), 100'000).size(), 3U);
}

struct Broken {
  std::string input;
  std::uint64_t activities, malformed;
  std::size_t error_at;
};

void expect(const Broken& broken) {
  TestLog log;
  read_log(log, broken.input);
  EXPECT_EQ(log.batch.counts.activities, broken.activities) << broken.input.substr(0, 60);
  EXPECT_EQ(log.batch.counts.malformed, broken.malformed) << broken.input.substr(0, 60);
  EXPECT_EQ(log.progress.error_at, broken.error_at) << log.progress.error;
  EXPECT_FALSE(log.progress.error.empty());
}

TEST(CloudTrail, ARecordWithoutATimeIsStillAnActivity) {
  TestLog log;
  read_log(log, R"({"eventName":"x","eventSource":"y"})");
  EXPECT_EQ(log.batch.counts.malformed, 0U);
  ASSERT_EQ(log.batch.activities.size(), 1U);
  EXPECT_EQ(log.batch.activities[0].time, Timestamp{});
}

TEST(CloudTrail, OneBrokenRecordIsOneMalformedAndTheRestIsRead) {
  const std::string good = numbered(1) + "\n";
  const std::size_t at = good.size();
  expect({good + "hello\n" + good, 2, 1, at});
  expect({good + "he said \"hi\n" + good, 2, 1, at});
  expect({good + good.substr(0, 300) + "\n" + good, 2, 1, at});
  expect({good + good.substr(0, 20) + "\n" + good, 2, 1, at});
  expect({good + good.substr(0, 305), 1, 1, at});
  expect({good +
              R"({"eventTime":"2026-11-21T10:00:00Z","x":"\377"})"
              "\n" +
              good,
          2, 1, at});
  expect({good + "{\"x\":\"\xff\"}\n" + good, 2, 1, at});
  expect({good +
              R"({"eventTime":"yesterday","eventName":"x","eventSource":"y"})"
              "\n" +
              good,
          2, 1, at});
  expect({good +
              R"({"eventTime":"2026-11-21T10:00:00Z","eventSource":"y"})"
              "\n" +
              good,
          2, 1, at});
  expect({good + "5\n" + good + good, 3, 1, at});
}

TEST(CloudTrail, BrokenElementOfAnArrayIsOneMalformed) {
  const std::string good = numbered(1);
  const std::string head = R"({"Records":[)";
  expect(
      {head + good + ",{\"eventVersion\":}," + good + "]}", 2, 1, head.size() + good.size() + 1});
  expect({head + good + ",{\"x\":\"\xff\"}," + good + "]}", 2, 1, head.size() + good.size() + 1});
  expect({head + good + ",5," + good + "]}", 2, 1, head.size() + good.size() + 1});
  expect({head + good + ",{\"eventVersion\":{\"a\":\"x," + good + "]}", 2, 1,
          head.size() + good.size() + 1});
}

TEST(CloudTrail, CutDocumentIsReported) {
  TestLog log;
  read_log(log, document(2).substr(0, document(2).size() - 2));
  EXPECT_EQ(log.batch.counts.activities, 2U);
  EXPECT_THAT(log.progress.error, HasSubstr("ends inside a document"));
}

TEST(CloudTrail, DeepNestingIsMalformedAndNotACrash) {
  const std::string deep = R"({"x":)" + std::string(100'000, '[') + std::string(100'000, ']') + "}";
  expect({deep + "\n" + numbered(1), 1, 1, 0});
}

TEST(CloudTrail, RecordTooLongIsGivenUp) {
  const std::string good = numbered(1) + "\n";
  const std::string huge = R"({"x":")" + std::string(JsonRecords::record_bytes_max, 'x') + "\"}\n";
  expect({good + huge + good, 2, 1, good.size()});
}

TEST(CloudTrail, DigestsInsightsAndServiceEventsAreIgnored) {
  TestLog log;
  read_log(
      log,
      R"({"awsAccountId":"1","digestStartTime":"2026-11-21T10:00:00Z"})"
      "\n"
      R"({"eventTime":"2026-11-21T10:00:00Z","eventType":"AwsCloudTrailInsight","eventCategory":"Insight"})"
      "\n"
      R"({"eventTime":"2026-11-21T10:00:00Z","eventType":"AwsServiceEvent","eventName":"RotationSucceeded",)"
      R"("eventSource":"secretsmanager.amazonaws.com","awsRegion":"us-east-1","additionalEventData":{"SecretId":)"
      R"("arn:aws:secretsmanager:us-east-1:111122223333:secret:prod/db-AbCdEf"}})");
  EXPECT_EQ(log.batch.counts.ignored, 3U);
  EXPECT_EQ(log.batch.counts.records, 3U);
  ASSERT_EQ(log.batch.changes.size(), 1U);
  EXPECT_EQ(log.batch.changes[0].type, ChangeType::rotation);
  EXPECT_EQ(log.text(log.batch.changes[0].resource),
            "arn:aws:secretsmanager:us-east-1:111122223333:secret:prod/db");
}

TEST(CloudTrail, RecordWithoutAnIdIsNamedByItsText) {
  std::string text = numbered(1);
  const std::size_t from = text.find("\"eventID\""), to = text.find("\"eventType\"");
  text.erase(from, to - from);
  const std::vector<std::string> found = read_ids(text + "\n" + text + " \n" + numbered(2));
  ASSERT_EQ(found.size(), 3U);
  EXPECT_TRUE(found[0].starts_with("hash:")) << found[0];
  EXPECT_EQ(found[0].size(), 37U);
  EXPECT_EQ(found[0], found[1]);
}

TEST(CloudTrail, WronglyTypedFieldsBreakNothing) {
  TestLog log;
  read_log(
      log,
      R"({"userIdentity":[1],"eventTime":"2026-11-21T10:00:00Z","eventName":"X",)"
      R"("eventSource":"y.amazonaws.com","awsRegion":{"a":1},"requestParameters":"none",)"
      R"("responseElements":7,"resources":{"ARN":"a"},"additionalEventData":[],"userAgent":null,)"
      R"("sharedEventID":12,"errorCode":null,"tlsDetails":[[]]})");
  EXPECT_EQ(log.batch.counts.activities, 1U) << log.progress.error;
  EXPECT_EQ(log.identity(), "aws:/unknown");
}

TEST(CloudTrail, CrossAccountTwinsAreTold) {
  TestLog log;
  read_log(log,
           record(role_caller, R"("sharedEventID":"s-1",)") +
               record(R"({"type":"AWSAccount","principalId":"AROAX:s","accountId":"444455556666"})",
                      R"("sharedEventID":"s-1",)"));
  ASSERT_EQ(log.batch.twins.size(), 2U);
  EXPECT_EQ(log.batch.twins[0].shared, log.batch.twins[1].shared);
  EXPECT_TRUE(log.batch.twins[0].rich);
  EXPECT_FALSE(log.batch.twins[1].rich);
}

TEST(CloudTrail, SaysEachPrincipalOnce) {
  TestLog log;
  read_log(log, numbered(1) + numbered(2) + numbered(3));
  EXPECT_EQ(log.batch.principals.size(), 1U);
}

}  // namespace
}  // namespace gait::formats
