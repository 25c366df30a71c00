// What a record means beyond who acted: outcome, resource, mint, change, client, address.
#include <gtest/gtest.h>

#include "formats/address.h"
#include "formats/cloudtrail_action.h"
#include "formats/cloudtrail_mint.h"
#include "formats/cloudtrail_outcome.h"
#include "formats/cloudtrail_test_log.h"
#include "formats/user_agent.h"

namespace gait::formats {
namespace {

std::string call(std::string_view source, std::string_view name, std::string_view members,
                 std::string_view caller = role_caller) {
  std::string text = record(caller, members);
  const auto put = [&text](std::string_view from, std::string_view to) {
    text.replace(text.find(from), from.size(), to);
  };
  put("ec2.amazonaws.com", std::string(source) + ".amazonaws.com");
  put("DescribeInstances", name);
  return text;
}

std::string resource(std::string_view source, std::string_view members) {
  TestLog log;
  read_log(log, call(source, "X", members));
  return std::string(log.text(log.only().resource));
}

TEST(CloudTrailAction, LosesTheApiVersion) {
  EXPECT_EQ(cloudtrail_action("lambda.amazonaws.com", "UpdateFunctionCode20150331v2"),
            "lambda:UpdateFunctionCode");
  EXPECT_EQ(cloudtrail_action("cloudfront.amazonaws.com", "ListDistributions2020_05_31"),
            "cloudfront:ListDistributions");
  EXPECT_EQ(cloudtrail_action("s3.amazonaws.com", "ListObjectsV2"), "s3:ListObjectsV2");
  EXPECT_EQ(cloudtrail_action("x", "20150331"), "x:20150331");
}

TEST(CloudTrailOutcome, TellsDenialsFromThrottlingAndAbsence) {
  EXPECT_EQ(error_code_outcome("AccessDenied"), Outcome::denied);
  EXPECT_EQ(error_code_outcome("Client.UnauthorizedOperation"), Outcome::denied);
  EXPECT_EQ(error_code_outcome("VpceAccessDenied"), Outcome::denied);
  EXPECT_EQ(error_code_outcome("ThrottlingException"), Outcome::throttled);
  EXPECT_EQ(error_code_outcome("Client.RequestLimitExceeded"), Outcome::throttled);
  EXPECT_EQ(error_code_outcome("NoSuchBucketPolicy"), Outcome::not_found);
  EXPECT_EQ(error_code_outcome("ResourceNotFoundException"), Outcome::not_found);
  EXPECT_EQ(error_code_outcome("ValidationException"), Outcome::error);
}

TEST(CloudTrailOutcome, OfASignInIsInTheResponse) {
  CloudTrailFields fields;
  fields.event_name = "ConsoleLogin";
  fields.console_login = "Failure";
  EXPECT_EQ(cloudtrail_outcome(fields), Outcome::denied);
  fields.console_login = "Success";
  EXPECT_EQ(cloudtrail_outcome(fields), Outcome::success);
}

TEST(CloudTrailResource, IsOneHoweverItIsWritten) {
  const std::string secret = "arn:aws:secretsmanager:us-east-1:111122223333:secret:prod/db";
  EXPECT_EQ(resource("secretsmanager", R"("requestParameters":{"secretId":"prod/db"},)"), secret);
  EXPECT_EQ(
      resource("secretsmanager", R"("requestParameters":{"secretId":")" + secret + R"(-AbCdEf"},)"),
      secret);
  EXPECT_EQ(resource("lambda", R"("requestParameters":{"functionName":"f"},)"),
            resource("lambda", R"("requestParameters":{"functionName":")"
                               R"(arn:aws:lambda:us-east-1:111122223333:function:f:live"},)"));
  EXPECT_EQ(resource("ssm", R"("requestParameters":{"name":"/a/b"},)"),
            "arn:aws:ssm:us-east-1:111122223333:parameter/a/b");
  EXPECT_EQ(resource("kms", R"("resources":[{"ARN":"arn:aws:kms:us-east-1:1:key/x"}],)"),
            "arn:aws:kms:us-east-1:1:key/x");
  EXPECT_EQ(resource("iam", R"("requestParameters":{"userName":"u","policyName":"p"},)"),
            "arn:aws:iam::111122223333:user/u");
  EXPECT_EQ(resource("ec2", ""), "");
}

TEST(CloudTrailResource, OfAnS3ObjectIsItsBucketAndTheObjectIsAnItem) {
  TestLog log;
  read_log(log, call("s3", "GetObject", R"("requestParameters":{"bucketName":"b","key":"k/1"},)"));
  read_log(log, call("s3", "GetObject",
                     R"("resources":[{"ARN":"arn:aws:s3:::b"},)"
                     R"({"ARN":"arn:aws:s3:::b/k/1"}],)"));
  ASSERT_EQ(log.batch.activities.size(), 2U);
  EXPECT_EQ(log.text(log.only().resource), "arn:aws:s3:::b");
  EXPECT_EQ(log.batch.activities[1].resource, log.only().resource);
  EXPECT_NE(log.only().item, 0U);
  EXPECT_EQ(log.batch.activities[1].item, log.only().item);
}

TEST(CloudTrailResource, BatchesAreCounted) {
  TestLog log;
  read_log(log, call("ec2", "X",
                     R"("requestParameters":{"instancesSet":{"items":[)"
                     R"({"instanceId":"i-1"},{"instanceId":"i-2"}]}},)"));
  EXPECT_EQ(log.only().count, 2U);
  EXPECT_EQ(log.text(log.only().resource), "arn:aws:ec2:us-east-1:111122223333:instance/i-1");
}

TEST(CloudTrailMint, ReadsBothFormsOfExpiration) {
  const auto read = [](std::string_view text) {
    Timestamp time;
    return parse_expiration(text, time) ? to_rfc3339(time) : "none";
  };
  EXPECT_EQ(read("Jul 10, 2023, 12:55:24 PM"), "2023-07-10T12:55:24Z");
  EXPECT_EQ(read("Jul 18, 2014 4:07:39 PM"), "2014-07-18T16:07:39Z");
  EXPECT_EQ(read("Jan 1, 2024, 12:00:00\u202fAM"), "2024-01-01T00:00:00Z");
  EXPECT_EQ(read("2024-01-01T00:00:00Z"), "2024-01-01T00:00:00Z");
  for (const char* bad :
       {"", "soon", "Jul 10, 2023", "Foo 10, 2023, 12:55:24 PM", "Jul 40, 2023, 1:00:00 PM"})
    EXPECT_EQ(read(bad), "none");
}

TEST(CloudTrailMint, LinksTheChildToItsParent) {
  TestLog log;
  read_log(log, call("sts", "AssumeRole",
                     R"("requestParameters":{"roleArn":"arn:aws:iam::444455556666:role/x/prod",)"
                     R"("durationSeconds":900},"responseElements":{"credentials":{"accessKeyId":)"
                     R"("ASIACHILD","sessionToken":"secret-token"}},)"));
  ASSERT_EQ(log.batch.mints.size(), 1U);
  const Mint& mint = log.batch.mints[0];
  EXPECT_EQ(log.text(mint.child_credential), "ASIACHILD");
  EXPECT_EQ(log.text(mint.child_identity), "aws:444455556666/role/prod");
  EXPECT_EQ(log.text(mint.parent_credential), "ASIAEXAMPLE000000001");
  EXPECT_EQ(log.text(mint.parent_identity), "aws:111122223333/role/deploy");
  EXPECT_EQ(to_rfc3339(mint.expires), "2026-11-21T10:15:00Z");
  log.symbols.for_each([](Symbol, std::string_view text) {
    EXPECT_EQ(text.find("secret-token"), std::string_view::npos);
  });
}

TEST(CloudTrailMint, PodTagsAreTheSubject) {
  TestLog log;
  read_log(log,
           call("sts", "AssumeRole",
                R"("requestParameters":{"roleArn":"arn:aws:iam::111122223333:role/pod","tags":[)"
                R"({"key":"kubernetes-namespace","value":"shop"},)"
                R"({"key":"kubernetes-service-account","value":"orders"}]},)"
                R"("responseElements":{"credentials":{"accessKeyId":"ASIACHILD"}},)",
                R"({"type":"AWSService","invokedBy":"pods.eks.amazonaws.com"})"));
  ASSERT_EQ(log.batch.mints.size(), 1U);
  EXPECT_EQ(log.text(log.batch.mints[0].subject), "system:serviceaccount:shop:orders");
  EXPECT_TRUE(log.only().derived) << "services mint all day";
}

TEST(CloudTrailMint, NewAccessKeyIsLongLivedAndAChange) {
  TestLog log;
  read_log(log, call("iam", "CreateAccessKey",
                     R"("requestParameters":{"userName":"bot"},"responseElements":{"accessKey":{)"
                     R"("accessKeyId":"AKIANEW","status":"Active","userName":"bot"}},)"));
  ASSERT_EQ(log.batch.mints.size(), 1U);
  EXPECT_TRUE(log.batch.mints[0].long_lived);
  EXPECT_EQ(log.text(log.batch.mints[0].child_identity), "aws:111122223333/user/bot");
  ASSERT_EQ(log.batch.changes.size(), 1U);
  EXPECT_EQ(log.batch.changes[0].type, ChangeType::credential_created);
  EXPECT_EQ(log.text(log.batch.changes[0].credential), "AKIANEW");
}

TEST(CloudTrailChange, IsEvidenceOnlyWhenItSucceeded) {
  const auto type = [](std::string_view source, std::string_view name, std::string_view members) {
    TestLog log;
    read_log(log, call(source, name, members));
    return log.batch.changes.empty() ? ChangeType::other : log.batch.changes[0].type;
  };
  EXPECT_EQ(type("lambda", "UpdateFunctionCode20150331v2", ""), ChangeType::deployment);
  EXPECT_EQ(type("lambda", "UpdateFunctionCode20150331v2", R"("errorCode":"AccessDenied",)"),
            ChangeType::other);
  EXPECT_EQ(type("iam", "DeleteUser", ""), ChangeType::offboarding);
  EXPECT_EQ(type("iam", "UpdateAccessKey", R"("requestParameters":{"status":"Inactive"},)"),
            ChangeType::credential_disabled);
  EXPECT_EQ(type("ssm", "PutParameter", R"("requestParameters":{"overwrite":true},)"),
            ChangeType::rotation);
  EXPECT_EQ(type("ssm", "PutParameter", ""), ChangeType::other);
}

TEST(AgentFamily, KeepsWhatStaysTheSame) {
  EXPECT_EQ(agent_family("aws-cli/2.15.0 Python/3.11"), "aws-cli");
  EXPECT_EQ(agent_family("[S3Console/0.4, aws-internal/3]"), "S3Console");
  EXPECT_EQ(agent_family("Mozilla/5.0 (X11)"), "browser");
  EXPECT_EQ(agent_family("APN/1.0 HashiCorp/1.0 Terraform/1.5.7 (+x)"), "Terraform");
  EXPECT_EQ(agent_family("AWS Internal"), "AWS Internal");
  EXPECT_EQ(agent_family("aws-cli/2.9.0 Linux/6.1.0-kali5-amd64"), "aws-cli (kali)");
  EXPECT_EQ(agent_family(""), "");
  EXPECT_LE(agent_family(std::string(10'000, 'x')).size(), 80U);
}

TEST(Address, IsReducedToItsNetwork) {
  EXPECT_EQ(place_of("203.0.113.7", "", nullptr).network, "203.0.0.0/16");
  EXPECT_EQ(place_of("::ffff:203.0.113.7", "", nullptr).network, "203.0.0.0/16");
  EXPECT_EQ(place_of("2600:1f18:1::5", "", nullptr).network, "2600:1f18::/32");
  EXPECT_EQ(place_of("10.1.2.3", "", nullptr).network, "private");
  EXPECT_EQ(place_of("10.1.2.3", "vpce-1", nullptr).network, "vpce-1");
  EXPECT_EQ(place_of("172.31.0.1", "", nullptr).kind, AddressKind::internal);
  EXPECT_EQ(place_of("172.32.0.1", "", nullptr).kind, AddressKind::external);
  EXPECT_EQ(place_of("fd00::1", "", nullptr).kind, AddressKind::internal);
  EXPECT_EQ(place_of("ec2.amazonaws.com", "", nullptr).kind, AddressKind::service);
  EXPECT_EQ(place_of("AWS Internal", "", nullptr).network, "");
  EXPECT_EQ(place_of("", "", nullptr).kind, AddressKind::none);
}

class TestNetworks final : public NetworkLookup {
 public:
  NetworkFacts find(std::string_view address) const override {
    if (address != "203.0.113.7") return {};
    return {64500, "Example", {'N', 'L'}};
  }
};

TEST(Address, HasTheNameOfItsNetworkWhereItIsKnown) {
  const TestNetworks networks;
  TestLog log;
  read_log(log, record(role_caller), SIZE_MAX, &networks);
  EXPECT_EQ(log.text(log.only().network), "AS64500 Example");
  EXPECT_EQ(log.only().country[0], 'N');
  EXPECT_EQ(place_of("198.51.100.1", "", &networks).network, "198.51.0.0/16");
}

}  // namespace
}  // namespace gait::formats
