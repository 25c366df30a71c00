// Webhooks of GitHub: https://docs.github.com/en/webhooks/webhook-events-and-payloads
//
// A payload does not say which event it is: what it holds does.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "formats/all_formats.h"
#include "formats/github_caller.h"

namespace gait::formats {
namespace {

enum Field : std::size_t {
  time_,
  action,
  repo,
  owner,
  sender,
  sender_type,
  run,
  job,
  run_id,
  attempt,
  conclusion,
  state,
  environment,
  deployment,
  review,
  comment,
  pull_request,
  issue,
  pages,
  ref,
};

struct Event {
  Field holds;
  std::string_view name;
};
// What says most comes first: a comment also holds what it is on.
constexpr std::array<Event, 9> events{{
    {state, "deployment_status"},
    {deployment, "deployment"},
    {job, "workflow_job"},
    {run, "workflow_run"},
    {review, "pull_request_review"},
    {comment, "comment"},
    {pull_request, "pull_request"},
    {issue, "issues"},
    {pages, "gollum"},
}};

std::string_view event_of(const Fields& f) {
  for (const Event& event : events)
    if (f.has(event.holds)) return event.name;
  return f.has(ref) ? "push" : "repository";
}

bool is_workflow(const Fields& f) { return f.has(run) || f.has(job); }

std::string_view org_of(const Fields& f) {
  const std::string_view full = f[repo];
  return f.has(repo) ? full.substr(0, full.find('/')) : f[owner];
}

Outcome outcome_of(const Fields& f) {
  const std::string_view how = f.raw(is_workflow(f) ? conclusion : state);
  const bool failed = how == "failure" || how == "timed_out" || how == "startup_failure" ||
                      how == "cancelled" || how == "error";
  return failed ? Outcome::error : Outcome::success;
}

bool deploys(const Fields& f) {
  if (f.has(state)) return f.is(state, "success");
  if (f.has(deployment)) return true;
  return f.has(run) && f.is(action, "completed") && f.is(conclusion, "success");
}

class GitHubWebhook final : public JsonFormat {
 public:
  GitHubWebhook() {
    constexpr Part who = Part::caller, what = Part::deed, on = Part::resource;
    name = "github_webhook";
    marks = {{{"repository.full_name", ""}}, {{"sender.login", ""}, {"organization.login", ""}}};
    fields = {
        {"workflow_job.completed_at|workflow_job.started_at|workflow_run.updated_at|"
         "deployment_status.created_at|deployment.created_at|comment.created_at|"
         "review.submitted_at|head_commit.timestamp|pull_request.updated_at|"
         "pull_request.created_at|issue.updated_at|issue.created_at"},
        {"action", what},
        {"repository.full_name", who | on},
        {"organization.login", who | on},
        {"sender.login|pusher.name|comment.user.login|review.user.login|pull_request.user.login|"
         "issue.user.login",
         who},
        {"sender.type|comment.user.type|issue.user.type", who},
        {"workflow_run.name", who | what},
        {"workflow_job.name", who | what},
        {"workflow_job.run_id|workflow_run.id"},
        {"workflow_run.run_attempt|workflow_job.run_attempt"},
        {"workflow_run.conclusion|workflow_job.conclusion"},
        {"deployment_status.state", what},
        {"deployment.environment|deployment_status.environment", on},
        {"deployment.task", what},
        {"review.state|review.id", what},
        {"comment.id", what},
        {"pull_request.number", what},
        {"issue.number", what},
        {"pages[0].action", what},
        {"ref", what},
    };
  }

  bool owns(const Fields& f) const override { return f.has(repo) || f.has(owner); }

  // A workflow runs as its repository, for whoever set it off.
  Caller caller(const Fields& f) const override {
    Caller who;
    who.account = org_of(f);
    const std::string_view login = f[sender];
    if (login.empty()) {
      who.key = fmt::format("github:{}/unknown", org_of(f));
      who.reason = "the payload names nobody";
    } else if (f.is(sender_type, "Bot") || login.ends_with("[bot]")) {
      who.key = fmt::format("github:{}/app/{}", org_of(f), login.substr(0, login.find("[bot]")));
      who.type = PrincipalType::bot;
      who.human = Human::no;
      who.reason = "an app";
    } else {
      who.key = github_user_key(org_of(f), login);
      who.type = PrincipalType::human;
      who.human = Human::yes;
      who.reason = "a user";
    }
    const bool is_actions = login == "github-actions[bot]" && f.has(repo);
    if (!is_workflow(f) && !is_actions) return who;
    if (!login.empty() && !is_actions) who.delegator = who.key;
    who.key = github_actions_key(org_of(f), f[repo]);
    who.type = PrincipalType::ci_runner;
    who.human = Human::no;
    who.reason = "a workflow of a repository";
    who.credential_kind = CredentialKind::ephemeral;
    return who;
  }

  Deed deed(const Fields& f) const override {
    Deed deed;
    deed.source = "github";
    deed.access = Access::write;
    deed.action = event_of(f);
    if (deed.action == "push") deed.also.emplace_back("git.push");
    if (f.has(action) && deed.action != "push") deed.action.append(".").append(f[action]);
    if (deed.action == "workflow_run.completed")
      deed.also.emplace_back("workflows.completed_workflow_run");
    return deed;
  }

  std::string resource(const Fields& f) const override {
    if (!f.has(environment)) return std::string(f.either(repo, owner));
    return fmt::format("{}/environments/{}", f[repo], f[environment]);
  }

  void tell(const Fields& f, Told& told) const override {
    told.time = f.raw(time_);
    told.outcome = outcome_of(f);
    if (f.has(run_id))
      told.session = fmt::format("{}/{}", f[run_id], f.has(attempt) ? f[attempt] : "1");
    for (const std::string_view pending : {"pending", "queued", "in_progress"})
      if (f.is(state, pending)) told.ignored = "a deployment that has not ended";
    if (deploys(f)) told.changed = Changed{ChangeType::deployment, {}, {}};
  }
};

}  // namespace

const JsonFormat& github_webhook() {
  static const GitHubWebhook format;
  return format;
}

}  // namespace gait::formats
