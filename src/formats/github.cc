// GitHub audit log of organisations and enterprises:
// https://docs.github.com/en/organizations/keeping-your-organization-secure/managing-security-settings-for-your-organization/audit-log-events-for-your-organization
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "formats/all_formats.h"
#include "formats/github_caller.h"

namespace gait::formats {
namespace {

enum Field : std::size_t {
  time_ = github_caller_fields,
  id,
  action,
  operation,
  address,
  run,
  attempt,
  conclusion,
};

struct Meaning {
  std::string_view action;
  ChangeType type;
};
constexpr std::array<Meaning, 30> meanings{{
    {"personal_access_token.create", ChangeType::credential_created},
    {"personal_access_token.access_granted", ChangeType::credential_created},
    {"personal_access_token.access_revoked", ChangeType::credential_disabled},
    {"personal_access_token.destroy", ChangeType::credential_disabled},
    {"deploy_key.create", ChangeType::credential_created},
    {"deploy_key.destroy", ChangeType::credential_disabled},
    {"public_key.create", ChangeType::credential_created},
    {"public_key.delete", ChangeType::credential_disabled},
    {"oauth_access.create", ChangeType::credential_created},
    {"oauth_access.destroy", ChangeType::credential_disabled},
    {"oauth_authorization.create", ChangeType::credential_created},
    {"oauth_authorization.destroy", ChangeType::credential_disabled},
    {"org_credential_authorization.grant", ChangeType::credential_created},
    {"org_credential_authorization.revoke", ChangeType::credential_disabled},
    {"ssh_certificate_authority.create", ChangeType::credential_created},
    {"integration.generate_client_secret", ChangeType::credential_created},
    {"org.update_actions_secret", ChangeType::rotation},
    {"repo.update_actions_secret", ChangeType::rotation},
    {"environment.update_actions_secret", ChangeType::rotation},
    {"org.remove_member", ChangeType::offboarding},
    {"org.remove_outside_collaborator", ChangeType::offboarding},
    {"business.remove_member", ChangeType::offboarding},
    {"org.add_member", ChangeType::privilege_grant},
    {"org.update_member", ChangeType::privilege_grant},
    {"repo.add_member", ChangeType::privilege_grant},
    {"repo.update_member", ChangeType::privilege_grant},
    {"team.add_member", ChangeType::privilege_grant},
    {"team.add_repository", ChangeType::privilege_grant},
    {"business.add_admin", ChangeType::privilege_grant},
    {"workflows.completed_workflow_run", ChangeType::deployment},
}};

Outcome outcome_of(const Fields& f) {
  const std::string_view how = f.raw(conclusion);
  if (how == "failure" || how == "timed_out" || how == "startup_failure" || how == "cancelled")
    return Outcome::error;
  const bool failed = f.raw(action).find("failed") != std::string_view::npos;
  return failed ? Outcome::denied : Outcome::success;
}

void tell_change(const Fields& f, Told& told) {
  const std::string_view what = f.raw(action);
  const auto meaning = std::ranges::find(meanings, what, &Meaning::action);
  const bool deploys = what.starts_with("deployment.");
  if (meaning == meanings.end() && !deploys) return;
  told.changed = Changed{deploys ? ChangeType::deployment : meaning->type, {}, {}};
  if (f.has(github_for_user))
    told.changed->subject = github_user_key(github_org(f), f[github_for_user]);
}

class GitHub final : public JsonFormat {
 public:
  GitHub() {
    constexpr Part what = Part::deed;
    name = "github";
    marks = {{{"action", ""}, {"actor", ""}, {"org", ""}},
             {{"action", ""}, {"actor", ""}, {"repo", ""}},
             {{"action", ""}, {"actor", ""}, {"business", ""}},
             {{"action", ""}, {"_document_id", ""}},
             {{"action", "git.*"}, {"repo", ""}}};
    fields = github_caller_paths();
    const std::vector<FieldSpec> others{
        {"@timestamp|created_at"}, {"_document_id"}, {"action", what},
        {"operation_type", what},  {"actor_ip"},     {"workflow_run_id"},
        {"run_attempt"},           {"conclusion"},
    };
    fields.insert(fields.end(), others.begin(), others.end());
  }

  bool owns(const Fields& f) const override {
    if (!f.has(action)) return false;
    return f.raw(action).find('.') != std::string_view::npos || f.has(github_actor);
  }

  Caller caller(const Fields& f) const override { return github_caller(f); }

  Deed deed(const Fields& f) const override {
    Deed deed;
    deed.action = f[action];
    const bool reads =
        f.is(operation, "access") || f.is(action, "git.clone") || f.is(action, "git.fetch");
    if (reads)
      deed.access = Access::read;
    else if (f.has(operation) || f.is(action, "git.push"))
      deed.access = Access::write;
    return deed;
  }

  std::string resource(const Fields& f) const override {
    return f.has(github_repo) ? std::string(f[github_repo]) : std::string(github_org(f));
  }

  void tell(const Fields& f, Told& told) const override {
    told.event = f.raw(id);
    told.time = f.raw(time_);
    told.address = f.raw(address);
    told.user_agent = f.raw(github_agent);
    told.outcome = outcome_of(f);
    if (f.has(run)) told.session = fmt::format("{}/{}", f[run], f.has(attempt) ? f[attempt] : "1");
    tell_change(f, told);
  }
};

}  // namespace

const JsonFormat& github() {
  static const GitHub format;
  return format;
}

}  // namespace gait::formats
