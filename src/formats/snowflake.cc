// Rows of Snowflake's ACCOUNT_USAGE views: LOGIN_HISTORY, QUERY_HISTORY, GRANTS_TO_ROLES,
// GRANTS_TO_USERS, DATA_TRANSFER_HISTORY. https://docs.snowflake.com/en/sql-reference/account-usage
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "formats/all_formats.h"

namespace gait::formats {
namespace {

enum Field : std::size_t {
  time_,
  id,
  event_type,
  query_type,
  transfer_type,
  granted_by,
  grantee,
  granted_to,
  privilege,
  deleted,
  user,
  user_type,
  factor,
  second_factor,
  success,
  status,
  session,
  address,
  client,
  region,
  bytes,
  database,
  schema,
  object,
  target,
};

std::string key_of(const Fields& f, std::string_view kind, std::string_view name) {
  return fmt::format("snowflake:{}/{}/{}", f.scope(), kind, name);
}

bool is_grant(const Fields& f) { return f.has(grantee); }

// A login says by what; a query does not.
CredentialKind credential_kind(const Fields& f) {
  const std::string_view by = f.raw(factor);
  if (by.empty()) return CredentialKind::unknown;
  if (by.starts_with("OAUTH") || by.starts_with("SAML")) return CredentialKind::federated;
  return by == "WORKLOAD_IDENTITY" ? CredentialKind::federated : CredentialKind::long_lived;
}

void name_user(const Fields& f, Caller& who) {
  const auto say = [&](PrincipalType type, Human human, std::uint8_t weight,
                       std::string_view reason) {
    who.type = type;
    who.human = human;
    who.weight = weight;
    who.reason = reason;
  };
  const std::string_view name = f[user];
  who.key = key_of(f, "user", name);
  if (f.raw(user_type).ends_with("SERVICE"))
    return say(PrincipalType::service_account, Human::no, 255, "a user of the type SERVICE");
  if (f.is(user_type, "PERSON"))
    return say(PrincipalType::human, Human::yes, 255, "a user of the type PERSON");
  if (f.has(second_factor))
    return say(PrincipalType::human, Human::yes, 200, "logs in with a second factor");
  if (f.is(factor, "RSA_KEYPAIR") || f.is(factor, "WORKLOAD_IDENTITY"))
    return say(PrincipalType::service_account, Human::no, 150, "logs in with a key");
  if (name.find('@') != std::string_view::npos)
    return say(PrincipalType::human, Human::yes, 100, "its name is a mail address");
  say(PrincipalType::unknown, Human::unknown, 50, "a user name that says nothing");
}

Outcome outcome_of(const Fields& f) {
  if (f.is(success, "NO")) return Outcome::denied;
  const std::string_view how = f.raw(status);
  return how.starts_with("FAIL") || how == "INCIDENT" ? Outcome::error : Outcome::success;
}

class Snowflake final : public JsonFormat {
 public:
  Snowflake() {
    constexpr Part who = Part::caller, what = Part::deed, on = Part::resource;
    name = "snowflake";
    letters = FieldTable::Case::ignored;
    marks = {{{"EVENT_TYPE", ""}, {"USER_NAME", ""}},
             {{"QUERY_TYPE", ""}, {"USER_NAME", ""}},
             {{"GRANTEE_NAME", ""}},
             {{"TRANSFER_TYPE", ""}},
             {{"event_type", ""}, {"user_name", ""}},
             {{"query_type", ""}, {"user_name", ""}},
             {{"grantee_name", ""}}};
    fields = {
        {"event_timestamp|start_time|modified_on|created_on"},
        {"event_id|query_id"},
        {"event_type", what},
        {"query_type", what},
        {"transfer_type", what},
        {"granted_by", who},
        {"grantee_name", who | what | on},
        {"granted_to", on},
        {"privilege|role", on},
        {"deleted_on", what},
        {"user_name", who},
        {"user_type", who},
        {"first_authentication_factor", who},
        {"second_authentication_factor", who},
        {"is_success"},
        {"execution_status"},
        {"session_id"},
        {"client_ip"},
        {"reported_client_type|client_application_id"},
        {"region|source_region"},
        {"bytes_transferred|outbound_data_transfer_bytes|bytes_written_to_result|bytes_scanned"},
        {"database_name|table_catalog", on},
        {"schema_name|table_schema", on},
        {"name|warehouse_name", on},
        {"target_region", on},
    };
  }

  bool owns(const Fields& f) const override {
    return f.has(event_type) || f.has(query_type) || f.has(transfer_type) || is_grant(f);
  }

  // Grants say by which role, not by whom.
  Caller caller(const Fields& f) const override {
    Caller who;
    who.account = f.scope();
    if (f.has(user) && !is_grant(f)) {
      name_user(f, who);
      who.credential_kind = credential_kind(f);
    } else if (f.has(granted_by)) {
      who.key = key_of(f, "role", f[granted_by]);
      who.type = PrincipalType::role;
      who.reason = "a role: the view does not say who had it";
    }
    return who;
  }

  Deed deed(const Fields& f) const override {
    Deed deed;
    if (f.has(query_type))
      deed.action = f[query_type];
    else if (is_grant(f))
      deed.action = f.has(deleted) ? "REVOKE" : "GRANT";
    else if (f.has(event_type))
      deed.action = f[event_type];
    else if (f.has(transfer_type))
      deed.action = fmt::format("TRANSFER {}", f[transfer_type]);
    return deed;
  }

  std::string resource(const Fields& f) const override {
    if (is_grant(f)) return fmt::format("{}/{}", f[granted_to], f[grantee]);
    if (f.has(target)) return std::string(f[target]);
    std::string path;
    for (const Field part : {database, schema, object})
      if (f.has(part)) path.append(path.empty() ? "" : "/").append(f[part]);
    return path;
  }

  void tell(const Fields& f, Told& told) const override {
    told.event = f.raw(id);
    told.time = f.raw(f.has(deleted) ? deleted : time_);
    told.address = f.raw(address);
    told.user_agent = f.raw(client);
    told.region = f.raw(region);
    told.session = f[session];
    told.outcome = outcome_of(f);
    told.bytes = f.number(bytes);
    if (told.outcome != Outcome::success) return;
    if (is_grant(f) && !f.has(deleted)) told.changed = Changed{ChangeType::privilege_grant, {}, {}};
    if (f.is(query_type, "DROP_USER")) told.changed = Changed{ChangeType::offboarding, {}, {}};
    if (f.is(query_type, "CREATE_USER"))
      told.changed = Changed{ChangeType::credential_created, {}, {}};
  }
};

}  // namespace

const JsonFormat& snowflake() {
  static const Snowflake format;
  return format;
}

}  // namespace gait::formats
