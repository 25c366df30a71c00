// Kubernetes audit, `audit.k8s.io/v1`:
// https://kubernetes.io/docs/reference/config-api/apiserver-audit.v1/
#include <fmt/format.h>

#include <array>

#include "formats/all_formats.h"

namespace gait::formats {
namespace {

enum Field : std::size_t {
  received,
  stage_time,
  audit_id,
  stage,
  verb,
  uri,
  user,
  impersonated,
  groups,
  credential_id,
  pod_name,
  pod_uid,
  aws_key,
  aws_arn,
  legacy_token,
  issued_id,
  api_group,
  kind,
  subresource,
  space,
  object,
  created,
  code,
  source_ip,
  user_agent,
};

// Whoever writes a namespaced thing names it; what has no namespace is of the cluster.
std::string object_path(const Fields& f) {
  const std::string_view name = f.either(object, created);
  std::string path(f[space]);
  for (const std::string_view part : {f[kind], name})
    if (!part.empty()) path.append(path.empty() ? "" : "/").append(part);
  return path;
}

Outcome outcome_of(const Fields& f) {
  const double status = f.number(code);
  if (status < 400) return Outcome::success;
  if (status == 401 || status == 403) return Outcome::denied;
  if (status == 404) return Outcome::not_found;
  return status == 429 ? Outcome::throttled : Outcome::error;
}

struct Account {
  std::string_view space, name;
};

// `system:serviceaccount:<namespace>:<name>`
std::optional<Account> service_account(std::string_view user) {
  constexpr std::string_view prefix = "system:serviceaccount:";
  if (!user.starts_with(prefix)) return std::nullopt;
  user.remove_prefix(prefix.size());
  const std::size_t colon = user.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  return Account{user.substr(0, colon), user.substr(colon + 1)};
}

// Fills in who a user name stands for.
void name_user(std::string_view user, std::string_view cluster, Caller& who) {
  const auto say = [&](std::string key, PrincipalType type, Human human, std::string_view reason) {
    who.key = std::move(key);
    who.type = type;
    who.human = human;
    who.reason = reason;
  };
  if (const auto account = service_account(user))
    return say(fmt::format("k8s:{}/sa/{}/{}", cluster, account->space, account->name),
               PrincipalType::service_account, Human::no, "a Kubernetes service account");
  if (user.starts_with("system:node:"))
    return say(fmt::format("k8s:{}/node/{}", cluster, user.substr(12)),
               PrincipalType::cloud_service, Human::no, "a node of the cluster");
  if (user == "system:anonymous")
    return say(fmt::format("k8s:{}/anonymous", cluster), PrincipalType::anonymous, Human::unknown,
               "not authenticated");
  for (const std::string_view prefix : {"system:", "eks:", "aksService", "gke-"})
    if (user.starts_with(prefix))
      return say(fmt::format("k8s:{}/component/{}", cluster, user), PrincipalType::cloud_service,
                 Human::no, "a component of the cluster");
  if (user.ends_with(".gserviceaccount.com"))
    return say(fmt::format("gcp:sa/{}", user), PrincipalType::service_account, Human::no,
               "a Google service account");
  const bool is_person = user.find('@') != std::string_view::npos;
  say(fmt::format("k8s:{}/user/{}", cluster, user), PrincipalType::unknown,
      is_person ? Human::yes : Human::unknown,
      is_person ? "its name is a mail address" : "a user name that says nothing");
}

class Kubernetes final : public JsonFormat {
 public:
  Kubernetes() {
    name = "kubernetes";
    marks = {{{"apiVersion", "audit.k8s.io/*"}, {"auditID", ""}},
             {{"auditID", ""}, {"verb", ""}, {"requestURI", ""}}};
    constexpr Part who = Part::caller, what = Part::deed, on = Part::resource;
    fields = {
        {"requestReceivedTimestamp"},
        {"stageTimestamp"},
        {"auditID"},
        {"stage"},
        {"verb", what},
        {"requestURI"},
        {"user.username", who},
        {"impersonatedUser.username", who},
        {"user.groups[0]", who},
        {"user.extra['authentication.kubernetes.io/credential-id'][0]", who},
        {"user.extra['authentication.kubernetes.io/pod-name'][0]", who},
        {"user.extra['authentication.kubernetes.io/pod-uid'][0]", who},
        {"user.extra.accessKeyId[0]|user.extra['authentication.kubernetes.io/accessKeyId'][0]",
         who},
        {"user.extra.canonicalArn[0]|user.extra['authentication.kubernetes.io/canonicalArn'][0]",
         who},
        {"annotations['authentication.k8s.io/legacy-token']", who},
        {"annotations['authentication.kubernetes.io/issued-credential-id']"},
        {"objectRef.apiGroup", what},
        {"objectRef.resource", what | on},
        {"objectRef.subresource", what},
        {"objectRef.namespace", on},
        {"objectRef.name", on},
        {"responseObject.metadata.name", on},
        {"responseStatus.code"},
        {"sourceIPs[0]"},
        {"userAgent"},
    };
  }

  bool owns(const Fields& f) const override { return f.has(audit_id) && f.has(verb); }

  // Who is impersonated acts; who impersonates is behind it.
  Caller caller(const Fields& f) const override {
    Caller who;
    who.account = f.scope();
    name_user(f[user], f.scope(), who);
    if (f.has(impersonated)) {
      who.delegator = who.key;
      name_user(f[impersonated], f.scope(), who);
    }
    who.workload = f[pod_name];
    who.credential = f.either(credential_id, aws_key);
    who.session = f[pod_uid];
    who.credential_kind = credential_kind(f);
    return who;
  }

  // `create core/pods/exec`; what has no object is a verb and a path.
  Deed deed(const Fields& f) const override {
    if (!f.has(verb)) return {};
    Deed deed;
    deed.access = is_read(f[verb]) ? Access::read : Access::write;
    if (!f.has(kind)) return deed.action = std::string(f[verb]), deed;
    deed.action =
        fmt::format("{} {}/{}", f[verb], f.has(api_group) ? f[api_group] : "core", f[kind]);
    if (f.has(subresource)) deed.action.append("/").append(f[subresource]);
    return deed;
  }

  std::string resource(const Fields& f) const override { return object_path(f); }

  void tell(const Fields& f, Told& told) const override {
    told.event = f.raw(audit_id);
    told.time = f.raw(f.has(received) ? received : stage_time);
    told.address = f.raw(source_ip);
    told.user_agent = f.raw(user_agent);
    told.outcome = outcome_of(f);
    if (f.is(stage, "RequestReceived")) told.ignored = "a stage before the outcome is known";
    if (f.has(issued_id))
      told.minted = Minted{.credential = std::string(f[issued_id]),
                           .identity = {},
                           .subject = {},
                           .expires = {},
                           .long_lived = false};
  }

 private:
  static bool is_read(std::string_view verb) {
    return verb == "get" || verb == "list" || verb == "watch" || verb == "head";
  }

  static CredentialKind credential_kind(const Fields& f) {
    if (f.has(aws_key)) return CredentialKind::ephemeral;
    if (f.raw(credential_id).starts_with("JTI=")) return CredentialKind::ephemeral;
    if (f.has(credential_id) || f.has(legacy_token)) return CredentialKind::long_lived;
    return service_account(f[user]) ? CredentialKind::long_lived : CredentialKind::unknown;
  }
};

}  // namespace

const JsonFormat& kubernetes() {
  static const Kubernetes format;
  return format;
}

}  // namespace gait::formats
