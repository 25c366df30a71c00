// Google Cloud Audit Logs: a LogEntry with an AuditLog, also what GKE writes of Kubernetes.
// https://cloud.google.com/logging/docs/reference/audit/auditlog/rest/Shared.Types/AuditLog
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "formats/all_formats.h"
#include "formats/gcp_principal.h"
#include "formats/kubernetes_user.h"
#include "formats/log_time.h"

namespace gait::formats {
namespace {

enum Field : std::size_t {
  insert_id,
  log_name,
  timestamp,
  received,
  service,
  method,
  resource_name,
  email,
  subject,
  key_name,
  delegate,
  selector,
  caller_ip,
  user_agent,
  permission,
  permission_kind,
  granted,
  status,
  operation_first,
  operation_last,
  project,
  cluster,
  location,
  account_email,
  request_name,
  response_key,
  billed_bytes,
  requested_bytes,
  item_count,
};

bool is_kubernetes(const Fields& f) { return f.is(service, "k8s.io"); }

// `//iam.googleapis.com/projects/p/serviceAccounts/e/keys/<id>`
std::string_view last_part(std::string_view path) { return path.substr(path.rfind('/') + 1); }

// Codes of google.rpc.Code.
Outcome outcome_of(const Fields& f) {
  const std::string_view code = f.raw(status);
  if (code.empty() || code == "0")
    return f.is(granted, "false") ? Outcome::denied : Outcome::success;
  if (code == "7" || code == "16") return Outcome::denied;
  if (code == "5") return Outcome::not_found;
  return code == "8" ? Outcome::throttled : Outcome::error;
}

Access access_of(const Fields& f) {
  const std::string_view kind = f.raw(permission_kind);
  if (kind == "ADMIN_READ" || kind == "DATA_READ") return Access::read;
  if (kind == "DATA_WRITE") return Access::write;
  if (kind == "ADMIN_WRITE") return Access::admin;
  return f.raw(log_name).ends_with("activity") ? Access::write : Access::unknown;
}

// `io.k8s.<group ..>.<version>.<kind>[.<subresource>].<verb>`: what GKE makes of a Kubernetes call.
Deed kubernetes_deed(std::string_view method_name) {
  std::vector<std::string_view> parts;
  for (std::size_t at = 0; at <= method_name.size();) {
    const std::size_t end = std::min(method_name.find('.', at), method_name.size());
    parts.push_back(method_name.substr(at, end - at));
    at = end + 1;
  }
  const auto is_version = [](std::string_view part) {
    return part.size() > 1 && part[0] == 'v' && part[1] >= '0' && part[1] <= '9';
  };
  const auto version = std::find_if(parts.begin(), parts.end(), is_version);
  Deed deed;
  deed.source = "kubernetes";
  if (parts.end() - version < 3 || version - parts.begin() < 3)
    return deed.action = std::string(method_name), deed;
  const auto after = static_cast<std::size_t>(version - parts.begin()) + 1;
  std::string_view group = parts[2];
  if (group == "core") group = {};
  // GKE writes `rbac` or `apps` where Kubernetes has `rbac.authorization.k8s.io` and `apps`.
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 6> groups{
      {{"rbac", "rbac.authorization.k8s.io"},
       {"authorization", "rbac.authorization.k8s.io"},
       {"certificates", "certificates.k8s.io"},
       {"admissionregistration", "admissionregistration.k8s.io"},
       {"networking", "networking.k8s.io"},
       {"apiregistration", "apiregistration.k8s.io"}}};
  for (const auto& [name, whole] : groups)
    if (group == name) group = whole;
  const std::string_view verb = parts.back();
  const std::string_view sub = parts.size() - after > 2 ? parts[after + 1] : std::string_view();
  deed.action = kubernetes_action(verb, group, parts[after], sub);
  deed.access = is_kubernetes_read(verb) ? Access::read : Access::write;
  return deed;
}

// What of the IAM credentials service makes a token for another service account. No token has an
// id in the log, so the child is known by its identity alone.
bool makes_token(std::string_view method_name) {
  constexpr std::array<std::string_view, 4> makers{"GenerateAccessToken", "GenerateIdToken",
                                                   "SignJwt", "SignBlob"};
  return std::any_of(makers.begin(), makers.end(),
                     [&](std::string_view maker) { return method_name.ends_with(maker); });
}

// `[<group>/]<version>/[namespaces/<space>/]<kind>/<name>[/<subresource>]`, as kubernetes.cc calls
// it.
std::string kubernetes_resource(std::string_view path) {
  constexpr std::string_view spaces = "namespaces/";
  const std::size_t at = path.find(spaces);
  if (at == std::string_view::npos ||
      path.find('/', at + spaces.size()) == std::string_view::npos) {
    const std::size_t version = path.find("/v");
    const std::size_t kind = path.find('/', version + 1);
    return std::string(kind == std::string_view::npos ? path : path.substr(kind + 1));
  }
  path.remove_prefix(at + spaces.size());
  std::size_t end = 0;  // of space, kind and name
  for (int parts = 0; parts < 3 && end != std::string_view::npos; ++parts)
    end = path.find('/', end + 1);
  return std::string(path.substr(0, end));
}

void tell_change(const Fields& f, Told& told) {
  struct Meaning {
    std::string_view method;
    ChangeType type;
  };
  static constexpr std::array<Meaning, 14> meanings{
      {{"CreateServiceAccountKey", ChangeType::credential_created},
       {"UploadServiceAccountKey", ChangeType::credential_created},
       {"DeleteServiceAccountKey", ChangeType::credential_disabled},
       {"DisableServiceAccountKey", ChangeType::credential_disabled},
       {"DeleteServiceAccount", ChangeType::offboarding},
       {"DisableServiceAccount", ChangeType::offboarding},
       {"AddSecretVersion", ChangeType::rotation},
       {"CreateCryptoKeyVersion", ChangeType::rotation},
       {"Services.ReplaceService", ChangeType::deployment},
       {"Services.CreateService", ChangeType::deployment},
       {"CloudFunctionsService.UpdateFunction", ChangeType::deployment},
       {"CloudFunctionsService.CreateFunction", ChangeType::deployment},
       {"FunctionService.UpdateFunction", ChangeType::deployment},
       {"deploymentmanager.deployments.insert", ChangeType::deployment}}};
  const auto meaning = std::find_if(meanings.begin(), meanings.end(), [&](const Meaning& m) {
    return f.raw(method).ends_with(m.method);
  });
  if (meaning == meanings.end()) return;
  told.changed = Changed{meaning->type, {}, {}};
  if (f.has(account_email)) told.changed->subject = fmt::format("gcp:sa/{}", f[account_email]);
  if (meaning->type == ChangeType::credential_created) {
    told.changed->credential = last_part(f[response_key]);
    told.minted = Minted{told.changed->credential, told.changed->subject, {}, {}, true};
  }
  if (meaning->type == ChangeType::credential_disabled)
    told.changed->credential = last_part(f[request_name]);
}

void tell_mint(const Fields& f, Told& told) {
  const std::string_view name = f[request_name];
  const std::string_view child = f.has(account_email) ? f[account_email] : last_part(name);
  told.minted = Minted{{}, fmt::format("gcp:sa/{}", child), {}, {}, false};
}

class GcpAudit final : public JsonFormat {
 public:
  GcpAudit() {
    constexpr Part who = Part::caller, what = Part::deed, on = Part::resource;
    name = "gcp_audit";
    letters = FieldTable::Case::ignored;
    marks = {{{"protoPayload.methodName", ""}}, {{"protoPayload.authenticationInfo", ""}}};
    fields = {
        {"insertId"},
        {"logName", what},
        {"timestamp"},
        {"receiveTimestamp|protoPayload.requestMetadata.requestAttributes.time"},
        {"protoPayload.serviceName", who | what | on},
        {"protoPayload.methodName|protoPayload.metadata.methodName", what},
        {"protoPayload.resourceName|protoPayload.authorizationInfo[0].resource", on},
        {"protoPayload.authenticationInfo.principalEmail", who},
        {"protoPayload.authenticationInfo.principalSubject", who},
        {"protoPayload.authenticationInfo.serviceAccountKeyName", who},
        {"protoPayload.authenticationInfo.serviceAccountDelegationInfo[0].firstPartyPrincipal."
         "principalEmail|protoPayload.authenticationInfo.serviceAccountDelegationInfo[0]."
         "principalSubject",
         who},
        {"protoPayload.authenticationInfo.authoritySelector", who},
        {"protoPayload.requestMetadata.callerIp"},
        {"protoPayload.requestMetadata.callerSuppliedUserAgent"},
        {"protoPayload.authorizationInfo[0].permission", what},
        {"protoPayload.authorizationInfo[0].permissionType", what},
        {"protoPayload.authorizationInfo[0].granted"},
        {"protoPayload.status.code"},
        {"operation.first"},
        {"operation.last"},
        {"resource.labels.project_id", who},
        {"resource.labels.cluster_name", who},
        {"resource.labels.location|protoPayload.resourceLocation.currentLocations[0]|resource."
         "labels.zone"},
        {"resource.labels.email_id"},
        {"protoPayload.request.name"},
        {"protoPayload.response.name"},
        {"protoPayload.metadata.jobChange.job.jobStats.queryStats.totalBilledBytes"},
        {"protoPayload.metadata.requested_bytes"},
        {"protoPayload.numResponseItems"},
    };
  }

