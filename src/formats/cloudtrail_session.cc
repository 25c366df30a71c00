#include "formats/cloudtrail_session.h"

#include <algorithm>
#include <array>

#include "formats/aws_arn.h"

namespace gait::formats {
namespace {

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }

bool all_hex(std::string_view text) { return std::ranges::all_of(text, is_hex); }

// i-0a1b2c3d, i-0a1b2c3d4e5f60718
bool is_instance(std::string_view name) {
  return name.starts_with("i-") && name.size() >= 10 && name.size() <= 19 &&
         all_hex(name.substr(2));
}

bool is_email(std::string_view name) {
  const std::size_t at = name.find('@');
  return at != std::string_view::npos && at > 0 && name.find('.', at) != std::string_view::npos &&
         name.find(' ') == std::string_view::npos;
}

// eks-<cluster>-<pod>-<uuid>; the uuid says nothing about the workload.
std::string_view eks_pod(std::string_view name) {
  if (!name.starts_with("eks-")) return {};
  const std::size_t dash = name.rfind('-');
  const bool has_id = name.size() - dash > 8 && all_hex(name.substr(dash + 1));
  if (!has_id || dash <= 4) return {};
  constexpr std::size_t uuid_chars = 36;
  if (name.size() > uuid_chars + 5 && name[name.size() - uuid_chars - 1] == '-' &&
      name[name.size() - uuid_chars + 8] == '-')
    return name.substr(0, name.size() - uuid_chars - 1);
  return name.substr(0, dash);
}

struct Judgement {
  PrincipalType type;
  Human human;
  std::uint8_t weight;
  std::string_view reason;
};

void set(CloudTrailPrincipal& principal, const Judgement& judgement,
         std::string_view workload = {}) {
  principal.type = judgement.type;
  principal.human = judgement.human;
  principal.weight = judgement.weight;
  principal.reason = judgement.reason;
  principal.workload = workload;
}

struct Federation {
  std::string_view host_part;
  Judgement judgement;
};

constexpr std::array<Federation, 10> federations{{
    {"oidc.eks.",
     {PrincipalType::workload, Human::no, 220, "federated from a Kubernetes service account"}},
    {"token.actions.githubusercontent.com",
     {PrincipalType::ci_runner, Human::no, 220, "federated from GitHub Actions"}},
    {"gitlab", {PrincipalType::ci_runner, Human::no, 220, "federated from GitLab"}},
    {"app.terraform.io", {PrincipalType::ci_runner, Human::no, 220, "federated from Terraform"}},
    {"buildkite", {PrincipalType::ci_runner, Human::no, 220, "federated from Buildkite"}},
    {"circleci", {PrincipalType::ci_runner, Human::no, 220, "federated from CircleCI"}},
    {"cognito", {PrincipalType::human, Human::yes, 200, "federated from Amazon Cognito"}},
    {"accounts.google.com", {PrincipalType::human, Human::yes, 200, "federated from Google"}},
    {"www.amazon.com", {PrincipalType::human, Human::yes, 200, "federated from Amazon"}},
    {"graph.facebook.com", {PrincipalType::human, Human::yes, 200, "federated from Facebook"}},
}};

constexpr std::array<std::string_view, 5> service_sessions{"AutoScaling", "OrganizationFormation",
                                                           "aws-config", "AWSConfig", "AWSBackup"};

bool judge_by_session_name(std::string_view session, CloudTrailPrincipal& principal) {
  if (const std::string_view pod = eks_pod(session); !pod.empty())
    return set(principal,
               {PrincipalType::workload, Human::no, 220, "session of an EKS pod identity"}, pod),
           true;
  if (session.size() == 32 && all_hex(session))
    return set(principal, {PrincipalType::workload, Human::no, 180, "session of an ECS task"}),
           true;
  if (session.starts_with("AWSCodeBuild") || session.starts_with("CodeBuild"))
    return set(principal, {PrincipalType::ci_runner, Human::no, 200, "session of CodeBuild"}), true;
  const auto is_service = [session](std::string_view name) { return session.starts_with(name); };
  if (std::ranges::any_of(service_sessions, is_service))
    return set(principal,
               {PrincipalType::cloud_service, Human::no, 180, "session named by an AWS service"}),
           true;
  return false;
}

bool judge_by_role(const CloudTrailCaller& caller, std::string_view session,
                   CloudTrailPrincipal& principal) {
  const bool linked = caller.issuer_arn.find(":role/aws-service-role/") != std::string_view::npos;
  if (linked || role_name_of_arn(caller.arn).starts_with("AWSServiceRoleFor"))
    return set(principal, {PrincipalType::cloud_service, Human::no, 250, "service-linked role"}),
           true;
  // The console makes these for Lambda and its like; the session is named as the function.
  if (caller.issuer_arn.find(":role/service-role/") != std::string_view::npos)
    return set(principal, {PrincipalType::workload, Human::no, 120, "service role"}, session), true;
  return false;
}

}  // namespace

std::string_view oidc_host(std::string_view provider) {
  constexpr std::string_view marker = ":oidc-provider/";
  if (const std::size_t at = provider.find(marker); at != std::string_view::npos)
    provider.remove_prefix(at + marker.size());
  if (provider.starts_with("https://")) provider.remove_prefix(8);
  return provider.substr(0, provider.find('/'));
}

void judge_federation(std::string_view provider, CloudTrailPrincipal& principal) {
  const std::string_view host = oidc_host(provider);
  for (const Federation& federation : federations)
    if (host.find(federation.host_part) != std::string_view::npos)
      return set(principal, federation.judgement);
  set(principal, {PrincipalType::workload, Human::unknown, 60, "federated by a web identity"});
}

void judge_role_session(const CloudTrailCaller& caller, CloudTrailPrincipal& principal) {
  const std::size_t colon = caller.principal_id.find(':');
  std::string_view session =
      colon == std::string_view::npos ? std::string_view{} : caller.principal_id.substr(colon + 1);
  if (session.empty() && caller.arn.find(":assumed-role/") != std::string_view::npos)
    session = last_segment(caller.arn);
  const std::string_view role =
      caller.issuer_name.empty() ? role_name_of_arn(caller.arn) : caller.issuer_name;

  if (is_instance(session))
    return set(principal, {PrincipalType::workload, Human::no, 230, "session of an EC2 instance"},
               session);
  if (!caller.federated_provider.empty())
    return judge_federation(caller.federated_provider, principal);
  if (role.starts_with("AWSReservedSSO_"))
    return set(principal, {PrincipalType::human, Human::yes, 250, "IAM Identity Center role"},
               session);
  if (is_email(session))
    return set(principal, {PrincipalType::human, Human::yes, 200, "session named by an e-mail"},
               session);
  if (!caller.source_identity.empty())
    return set(principal, {PrincipalType::human, Human::yes, 190, "session has a source identity"},
               caller.source_identity);
  if (judge_by_session_name(session, principal)) return;
  if (judge_by_role(caller, session, principal)) return;
  set(principal, {PrincipalType::role, Human::no, 30, "role without a sign of a person"});
}

}  // namespace gait::formats
