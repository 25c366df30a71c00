#include "formats/cloudtrail_principal.h"

#include <gtest/gtest.h>

#include "formats/cloudtrail_test_log.h"

namespace gait::formats {
namespace {

struct Known {
  std::string identity, credential, delegator, workload, reason;
  CredentialKind kind = CredentialKind::none;
  PrincipalType type = PrincipalType::unknown;
  Human human = Human::unknown;
  bool derived = false;
};

// What is believed of the caller of one record: the statement with the greatest weight.
Known known(std::string_view caller, std::string_view members = {}) {
  TestLog log;
  read_log(log, record(caller, members));
  EXPECT_EQ(log.batch.counts.malformed, 0U) << log.progress.error;
  const Activity& activity = log.only();
  Principal best = log.batch.principals.at(0);
  for (const Principal& principal : log.batch.principals)
    if (principal.weight > best.weight) best = principal;
  return {std::string(log.text(activity.identity)),
          std::string(log.text(activity.credential)),
          std::string(log.text(activity.delegator)),
          std::string(log.text(activity.workload)),
          std::string(log.text(best.reason)),
          activity.credential_kind,
          best.type,
          best.human,
          activity.derived};
}

constexpr std::string_view user = R"({"type":"IAMUser","principalId":"AIDAEXAMPLE",)"
                                  R"("arn":"arn:aws:iam::111122223333:user/ci/bot",)"
                                  R"("accountId":"111122223333","userName":"bot",)";

std::string with(std::string_view caller, std::string_view members) {
  return std::string(caller).append(members).append("}");
}

std::string role_session(std::string_view role, std::string_view session,
                         std::string_view context = {}) {
  const std::string r(role), s(session);
  return R"({"type":"AssumedRole","principalId":"AROAEXAMPLE:)" + s +
         R"(","arn":"arn:aws:sts::111122223333:assumed-role/)" + r + "/" + s +
         R"(","accountId":"111122223333","accessKeyId":"ASIAEXAMPLE000000001",)" +
         R"("sessionContext":{"sessionIssuer":{"type":"Role","arn":"arn:aws:iam::111122223333:)" +
         "role/" + r + R"(","accountId":"111122223333","userName":")" + r + R"("})" +
         std::string(context) + "}}";
}

TEST(CloudTrailPrincipal, OfAnIamUserWithALongLivedKeyMayBeAPersonOrNot) {
  const Known caller = known(with(user, R"("accessKeyId":"AKIAEXAMPLE000000001")"));
  EXPECT_EQ(caller.identity, "aws:111122223333/user/bot");
  EXPECT_EQ(caller.credential, "AKIAEXAMPLE000000001");
  EXPECT_EQ(caller.kind, CredentialKind::long_lived);
  EXPECT_EQ(caller.human, Human::unknown);
}

TEST(CloudTrailPrincipal, OfAnIamUserAtTheConsoleIsAPerson) {
  const std::string session = with(user, R"("accessKeyId":"ASIAEXAMPLE000000001")");
  const Known caller = known(session, R"("sessionCredentialFromConsole":"true",)");
  EXPECT_EQ(caller.kind, CredentialKind::ephemeral);
  EXPECT_EQ(caller.human, Human::yes);
  EXPECT_EQ(known(session).human, Human::unknown);
  const std::string mfa =
      with(user, R"("sessionContext":{"attributes":{"mfaAuthenticated":"true"}})");
  EXPECT_EQ(known(mfa).human, Human::yes);
}

TEST(CloudTrailPrincipal, OfAUserWhoseNameIsHiddenIsUnknown) {
  const Known caller = known(
      R"({"type":"IAMUser","accountId":"111122223333","userName":"HIDDEN_DUE_TO_SECURITY_REASONS"})");
  EXPECT_EQ(caller.identity, "aws:111122223333/unknown");
}

TEST(CloudTrailPrincipal, OfARoleIsTheRoleAndNeverTheSession) {
  const Known caller = known(role_caller);
  EXPECT_EQ(caller.identity, "aws:111122223333/role/deploy");
  EXPECT_EQ(caller.credential, "ASIAEXAMPLE000000001");
  EXPECT_EQ(caller.kind, CredentialKind::ephemeral);
  EXPECT_EQ(caller.type, PrincipalType::role);
  EXPECT_EQ(caller.human, Human::no);
  EXPECT_EQ(caller.workload, "");
  EXPECT_FALSE(caller.derived);
}

TEST(CloudTrailPrincipal, OfARoleWithoutAnIssuerIsReadFromTheArn) {
  EXPECT_EQ(known(R"({"type":"AssumedRole","accountId":"111122223333",)"
                  R"("arn":"arn:aws:sts::111122223333:assumed-role/deploy/x"})")
                .identity,
            "aws:111122223333/role/deploy");
}

TEST(CloudTrailPrincipal, SessionNameTellsTheWorkload) {
  const Known instance = known(role_session("app", "i-0a1b2c3d4e5f60718"));
  EXPECT_EQ(instance.workload, "i-0a1b2c3d4e5f60718");
  EXPECT_EQ(instance.type, PrincipalType::workload);
  const Known pod = known(role_session("app", "eks-prod-orders-7f6d9-1b2c3d4e5"));
  EXPECT_EQ(pod.workload, "eks-prod-orders-7f6d9");
  EXPECT_EQ(known(role_session("ci", "AWSCodeBuild-0a1b")).type, PrincipalType::ci_runner);
  EXPECT_EQ(known(role_session("AWSServiceRoleForEC2", "x")).type, PrincipalType::cloud_service);
}

