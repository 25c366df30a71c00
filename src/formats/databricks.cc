// Databricks audit log: https://docs.databricks.com/aws/en/admin/account-settings/audit-logs
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "formats/all_formats.h"
#include "formats/http_outcome.h"
#include "formats/uuid.h"

namespace gait::formats {
namespace {

enum Field : std::size_t {
  time_,
  id,
  service,
  action,
  account,
  email,
  run_by,
  run_as,
  session,
  address,
  user_agent,
  status,
  token,
  target_user,
  space,
  object,
};

std::string_view account_of(const Fields& f) { return f.has(account) ? f[account] : f.scope(); }

// Service principals are named by the UUIDs of their applications.
std::string key_of(const Fields& f, std::string_view name) {
  return fmt::format("databricks:{}/{}/{}", account_of(f),
                     is_uuid(name) ? "service_principal" : "user", name);
}

void name_user(const Fields& f, Caller& who) {
  const auto say = [&](PrincipalType type, Human human, std::string_view reason) {
    who.type = type;
    who.human = human;
    who.reason = reason;
  };
  const std::string_view name = f.either(run_as, email);
  if (name.empty()) {
    who.key = fmt::format("databricks:{}/anonymous", account_of(f));
    return say(PrincipalType::anonymous, Human::unknown, "the record names nobody");
  }
  who.key = key_of(f, name);
  if (is_uuid(name)) return say(PrincipalType::service_account, Human::no, "a service principal");
  if (name.starts_with("System-User") || name.ends_with("@databricks.com"))
    return say(PrincipalType::cloud_service, Human::no, "Databricks itself");
  if (name.find('@') != std::string_view::npos)
    say(PrincipalType::human, Human::yes, "its name is a mail address");
}

struct Meaning {
  std::string_view action;
  ChangeType type;
};
constexpr std::array<Meaning, 14> meanings{{
    {"generateDbToken", ChangeType::credential_created},
    {"createStorageCredential", ChangeType::credential_created},
    {"createServicePrincipalSecret", ChangeType::credential_created},
    {"revokeDbToken", ChangeType::credential_disabled},
    {"deleteServicePrincipalSecret", ChangeType::credential_disabled},
    {"putSecret", ChangeType::rotation},
    {"setAdmin", ChangeType::privilege_grant},
    {"setAccountAdmin", ChangeType::privilege_grant},
    {"changeAccountOwner", ChangeType::privilege_grant},
    {"addPrincipalToGroup", ChangeType::privilege_grant},
    {"updatePermissions", ChangeType::privilege_grant},
    {"delete", ChangeType::offboarding},
    {"deactivateUser", ChangeType::offboarding},
    {"removeUser", ChangeType::offboarding},
}};

void tell_change(const Fields& f, Told& told) {
  const auto meaning = std::ranges::find(meanings, f.raw(action), &Meaning::action);
  if (meaning == meanings.end()) return;
  // Elsewhere than among accounts a `delete` is of something else.
  if (meaning->type == ChangeType::offboarding && !f.is(service, "accounts")) return;
  told.changed = Changed{meaning->type, {}, std::string(f[token])};
  if (f.has(target_user)) told.changed->subject = key_of(f, f[target_user]);
  if (meaning->type == ChangeType::credential_created && f.has(token))
    told.minted = Minted{std::string(f[token]), {}, {}, {}, true};
}

class Databricks final : public JsonFormat {
 public:
  Databricks() {
    constexpr Part who = Part::caller, what = Part::deed, on = Part::resource;
    name = "databricks";
    marks = {{{"serviceName", ""}, {"actionName", ""}}};
    fields = {
        {"timestamp"},
        {"requestId"},
        {"serviceName", what},
        {"actionName", what},
        {"accountId", who},
        {"userIdentity.email|userIdentity.subjectName", who},
        {"identityMetadata.runBy", who},
        {"identityMetadata.runAs", who},
        {"sessionId"},
        {"sourceIPAddress"},
        {"userAgent"},
        {"response.statusCode"},
        {"requestParams.tokenId|requestParams.tokenHash"},
        {"requestParams.targetUserName|requestParams.principal", on},
        {"requestParams.scope", on},
        {"requestParams.full_name_arg|requestParams.key|requestParams.name|requestParams.path|"
         "requestParams.mountPoint|requestParams.targetGroupName|"
         "requestParams.clusterId|requestParams.cluster_id|requestParams.jobId|"
         "requestParams.script_id|requestParams.listId|requestParams.setting|"
         "requestParams.workspaceConfKeys",
         on},
    };
  }

  bool owns(const Fields& f) const override { return f.has(service) && f.has(action); }

  // What runs as somebody else is that, on behalf of whoever runs it.
  Caller caller(const Fields& f) const override {
    Caller who;
    who.account = account_of(f);
    name_user(f, who);
    if (f.has(run_by)) who.delegator = key_of(f, f[run_by]);
    if (who.delegator == who.key) who.delegator.clear();
    return who;
  }

  // `accounts:generateDbToken`
  Deed deed(const Fields& f) const override {
    if (!f.has(action)) return {};
    Deed deed;
    deed.action = fmt::format("{}:{}", f[service], f[action]);
    return deed;
  }

  std::string resource(const Fields& f) const override {
    if (!f.has(space)) return std::string(f.either(object, target_user));
    return fmt::format("{}/{}", f[space], f[object]);
  }

  void tell(const Fields& f, Told& told) const override {
    told.event = f.raw(id);
    told.time = f.raw(time_);
    told.address = f.raw(address);
    told.user_agent = f.raw(user_agent);
    told.session = f[session];
    told.outcome = http_outcome(f.number(status));
    if (told.outcome == Outcome::success) tell_change(f, told);
  }
};

}  // namespace

const JsonFormat& databricks() {
  static const Databricks format;
  return format;
}

}  // namespace gait::formats
