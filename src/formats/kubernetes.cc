// Kubernetes audit, `audit.k8s.io/v1`, as an API server, EKS and AKS write it; GKE's is in
// gcp_audit.cc. https://kubernetes.io/docs/reference/config-api/apiserver-audit.v1/
#include <fmt/format.h>

#include "formats/all_formats.h"
#include "formats/aws_arn.h"
#include "formats/kubernetes_user.h"
#include "formats/log_time.h"

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
  credential_id,
  pod_name,
  pod_uid,
  aws_key,
  aws_arn,
  legacy_token,
  issued_id,
  bound_pod,
  issued_until,
  api_group,
  kind,
  subresource,
  space,
  object,
  created_name,
  runs_as,
  secret_type,
  code,
  source_ip,
  user_agent,
};

constexpr std::string_view of_auth = "user.extra['authentication.kubernetes.io/";

Outcome outcome_of(const Fields& f) {
  const double status = f.number(code);
  if (status < 400) return Outcome::success;
  if (status == 401 || status == 403) return Outcome::denied;
  if (status == 404) return Outcome::not_found;
  return status == 429 ? Outcome::throttled : Outcome::error;
}

// The role or user of AWS that EKS let in: `arn:aws:iam::111122223333:role/deploy`.
void name_aws_caller(std::string_view arn, Caller& who) {
  const AwsArn parts = parse_arn(arn);
  const std::string_view role = role_name_of_arn(arn);
  const bool is_user = parts.resource.starts_with("user/");
  if (role.empty() && !is_user) return;
  who.key = fmt::format("aws:{}/{}/{}", parts.account, is_user ? "user" : "role",
                        is_user ? last_segment(parts.resource) : role);
  who.type = is_user ? PrincipalType::api_key : PrincipalType::role;
  who.human = Human::unknown;
  who.reason = "an AWS principal that the cluster lets in";
}

CredentialKind credential_kind(const Fields& f) {
  if (f.has(aws_key) || f.raw(credential_id).starts_with("JTI=")) return CredentialKind::ephemeral;
  if (f.has(credential_id) || f.has(legacy_token)) return CredentialKind::long_lived;
  // The token of a secret: bound ones name their pod.
  const bool is_account = kubernetes_account(f.raw(user)).has_value();
  return is_account && !f.has(pod_name) ? CredentialKind::long_lived : CredentialKind::unknown;
}

// A request that made a token: its credential is the one that the answer's annotation names.
void tell_mint(const Fields& f, Told& told) {
  Minted minted;
  minted.credential = f[issued_id];
  minted.identity = kubernetes_account_key(f.scope(), f[space], f[object]);
  minted.subject = f[bound_pod];
  read_log_time(f[issued_until], minted.expires);
  told.minted = std::move(minted);
}

void tell_change(const Fields& f, Told& told) {
  const std::string_view what = f.raw(kind);
  if (is_kubernetes_workload(what) && !f.has(subresource)) {
    told.changed = Changed{ChangeType::deployment, {}, {}};
    if (f.has(runs_as))
      told.changed->subject = kubernetes_account_key(f.scope(), f[space], f[runs_as]);
  } else if (what == "serviceaccounts" && f.is(verb, "delete")) {
    told.changed = Changed{
        ChangeType::offboarding, kubernetes_account_key(f.scope(), f[space], f[object]), {}};
  } else if (what == "secrets" && f.is(secret_type, "kubernetes.io/service-account-token")) {
    told.changed = Changed{ChangeType::credential_created, {}, {}};
  }
}

