// What the conditions of the shipped catalogue say of single records of CloudTrail.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "formats/cloudtrail_test_log.h"

namespace gait::formats {
namespace {

void load_shipped(ActionCatalogue& catalogue) {
  std::ifstream in(std::string(GAIT_SOURCE_DIR) + "/rules/actions/aws_cloudtrail.yaml");
  std::ostringstream text;
  text << in.rdbuf();
  auto added = catalogue.add_yaml(text.str(), "aws_cloudtrail.yaml");
  ASSERT_TRUE(added) << added.error().message;
}

std::string call(std::string_view service, std::string_view name, std::string_view parameters,
                 std::string_view caller = role_caller) {
  std::string text =
      record(caller, std::string("\"requestParameters\":").append(parameters).append(","));
  const auto put = [&text](std::string_view from, std::string_view to) {
    text.replace(text.find(from), from.size(), to);
  };
  put("ec2.amazonaws.com", std::string(service) + ".amazonaws.com");
  put("DescribeInstances", name);
  return text;
}

int severity(std::string_view service, std::string_view name, std::string_view parameters,
             std::string_view caller = role_caller) {
  TestLog log;
  load_shipped(log.catalogue);
  read_log(log, call(service, name, parameters, caller));
  return log.only().severity;
}

TEST(CloudTrailConditions, ParameterIsASecretWhenDecrypted) {
  EXPECT_EQ(severity("ssm", "GetParameter", R"({"name":"a","withDecryption":true})"), 4);
  EXPECT_EQ(severity("ssm", "GetParameter", R"({"name":"a","withDecryption":false})"), 2);
  EXPECT_EQ(severity("ssm", "GetParameter", R"({"name":"a"})"), 2);
}

TEST(CloudTrailConditions, EachRecordIsSettledAnew) {
  TestLog log;
  load_shipped(log.catalogue);
  std::string input;
  for (const char* parameters :
       {R"({"withDecryption":true})", R"({"withDecryption":false})", R"({"withDecryption":true})"})
    input += call("ssm", "GetParameter", parameters) + "\n";
  read_log(log, input);
  ASSERT_EQ(log.batch.activities.size(), 3U);
  EXPECT_EQ(log.batch.activities[0].severity, 4);
  EXPECT_EQ(log.batch.activities[1].severity, 2);
  EXPECT_EQ(log.batch.activities[2].severity, 4);
}

TEST(CloudTrailConditions, AdministrationByPolicy) {
  EXPECT_EQ(
      severity("iam", "AttachUserPolicy",
               R"({"userName":"x","policyArn":"arn:aws:iam::aws:policy/AdministratorAccess"})"),
      5);
  EXPECT_EQ(severity("iam", "AttachRolePolicy",
                     R"({"roleName":"x","policyArn":"arn:aws:iam::aws:policy/ReadOnlyAccess"})"),
            3);
  EXPECT_EQ(
      severity("iam", "PutUserPolicy",
               R"({"policyDocument":"{\n \"Statement\": {\"Action\": [\"s3:Get\", \"*\"]}}"})"),
      5);
  EXPECT_EQ(severity("iam", "PutUserPolicy",
                     R"({"policyDocument":"{\"Statement\":[{\"Action\":\"s3:*\"}]}"})"),
            3);
}

TEST(CloudTrailConditions, KeysOfOthersAreGraver) {
  constexpr std::string_view ada =
      R"({"type":"IAMUser","principalId":"AIDAEXAMPLE","accountId":"111122223333",)"
      R"("arn":"arn:aws:iam::111122223333:user/ada","accessKeyId":"AKIAEXAMPLE000000001",)"
      R"("userName":"ada"})";
  EXPECT_EQ(severity("iam", "CreateAccessKey", R"({"userName":"grace"})", ada), 5);
  EXPECT_EQ(severity("iam", "CreateAccessKey", R"({"userName":"ada"})", ada), 4);
  EXPECT_EQ(severity("iam", "CreateAccessKey", "null", ada), 4);
}

TEST(CloudTrailConditions, OnlyAKeyMadeActiveIsAWayBackIn) {
  EXPECT_EQ(severity("iam", "UpdateAccessKey", R"({"status":"Active","userName":"x"})"), 3);
  EXPECT_EQ(severity("iam", "UpdateAccessKey", R"({"status":"Inactive","userName":"x"})"), 1);
}

TEST(CloudTrailConditions, SharedWithOthers) {
  EXPECT_EQ(severity("ec2", "ModifySnapshotAttribute",
                     R"({"createVolumePermission":{"add":{"items":[{"group":"all"}]}}})"),
            5);
  EXPECT_EQ(severity("ec2", "ModifySnapshotAttribute",
                     R"({"createVolumePermission":{"add":{"items":[{"userId":"999999999999"}]}}})"),
            5);
  EXPECT_EQ(severity("ec2", "ModifySnapshotAttribute",
                     R"({"createVolumePermission":{"remove":{"items":[{"group":"all"}]}}})"),
            2);
  EXPECT_EQ(severity("rds", "ModifyDBSnapshotAttribute", R"({"valuesToAdd":["999999999999"]})"), 5);
  EXPECT_EQ(severity("s3", "PutBucketPolicy",
                     R"({"bucketPolicy":{"Statement":[{"Principal":{"AWS":"*"}}]}})"),
            5);
  EXPECT_EQ(
      severity("s3", "PutBucketPolicy",
               R"({"bucketPolicy":{"Statement":[{"Principal":{"AWS":"arn:aws:iam::1:x"}}]}})"),
      3);
}

TEST(CloudTrailConditions, OpenToTheWorld) {
  constexpr std::string_view world =
      R"({"ipPermissions":{"items":[{"ipRanges":{"items":[{"cidrIp":"0.0.0.0/0"}]}}]}})";
  constexpr std::string_view office =
      R"({"ipPermissions":{"items":[{"ipRanges":{"items":[{"cidrIp":"192.0.2.0/24"}]}}]}})";
  EXPECT_EQ(severity("ec2", "AuthorizeSecurityGroupIngress", world), 4);
  EXPECT_EQ(severity("ec2", "AuthorizeSecurityGroupIngress", office), 2);
}

TEST(CloudTrailConditions, UserDataOfInstances) {
  EXPECT_EQ(severity("ec2", "DescribeInstanceAttribute", R"({"attribute":"userData"})"), 3);
  EXPECT_EQ(severity("ec2", "DescribeInstanceAttribute", R"({"attribute":"instanceType"})"), 1);
}

TEST(CloudTrailConditions, BackupsMadeEasyToLose) {
  EXPECT_EQ(severity("rds", "ModifyDBInstance", R"({"deletionProtection":false})"), 3);
  EXPECT_EQ(severity("rds", "ModifyDBInstance", R"({"allocatedStorage":100})"), 1);
  EXPECT_EQ(severity("s3", "PutBucketLifecycle",
                     R"({"LifecycleConfiguration":{"Rule":{"Expiration":{"Days":1}}}})"),
            5);
  EXPECT_EQ(severity("s3", "PutBucketLifecycle",
                     R"({"LifecycleConfiguration":{"Rule":{"Expiration":{"Days":365}}}})"),
            2);
}

}  // namespace
}  // namespace gait::formats
