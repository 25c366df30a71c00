#include "simulate/session.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/check.h"
#include "base/hash.h"
#include "simulate/text.h"

namespace gait::simulate {
namespace {

constexpr std::string_view pod_issuer =
    "oidc.eks.us-east-1.amazonaws.com/id/5C1D2E3F4A5B60718293A4B5C6D7E8F9";
constexpr std::string_view ci_issuer = "token.actions.githubusercontent.com";

bool is_user(const Identity& identity) { return identity.form == CredentialForm::access_key; }

std::string principal_of(const Identity& identity) {
  return (is_user(identity) ? "AIDA" : "AROA") + base32_id(hash64(identity.key), 17);
}

// The host that calls STS for a workload; empty where the workload calls for itself.
std::string_view minting_service(const Identity& identity) {
  switch (identity.form) {
    case CredentialForm::instance:
      return "ec2.amazonaws.com";
    case CredentialForm::function:
      return "lambda.amazonaws.com";
    case CredentialForm::task:
      return "ecs-tasks.amazonaws.com";
    case CredentialForm::service_linked:
      return identity.subject;
    case CredentialForm::access_key:
    case CredentialForm::pod:
    case CredentialForm::ci:
    case CredentialForm::chained:
    case CredentialForm::external:
    case CredentialForm::sso:
      return {};
  }
  return {};
}

std::string session_name(const Identity& identity, std::uint32_t worker, std::uint64_t number,
                         Timestamp from) {
  const std::uint64_t machine = hash_combine(identity.salt, worker + 11);
  switch (identity.form) {
    case CredentialForm::access_key:
      return {};
    case CredentialForm::pod:
      return fmt::format("botocore-session-{}", from.seconds());
    case CredentialForm::ci:
      return "GitHubActions";
    case CredentialForm::instance:
      return "i-0" + hex_id(machine, 16);
    case CredentialForm::function:
      return identity.name;
    case CredentialForm::task:
      return hex_id(hash_combine(machine, number), 32);
    case CredentialForm::chained:
      return fmt::format("deploy-{}", number % 100'000);
    case CredentialForm::external:
      return "WatchtowerIntegration";
    case CredentialForm::sso:
      return identity.subject;
    case CredentialForm::service_linked:
      return identity.service;
  }
  return {};
}

// With the path, as in the issuer's ARN; the ARN of a session has none.
std::string role_arn(const Identity& identity) {
  std::string path;
  if (identity.form == CredentialForm::sso) path = "aws-reserved/sso.amazonaws.com/";
  if (identity.form == CredentialForm::service_linked)
    path = "aws-service-role/" + identity.subject + '/';
  return fmt::format("arn:aws:iam::{}:role/{}{}", identity.account, path, identity.name);
}

std::string provider_arn(const Identity& identity) {
  return fmt::format("arn:aws:iam::{}:oidc-provider/{}", identity.account,
                     identity.form == CredentialForm::pod ? pod_issuer : ci_issuer);
}

std::string user_json(const Identity& identity, const Session& session) {
  return fmt::format(
      R"({{"type":"IAMUser","principalId":"{}","arn":"{}","accountId":"{}","accessKeyId":"{}",)"
      R"("userName":"{}"}})",
      principal_of(identity), session.arn, identity.account, session.access_key_id, identity.name);
}

std::string role_json(const Identity& identity, const Session& session, std::string_view name) {
  std::string federation, delivery, invoked_by;
  if (identity.form == CredentialForm::pod || identity.form == CredentialForm::ci)
    federation =
        fmt::format(R"("webIdFederationData":{{"federatedProvider":"{}","attributes":{{}}}},)",
                    provider_arn(identity));
  if (identity.form == CredentialForm::instance) delivery = R"(,"ec2RoleDelivery":"2.0")";
  if (identity.form == CredentialForm::service_linked)
    invoked_by = fmt::format(R"(,"invokedBy":"{}")", identity.subject);
  return fmt::format(
      R"({{"type":"AssumedRole","principalId":"{0}:{1}","arn":"{2}","accountId":"{3}",)"
      R"("accessKeyId":"{4}","sessionContext":{{"sessionIssuer":{{"type":"Role",)"
      R"("principalId":"{0}","arn":"{5}","accountId":"{3}","userName":"{6}"}},{7}"attributes":)"
      R"({{"creationDate":"{8}","mfaAuthenticated":"false"}}{9}}}{10}}})",
      principal_of(identity), name, session.arn, identity.account, session.access_key_id,
      role_arn(identity), identity.name, federation, to_rfc3339(session.from), delivery,
      invoked_by);
}

void locate(Session& session, const Identity& identity, std::uint32_t worker,
            std::uint64_t number) {
  const std::uint64_t machine = hash_combine(identity.salt, worker + 23);
  session.region = identity.region;
  session.agent = identity.agent;
  if (identity.form == CredentialForm::service_linked) {
    session.address = session.agent = identity.subject;
  } else if (identity.inside) {
    session.address = private_address(machine);
    session.endpoint = "vpce-0" + hex_id(hash64(identity.region), 16);
  } else if (identity.form == CredentialForm::ci) {
    session.address = address_in(Network::ci_runners, number);
  } else if (identity.form == CredentialForm::chained) {  // from where its parent's session is
    session.address = address_in(Network::ci_runners, hash_combine(number, identity.salt));
  } else if (identity.form == CredentialForm::sso) {
    const bool at_home = hash_combine(identity.salt, number) % 10 < 3;
    session.address = address_in(at_home ? Network::home : Network::office, identity.salt);
    session.console = hash_combine(number, identity.salt) % 10 < 7;
    if (session.console)
      session.agent = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";
  } else {
    session.address = address_in(identity.network, machine % 3 + identity.salt);
  }
}

struct Minted {
  std::string parameters, response, resources;
};

// What STS is asked and answers, the same in every kind of AssumeRole.
Minted minted(const Identity& identity, const Session& session, std::string_view extra_request,
              std::string_view extra_response) {
  const std::string name = session.arn.substr(session.arn.rfind('/') + 1);
  const std::int64_t lifetime_s = (session.to.ns - session.from.ns) / 1'000'000'000;
  const std::string role = role_arn(identity);
  return {
      fmt::format(R"({{"roleArn":"{}","roleSessionName":"{}","durationSeconds":{}{}}})", role, name,
                  lifetime_s, extra_request),
      fmt::format(
          R"({{"credentials":{{"accessKeyId":"{}","sessionToken":"SIMULATED{}",)"
          R"("expiration":"{}"}},"assumedRoleUser":{{"assumedRoleId":"{}:{}","arn":"{}"}}{}}})",
          session.access_key_id, base32_id(hash64(session.access_key_id), 160),
          to_locale_text(session.to), principal_of(identity), name, session.arn, extra_response),
      fmt::format(R"({{"accountId":"{}","type":"AWS::IAM::Role","ARN":"{}"}})", identity.account,
                  role),
  };
}

void mint_by_web_identity(const Identity& identity, const Session& session, Random& random,
                          std::vector<Record>& out) {
  const std::string provider = provider_arn(identity);
  const Minted parts = minted(identity, session, "",
                              fmt::format(R"(,"subjectFromWebIdentityToken":"{}","provider":"{}",)"
                                          R"("audience":"sts.amazonaws.com")",
                                          identity.subject, provider));
  const std::string caller = fmt::format(
      R"({{"type":"WebIdentityUser","principalId":"{0}:sts.amazonaws.com:{1}","userName":"{1}",)"
      R"("identityProvider":"{0}"}})",
      provider, identity.subject);
  out.push_back(to_record(session.from,
                          {.user_identity = caller,
                           .service = "sts",
                           .name = "AssumeRoleWithWebIdentity",
                           .region = session.region,
                           .account = identity.account,
                           .address = session.address,
                           .agent = session.agent,
                           .parameters = parts.parameters,
                           .response = parts.response,
                           .resources = parts.resources},
                          random));
}

void mint_by_caller(const Identity& identity, const Session& session, std::string_view name,
                    const std::string& caller, std::string_view host, Random& random,
                    std::vector<Record>& out) {
  const Minted parts = minted(identity, session, "", "");
  const bool service = !host.empty();
  out.push_back(to_record(session.from,
                          {.user_identity = caller,
                           .service = "sts",
                           .name = name,
                           .region = session.region,
                           .account = identity.account,
                           .address = service ? host : std::string_view(session.address),
                           .agent = service ? host : std::string_view(session.agent),
                           .parameters = parts.parameters,
                           .response = parts.response,
                           .resources = parts.resources,
                           .shared_event = uuid(random),
                           .tls = !service},
                          random));
}

}  // namespace

Session open_session(const Identity& identity, std::uint32_t worker, std::uint64_t number,
                     Timestamp from) {
  Session session;
  session.account = identity.account;
  session.from = from;
  session.to = plus_seconds(from, std::int64_t{3600} * identity.session_hours);
  locate(session, identity, worker, number);
  if (is_user(identity)) {
    for (const AccessKey& key : identity.access_keys)
      if (key.from <= from || session.access_key_id.empty()) session.access_key_id = key.id;
    session.arn = fmt::format("arn:aws:iam::{}:user/{}", identity.account, identity.name);
    session.user_identity = user_json(identity, session);
    return session;
  }
  const std::string name = session_name(identity, worker, number, from);
  const std::uint64_t key_hash = hash_combine(hash_combine(identity.salt, worker), number);
  session.access_key_id = "ASIA" + base32_id(key_hash, 16);
  session.arn =
      fmt::format("arn:aws:sts::{}:assumed-role/{}/{}", identity.account, identity.name, name);
  session.user_identity = role_json(identity, session, name);
  return session;
}

void move_session(Session& session, const Identity& identity, std::string_view region,
                  std::uint64_t number) {
  session.region = region;
  if (!session.endpoint.empty()) session.endpoint = "vpce-0" + hex_id(hash64(region), 16);
  if (!identity.inside && identity.network <= Network::cloud_eu_west)
    session.address = address_in(cloud_network(region), hash_combine(identity.salt, number) % 3);
}

void mint_session(const std::vector<Identity>& fleet, const Identity& identity,
                  const Session& session, std::uint64_t number, Random& random,
                  std::vector<Record>& out) {
  switch (identity.form) {
    case CredentialForm::access_key:
      return;
    case CredentialForm::pod:
    case CredentialForm::ci:
      return mint_by_web_identity(identity, session, random, out);
    case CredentialForm::chained: {
      check(identity.parent >= 0, "a chained identity has a parent");
      const Identity& parent = fleet[static_cast<std::size_t>(identity.parent)];
      const Session first = open_session(parent, 0, hash_combine(number, identity.salt),
                                         plus_seconds(session.from, -3));
      mint_by_web_identity(parent, first, random, out);
      assume_role(first, identity, session, random, out);
      return;
    }
    case CredentialForm::external: {
      const std::string caller = fmt::format(
          R"({{"type":"AWSAccount","principalId":"AROA{}:collector","accountId":"{}"}})",
          base32_id(hash64(identity.subject), 17), identity.subject);
      return mint_by_caller(identity, session, "AssumeRole", caller, "", random, out);
    }
    case CredentialForm::sso: {
      const std::string caller =
          fmt::format(R"({{"type":"SAMLUser","principalId":"{0}:{1}","userName":"{1}",)"
                      R"("identityProvider":"{0}"}})",
                      base32_id(hash64(identity.account), 24), identity.subject);
      return mint_by_caller(identity, session, "AssumeRoleWithSAML", caller, "", random, out);
    }
    case CredentialForm::instance:
    case CredentialForm::function:
    case CredentialForm::task:
    case CredentialForm::service_linked: {
      const std::string_view host = minting_service(identity);
      const std::string caller = fmt::format(R"({{"type":"AWSService","invokedBy":"{}"}})", host);
      return mint_by_caller(identity, session, "AssumeRole", caller, host, random, out);
    }
  }
}

std::vector<std::string> assume_role(const Session& parent, const Identity& child,
                                     const Session& session, Random& random,
                                     std::vector<Record>& out) {
  const Minted parts = minted(child, session, "", "");
  const std::string shared = uuid(random);
  Fields fields{.user_identity = parent.user_identity,
                .service = "sts",
                .name = "AssumeRole",
                .region = session.region,
                .account = parent.account,
                .address = parent.address,
                .agent = parent.agent,
                .parameters = parts.parameters,
                .response = parts.response,
                .resources = parts.resources,
                .shared_event = shared};
  out.push_back(to_record(session.from, fields, random));
  std::vector<std::string> ids{out.back().event};
  if (parent.account == child.account) return ids;
  const std::size_t at = parent.user_identity.find("AROA");
  check(at != std::string::npos, "only a role assumes a role across accounts");
  const std::string caller =
      fmt::format(R"({{"type":"AWSAccount","principalId":"{}:{}","accountId":"{}"}})",
                  parent.user_identity.substr(at, 21), parent.arn.substr(parent.arn.rfind('/') + 1),
                  parent.account);
  fields.user_identity = caller;
  fields.account = child.account;
  out.push_back(to_record(session.from, fields, random));
  ids.push_back(out.back().event);
  return ids;
}

}  // namespace gait::simulate