class Kubernetes final : public JsonFormat {
 public:
  Kubernetes() {
    constexpr Part who = Part::caller, what = Part::deed, on = Part::resource;
    static const std::string extra_credential = std::string(of_auth) + "credential-id'][0]",
                             extra_pod = std::string(of_auth) + "pod-name'][0]",
                             extra_pod_uid = std::string(of_auth) + "pod-uid'][0]",
                             extra_key = std::string("user.extra.accessKeyId[0]|") +
                                         std::string(of_auth) + "accessKeyId'][0]",
                             extra_arn = std::string("user.extra.canonicalArn[0]|") +
                                         std::string(of_auth) + "canonicalArn'][0]";
    name = "kubernetes";
    marks = {{{"apiVersion", "audit.k8s.io/*"}, {"verb", ""}}, {{"kind", "Event"}, {"verb", ""}}};
    fields = {
        {"requestReceivedTimestamp"},
        {"stageTimestamp"},
        {"auditID"},
        {"stage"},
        {"verb", what},
        {"requestURI", what},
        {"user.username", who},
        {"impersonatedUser.username", who},
        {extra_credential, who},
        {extra_pod, who},
        {extra_pod_uid, who},
        {extra_key, who},
        {extra_arn, who},
        {"annotations['authentication.k8s.io/legacy-token']", who},
        {"annotations['authentication.kubernetes.io/issued-credential-id']"},
        {"requestObject.spec.boundObjectRef.uid"},
        {"responseObject.status.expirationTimestamp"},
        {"objectRef.apiGroup", what},
        {"objectRef.resource", what | on},
        {"objectRef.subresource", what},
        {"objectRef.namespace", on},
        {"objectRef.name", on},
        {"responseObject.metadata.name|requestObject.metadata.name", on},
        {"requestObject.spec.template.spec.serviceAccountName"},
        {"requestObject.type"},
        {"responseStatus.code"},
        {"sourceIPs[0]"},
        {"userAgent"},
    };
  }

  bool owns(const Fields& f) const override { return f.has(verb) && (f.has(kind) || f.has(uri)); }

  // Who is impersonated acts; who impersonates is behind it.
  Caller caller(const Fields& f) const override {
    Caller who;
    who.account = f.scope();
    name_kubernetes_user(f[user], f.scope(), who);
    if (f.has(aws_arn)) name_aws_caller(f[aws_arn], who);
    if (f.has(impersonated)) {
      who.delegator = who.key;
      name_kubernetes_user(f[impersonated], f.scope(), who);
    }
    who.workload = f[pod_name];
    who.credential = f[f.has(aws_key) ? aws_key : credential_id];
    who.session = f[pod_uid];
    who.credential_kind = credential_kind(f);
    return who;
  }

  // `create core/pods/exec`; what has no object is a verb and a path.
  Deed deed(const Fields& f) const override {
    Deed deed;
    if (!f.has(verb)) return deed;
    const std::string_view path = f[uri].substr(0, f[uri].find('?'));
    deed.action = f.has(kind) ? kubernetes_action(f[verb], f[api_group], f[kind], f[subresource])
                              : fmt::format("{} {}", f[verb], path);
    deed.access = is_kubernetes_read(f[verb]) ? Access::read : Access::write;
    return deed;
  }

  // `<namespace>/<kind>/<name>`; what belongs to no namespace begins with its kind.
  std::string resource(const Fields& f) const override {
    std::string path(f[space]);
    for (const std::string_view part : {f[kind], f.either(object, created_name)})
      if (!part.empty()) path.append(path.empty() ? "" : "/").append(part);
    return path;
  }

  void tell(const Fields& f, Told& told) const override {
    // The stages of one request have one id, so the later ones count as delivered twice.
    if (f.is(stage, "RequestReceived")) told.ignored = "a stage in which nothing was decided yet";
    told.event = f.raw(audit_id);
    told.time = f.raw(f.has(received) ? received : stage_time);
    told.address = f.raw(source_ip);
    told.user_agent = f.raw(user_agent);
    told.outcome = outcome_of(f);
    if (f.has(issued_id)) tell_mint(f, told);
    if (!is_kubernetes_read(f.raw(verb))) tell_change(f, told);
  }
};

}  // namespace

const JsonFormat& kubernetes() {
  static const Kubernetes format;
  return format;
}

}  // namespace gait::formats
