// Salesforce event log files, a JSON object a row:
// https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_eventlogfile_supportedeventtypes.htm
#include <fmt/format.h>

#include <algorithm>

#include "formats/all_formats.h"
#include "formats/http_outcome.h"

namespace gait::formats {
namespace {

enum Field : std::size_t {
  time_,
  event_type,
  request_id,
  org,
  user,
  user_type,
  delegated_user,
  app,
  login_key,
  session_key,
  address,
  user_agent,
  login_status,
  request_status,
  status,
  code,
  entity,
  url,
  size,
  rows,
};

// An id has 15 characters; the 3 that may follow only repeat their case.
std::string_view short_id(std::string_view id) { return id.substr(0, 15); }

std::string_view organisation(const Fields& f) { return f.has(org) ? short_id(f[org]) : f.scope(); }

std::string key_of(const Fields& f, std::string_view kind, std::string_view id) {
  return fmt::format("salesforce:{}/{}/{}", organisation(f), kind, short_id(id));
}

// What a connected app does with the grant of a user. Other events only name an app.
bool is_call_of_app(const Fields& f) {
  const std::string_view type = f.raw(event_type);
  for (const std::string_view start : {"Api", "BulkApi", "RestApi", "ConnectedAppUsage"})
    if (type.starts_with(start)) return f.has(app);
  return false;
}

void name_user(const Fields& f, Caller& who) {
  const auto say = [&](PrincipalType type, Human human, std::string_view reason) {
    who.type = type;
    who.human = human;
    who.reason = reason;
  };
  if (!f.has(user)) return;
  who.key = key_of(f, "user", f[user]);
  if (f.is(user_type, "AutomatedProcess") || f.is(user_type, "CloudIntegrationUser"))
    return say(PrincipalType::cloud_service, Human::no, "a process of Salesforce");
  if (f.is(user_type, "Guest"))
    return say(PrincipalType::anonymous, Human::unknown, "the guest of a site");
  // People and integrations have users of one kind.
  say(PrincipalType::unknown, Human::unknown, "a user, which an integration may be too");
}

Outcome outcome_of(const Fields& f) {
  if (f.has(login_status) && !f.is(login_status, "LOGIN_NO_ERROR")) return Outcome::denied;
  if (const Outcome answer = http_outcome(f.number(code)); answer != Outcome::success)
    return answer;
  const std::string_view said = f.raw(f.has(status) ? status : request_status);
  if (said == "A") return Outcome::denied;
  if (said == "N") return Outcome::not_found;
  return said.starts_with('F') ? Outcome::error : Outcome::success;
}

bool is_read(std::string_view type) {
  for (const std::string_view word : {"Export", "Download", "Report", "Query", "View"})
    if (type.find(word) != std::string_view::npos) return true;
  return false;
}

class Salesforce final : public JsonFormat {
 public:
  Salesforce() {
    constexpr Part who = Part::caller, what = Part::deed, on = Part::resource;
    name = "salesforce";
    marks = {{{"EVENT_TYPE", ""}, {"ORGANIZATION_ID", ""}},
             {{"EVENT_TYPE", ""}, {"TIMESTAMP_DERIVED", ""}}};
    fields = {
        {"TIMESTAMP_DERIVED|TIMESTAMP"},
        {"EVENT_TYPE", who | what},
        {"REQUEST_ID"},
        {"ORGANIZATION_ID", who | on},
        {"USER_ID|USER_ID_DERIVED", who},
        {"USER_TYPE", who},
        {"DELEGATED_USER_ID|DELEGATED_USER_ID_DERIVED", who},
        {"CONNECTED_APP_ID", who | on},
        {"LOGIN_KEY"},
        {"SESSION_KEY"},
        {"SOURCE_IP|CLIENT_IP"},
        {"BROWSER_TYPE|USER_AGENT|CLIENT_NAME"},
        {"LOGIN_STATUS"},
        {"REQUEST_STATUS"},
        {"STATUS"},
        {"STATUS_CODE"},
        {"ENTITY_NAME", on},
        {"URI", on},
        {"RESPONSE_SIZE|SIZE_BYTES"},
        {"ROWS_PROCESSED|RECORDS_PROCESSED|ROW_COUNT|API_TOTAL_COUNT"},
    };
  }

  bool owns(const Fields& f) const override { return f.has(event_type); }

  // Who logs in as another user is behind what that user does.
  Caller caller(const Fields& f) const override {
    Caller who;
    who.account = organisation(f);
    name_user(f, who);
    if (f.has(delegated_user)) who.delegator = key_of(f, "user", f[delegated_user]);
    if (!is_call_of_app(f)) return who;
    who.delegator = std::move(who.key);
    who.key = key_of(f, "app", f[app]);
    who.type = PrincipalType::service_account;
    who.human = Human::no;
    who.reason = "a connected app that acts for a user";
    return who;
  }

  Deed deed(const Fields& f) const override {
    Deed deed;
    deed.action = f[event_type];
    deed.access = is_read(f[event_type]) ? Access::read : Access::unknown;
    return deed;
  }

  std::string resource(const Fields& f) const override {
    if (f.has(entity)) return fmt::format("salesforce:{}/entity/{}", organisation(f), f[entity]);
    if (f.has(app)) return key_of(f, "app", f[app]);
    return std::string(f[url].substr(0, f[url].find('?')));
  }

  // The key of a login is that of all its events, and holds its sessions together.
  void tell(const Fields& f, Told& told) const override {
    told.event = f.raw(request_id);
    told.part = f.raw(event_type);
    told.time = f.raw(time_);
    told.address = f.raw(address);
    told.user_agent = f.raw(user_agent);
    told.session = f.either(login_key, session_key);
    told.outcome = outcome_of(f);
    told.bytes = f.number(size);
    if (const double count = f.number(rows); count >= 1)
      told.count = static_cast<std::uint32_t>(std::min(count, 1e9));
    if (f.is(event_type, "OAuthTokenRevoked"))
      told.changed = Changed{ChangeType::credential_disabled, {}, {}};
  }
};

}  // namespace

const JsonFormat& salesforce() {
  static const Salesforce format;
  return format;
}

}  // namespace gait::formats