TEST(CloudTrailPrincipal, SessionOfAPersonIsAPerson) {
  const Known single_sign_on =
      known(role_session("AWSReservedSSO_Admin_0123456789abcdef", "alice@example.com"));
  EXPECT_EQ(single_sign_on.human, Human::yes);
  EXPECT_EQ(single_sign_on.workload, "alice@example.com");
  EXPECT_EQ(known(role_session("admin", "bob@example.com")).human, Human::yes);
  const Known source = known(role_session("admin", "x", R"(,"sourceIdentity":"alice")"));
  EXPECT_EQ(source.human, Human::yes);
  EXPECT_EQ(source.delegator, "alice");
}

TEST(CloudTrailPrincipal, FederatedSessionIsAsItsIssuerSays) {
  const Known runner = known(role_session(
      "gha", "GitHubActions",
      R"(,"webIdFederationData":{"federatedProvider":"arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"})"));
  EXPECT_EQ(runner.type, PrincipalType::ci_runner);
  EXPECT_EQ(runner.human, Human::no);
}

TEST(CloudTrailPrincipal, OfOtherKindsHasItsOwnForm) {
  EXPECT_EQ(known(R"({"type":"Role","arn":"arn:aws:iam::111122223333:role/x/deploy"})").identity,
            "aws:111122223333/role/deploy");
  const Known root = known(R"({"type":"Root","accountId":"111122223333"})");
  EXPECT_EQ(root.identity, "aws:111122223333/root");
  EXPECT_EQ(root.type, PrincipalType::root);
  EXPECT_EQ(
      known(R"({"type":"AWSAccount","principalId":"AROAX:s","accountId":"444455556666"})").identity,
      "aws:444455556666/ext/AROAX");
  EXPECT_EQ(known(R"({"type":"SAMLUser","identityProvider":"idp","userName":"eve"})").identity,
            "saml:idp/eve");
  EXPECT_EQ(known(R"({"type":"Directory","accountId":"111122223333","userName":"eve"})").identity,
            "aws-dir:111122223333/eve");
  EXPECT_EQ(known(R"({"type":"Martian","accountId":"111122223333"})").identity,
            "aws:111122223333/unknown");
  EXPECT_EQ(known("null").identity, "aws:111122223333/unknown");
}

TEST(CloudTrailPrincipal, OfAWebIdentityIsItsIssuerAndSubject) {
  const Known pod = known(
      R"({"type":"WebIdentityUser","principalId":"arn:aws:iam::111122223333:oidc-provider/)"
      R"(oidc.eks.us-east-1.amazonaws.com/id/AB:sts.amazonaws.com:system:serviceaccount:pay:ledger",)"
      R"("identityProvider":"arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/AB"})");
  EXPECT_EQ(pod.identity, "oidc:oidc.eks.us-east-1.amazonaws.com/system:serviceaccount:pay:ledger");
  EXPECT_EQ(pod.kind, CredentialKind::federated);
  EXPECT_EQ(pod.human, Human::no);
}

TEST(CloudTrailPrincipal, OfIdentityCenterIsTheUserItActsFor) {
  const Known person = known(
      R"({"type":"IdentityCenterUser","accountId":"111122223333","onBehalfOf":{"userId":"u-1",)"
      R"("identityStoreArn":"arn:aws:identitystore::111122223333:identitystore/d-1"},)"
      R"("credentialId":"EXAMPLE-cred_1"})");
  EXPECT_EQ(person.identity, "aws-idc:arn:aws:identitystore::111122223333:identitystore/d-1/u-1");
  EXPECT_EQ(person.credential, "EXAMPLE-cred_1");
  EXPECT_EQ(person.kind, CredentialKind::ephemeral);
  EXPECT_EQ(person.human, Human::yes);
}

TEST(CloudTrailPrincipal, OfAFederatedUserActsForItsIssuer) {
  const Known federated = known(
      R"({"type":"FederatedUser","principalId":"111122223333:guest",)"
      R"("arn":"arn:aws:sts::111122223333:federated-user/guest","accountId":"111122223333",)"
      R"("accessKeyId":"ASIAEXAMPLE000000001","sessionContext":{"sessionIssuer":{"type":"IAMUser",)"
      R"("arn":"arn:aws:iam::111122223333:user/bot","accountId":"111122223333","userName":"bot"}}})");
  EXPECT_EQ(federated.identity, "aws:111122223333/user/bot/fed/guest");
  EXPECT_EQ(federated.delegator, "aws:111122223333/user/bot");
}

TEST(CloudTrailPrincipal, ServiceThatActsForACallerIsItsDelegator) {
  const Known echo = known(with(user, R"("accessKeyId":"AKIAEXAMPLE000000001",)"
                                      R"("invokedBy":"secretsmanager.amazonaws.com")"));
  EXPECT_EQ(echo.identity, "aws:111122223333/user/bot");
  EXPECT_EQ(echo.delegator, "aws-svc:secretsmanager.amazonaws.com");
  EXPECT_TRUE(echo.derived);
  const Known service = known(R"({"type":"AWSService","invokedBy":"ec2.amazonaws.com"})");
  EXPECT_EQ(service.identity, "aws-svc:ec2.amazonaws.com");
  EXPECT_EQ(service.delegator, "");
  EXPECT_EQ(service.human, Human::no);
}

TEST(CloudTrailPrincipal, CredentialIsNeverASecret) {
  const std::string secret = "wJalrXUtnFEMIsK7MDENGsbPxRfiCYEXAMPLEKEY";
  EXPECT_EQ(known(with(user, R"("accessKeyId":")" + secret + "\"")).credential, "");
}

TEST(CloudTrailPrincipal, EscapesInNamesAreUndone) {
  EXPECT_EQ(
      known(R"({"type":"IAMUser","accountId":"111122223333","userName":"b\u00f6b\/x"})").identity,
      "aws:111122223333/user/böb/x");
}

}  // namespace
}  // namespace gait::formats
