#include "identity/class_evidence.h"

#include <gtest/gtest.h>

namespace gait::identity {
namespace {

ActionFacts facts(Access access, std::initializer_list<ActionClass> classes = {}) {
  ActionFacts made;
  made.access = access;
  for (ActionClass c : classes) made.classes.add(c);
  return made;
}

const ActionFacts lookup = facts(Access::read, {ActionClass::discovery});
const ActionFacts secret = facts(Access::read, {ActionClass::secret_read});
const ActionFacts write = facts(Access::write, {ActionClass::data_write});

TEST(ClassEvidence, KnowsASecretManagerByItsRotations) {
  ClassEvidence e;
  e.add("secretsmanager:GetSecretValue", secret, 50);
  e.add("secretsmanager:PutSecretValue", write, 40);
  e.add("rds:ModifyDBInstance", write, 10);
  auto guess = guess_class(e);
  EXPECT_EQ(guess.identity_class, IdentityClass::secret_manager);
  EXPECT_EQ(guess.reason, "40 % of 100 calls store or rotate secrets");
}

TEST(ClassEvidence, DoesNotTakeAReaderOfSecretsForTheirManager) {
  ClassEvidence e;
  e.add("secretsmanager:GetSecretValue", secret, 100);
  EXPECT_EQ(guess_class(e).identity_class, IdentityClass::unknown);
}

TEST(ClassEvidence, KnowsMonitoringByLookingAroundInManyServices) {
  ClassEvidence e;
  for (auto action : {"ec2:DescribeInstances", "rds:DescribeDBInstances", "lambda:ListFunctions"})
    e.add(action, lookup, 20);
  EXPECT_EQ(guess_class(e).identity_class, IdentityClass::unknown) << "three services are few";
  for (auto action :
       {"sqs:ListQueues", "sns:ListTopics", "monitoring:GetMetricData", "s3:ListBuckets"})
    e.add(action, facts(Access::read), 20);
  EXPECT_EQ(guess_class(e).identity_class, IdentityClass::monitoring);
  e.add("s3:GetObject", facts(Access::read, {ActionClass::data_read}), 50);
  EXPECT_EQ(guess_class(e).identity_class, IdentityClass::unknown) << "it also reads data";
}

TEST(ClassEvidence, KnowsABackupByTheCopiesItMakes) {
  ClassEvidence e;
  e.add("ec2:CreateSnapshot", write, 30);
  e.add("ec2:DescribeSnapshots", lookup, 20);
  EXPECT_EQ(guess_class(e).identity_class, IdentityClass::backup);
  ClassEvidence looking;
  looking.add("ec2:DescribeSnapshots", lookup, 50);
  EXPECT_EQ(guess_class(looking).identity_class, IdentityClass::unknown);
}

TEST(ClassEvidence, KnowsAnAgentByAModelAndTools) {
  ClassEvidence e;
  e.add("bedrock:InvokeModel", facts(Access::write, {ActionClass::exec}), 30);
  EXPECT_EQ(guess_class(e).identity_class, IdentityClass::unknown) << "a client without tools";
  e.add("dynamodb:Query", facts(Access::read, {ActionClass::data_read}), 30);
  EXPECT_EQ(guess_class(e).identity_class, IdentityClass::ai_agent);
}

TEST(ClassEvidence, DoesNotGuessFromAFewCalls) {
  ClassEvidence e;
  e.add("secretsmanager:PutSecretValue", write, 19);
  auto guess = guess_class(e);
  EXPECT_EQ(guess.identity_class, IdentityClass::unknown);
  EXPECT_EQ(guess.reason, "only 19 calls so far; 20 are needed for a guess");
}

TEST(ClassEvidence, MergesToWhatOneWouldHaveCounted) {
  ClassEvidence a, b, all;
  for (ClassEvidence* e : {&a, &all}) e->add("ec2:CreateSnapshot", write, 3);
  for (ClassEvidence* e : {&b, &all}) e->add("secretsmanager:GetSecretValue", secret, 4);
  for (ClassEvidence* e : {&b, &all}) e->add("noservice", lookup);
  ClassEvidence ab = a, ba = b;
  ab.merge(b);
  ba.merge(a);
  EXPECT_EQ(ab, all);
  EXPECT_EQ(ba, all);
  EXPECT_EQ(all.services(), 3);
}

}  // namespace
}  // namespace gait::identity
