// Activity feed of Anthropic's Compliance API. https://support.claude.com/en/articles/13015708
#include <fmt/format.h>

#include <array>

#include "formats/all_formats.h"

namespace gait::formats {
namespace {

enum Field : std::size_t {
  id,
  time,
  type,
  org,
  actor_type,
  user,
  key,
  address,
  user_agent,
  subject,
  deleted_user,
  granted_to,
  made_key,
};

// The same under any prefix: `admin_api_key_created`, `service_key_created`.
struct KnownChange {
  std::string_view end;  // of the event's type
  ChangeType type;
};
constexpr std::array<KnownChange, 6> known_changes{
    {{"_key_created", ChangeType::credential_created},
     {"_key_deleted", ChangeType::credential_disabled},
     {"_key_revoked", ChangeType::credential_disabled},
     {"_key_disabled", ChangeType::credential_disabled},
     {"org_user_deleted", ChangeType::offboarding},
     {"role_assignment_granted", ChangeType::privilege_grant}}};

bool is_read(std::string_view what) {
  return what.ends_with("_viewed") || what.ends_with("_listed") || what.ends_with("_accessed") ||
         what.ends_with("_downloaded") || what.ends_with("_access_failed");
}

std::string user_key(const Fields& f, std::size_t field) {
  return f.has(field) ? fmt::format("anthropic:{}/user/{}", f[org], f[field]) : std::string();
}

void tell_change(const Fields& f, Told& told) {
  for (const KnownChange& change : known_changes) {
    if (!f.raw(type).ends_with(change.end)) continue;
    told.changed = Changed{change.type, {}, std::string(f[made_key])};
    if (change.type == ChangeType::offboarding) told.changed->subject = user_key(f, deleted_user);
    if (change.type == ChangeType::privilege_grant) told.changed->subject = user_key(f, granted_to);
    if (change.type != ChangeType::credential_created || !f.has(made_key)) return;
    told.minted = Minted{};
    told.minted->credential = f[made_key];
    told.minted->long_lived = true;
    return;
  }
}

class AnthropicActivity final : public JsonFormat {
 public:
  AnthropicActivity() {
    constexpr Part who = Part::caller, what = Part::deed, on = Part::resource;
    name = "anthropic_activity";
    marks = {{{"created_at", ""}, {"type", ""}, {"actor.type", "*_actor"}}};
    fields = {
        {"id"},
        {"created_at"},
        {"type", what},
        {"organization_id", who},
        {"actor.type", who},
        {"actor.user_id|actor.email_address", who},
        {"actor.api_key_id", who},
        {"actor.ip_address"},
        {"actor.user_agent"},
        {"claude_chat_id|claude_artifact_id|claude_file_id|claude_project_id|mcp_server_id|"
         "resource_id|integration_type",
         on},
        {"deleted_user_id|deleted_user_email", on},
        {"target_id", on},
        {"api_key_id|admin_api_key_id|service_key_id|platform_api_key_id|key_id", on},
    };
  }

  bool owns(const Fields& f) const override {
    return f.has(time) && f.raw(actor_type).ends_with("_actor");
  }

  Caller caller(const Fields& f) const override {
    Caller who;
    who.account = f[org];
    if (f.has(user)) {
      who.key = user_key(f, user);
      who.type = PrincipalType::human;
      who.human = Human::yes;
      who.reason = "a signed-in user";
    } else if (f.has(key)) {
      who.key = fmt::format("anthropic:{}/api_key/{}", f[org], f[key]);
      who.type = PrincipalType::api_key;
      who.reason = "a key whose owner is not told";
      who.credential = f[key];
      who.credential_kind = CredentialKind::long_lived;
    } else if (f.raw(actor_type).starts_with("unauthenticated")) {
      who.key = fmt::format("anthropic:{}/anonymous", f[org]);
      who.type = PrincipalType::anonymous;
      who.reason = "not authenticated";
    } else {
      who.reason = "the record does not say who acted";
    }
    return who;
  }

  Deed deed(const Fields& f) const override {
    Deed deed;
    deed.action = f[type];
    deed.access = is_read(f.raw(type)) ? Access::read : Access::write;
    return deed;
  }

  std::string resource(const Fields& f) const override {
    for (const Field field : {subject, deleted_user, made_key, granted_to})
      if (f.has(field)) return std::string(f[field]);
    return {};
  }

  void tell(const Fields& f, Told& told) const override {
    if (!f.has(type)) told.malformed = "no `type`";
    told.event = f.raw(id);
    told.time = f.raw(time);
    told.address = f.raw(address);
    told.user_agent = f.raw(user_agent);
    if (f.raw(type).ends_with("_failed")) told.outcome = Outcome::denied;
    tell_change(f, told);
  }
};

}  // namespace

const JsonFormat& anthropic_activity() {
  static const AnthropicActivity format;
  return format;
}

}  // namespace gait::formats