  bool owns(const Fields& f) const override { return f.has(method) || f.has(service); }

  Caller caller(const Fields& f) const override {
    Caller who;
    who.account = f[project];
    const bool is_google = f.raw(email).find('@') != std::string_view::npos;
    if (is_kubernetes(f) && !is_google) {
      const std::string_view cluster_name = f.has(cluster) ? f[cluster] : f.scope();
      name_kubernetes_user(f.has(email) ? f[email] : f[selector], cluster_name, who);
    } else {
      name_gcp_principal(f[email], f[subject], who);
    }
    who.delegator = gcp_key(f[delegate]);
    who.credential = last_part(f[key_name]);
    who.credential_kind = gcp_credential_kind(who, f.has(key_name), f.has(delegate));
    return who;
  }

  Deed deed(const Fields& f) const override {
    if (is_kubernetes(f) && f.raw(method).starts_with("io.k8s.")) return kubernetes_deed(f[method]);
    Deed deed;
    deed.action = f[method];
    if (f.has(permission)) deed.also.push_back(fmt::format("perm:{}", f[permission]));
    deed.access = access_of(f);
    return deed;
  }

  std::string resource(const Fields& f) const override {
    const std::string_view path = f[resource_name];
    return is_kubernetes(f) ? kubernetes_resource(path) : std::string(path);
  }

  void tell(const Fields& f, Told& told) const override {
    // A long operation is told at its beginning and at its end; the end knows what came of it.
    if (f.is(operation_first, "true") && f.has(operation_last) && !f.is(operation_last, "true"))
      told.ignored = "the beginning of an operation whose end is told too";
    if (!f.has(method)) told.malformed = "no `methodName`";
    told.event = f.raw(insert_id);
    told.time = f.raw(f.has(timestamp) ? timestamp : received);
    told.address = f.raw(caller_ip);
    told.user_agent = f.raw(user_agent);
    told.region = f.raw(location);
    told.outcome = outcome_of(f);
    told.bytes = f.number(f.has(billed_bytes) ? billed_bytes : requested_bytes);
    if (const double items = f.number(item_count); items >= 1)
      told.count = static_cast<std::uint32_t>(std::min(items, 1e9));
    if (makes_token(f.raw(method))) return tell_mint(f, told);
    tell_change(f, told);
  }
};

}  // namespace

const JsonFormat& gcp_audit() {
  static const GcpAudit format;
  return format;
}

}  // namespace gait::formats
