// GitLab's log of requests, production_json.log and api_json.log:
// https://docs.gitlab.com/administration/logs/
#include <fmt/format.h>

#include <algorithm>

#include "formats/all_formats.h"
#include "formats/http_outcome.h"

namespace gait::formats {
namespace {

enum Field : std::size_t {
  time_,
  id,
  method,
  path,
  endpoint,
  controller,
  action,
  status,
  user_id,
  user,
  token_id,
  address,
  user_agent,
  project,
  message,
};

bool is_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// A path without the numbers in it, and not all of it: there is no end of paths.
std::string general_path(std::string_view path) {
  constexpr int segments_max = 3;
  path = path.substr(0, path.find('?'));
  std::string general;
  for (int segments = 0; !path.empty() && segments <= segments_max; ++segments) {
    const std::size_t slash = path.find('/');
    const std::string_view segment = path.substr(0, slash);
    general.append(segments == 0 ? "" : "/").append(is_number(segment) ? "*" : segment);
    path = slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
  }
  return general;
}

class GitLabProduction final : public JsonFormat {
 public:
  GitLabProduction() {
    constexpr Part who = Part::caller, what = Part::deed, on = Part::resource;
    name = "gitlab_production";
    marks = {{{"controller", ""}, {"action", ""}, {"path", ""}},
             {{"['meta.caller_id']", ""}, {"path", ""}},
             {{"params[0].key", ""}, {"path", ""}},
             {{"detail.custom_message", ""}}};
    fields = {
        {"time"},
        {"correlation_id"},
        {"method", what},
        {"path", what},
        {"['meta.caller_id']|route", what},
        {"controller", what},
        {"action", what},
        {"status"},
        {"user_id|['meta.user_id']", who},
        {"username|['meta.user']", who},
        {"token_id", who},
        {"remote_ip|['meta.remote_ip']"},
        {"ua"},
        {"['meta.project']|['meta.root_namespace']", on},
        {"detail.custom_message"},
    };
  }

  bool owns(const Fields& f) const override { return f.has(path) || f.has(message); }

  // `gitlab:<instance>/user/<id>`, as in the audit events.
  Caller caller(const Fields& f) const override {
    Caller who;
    who.account = f.scope();
    const std::string_view author = f.either(user_id, user);
    if (author.empty()) {
      who.key = fmt::format("gitlab:{}/anonymous", f.scope());
      who.type = PrincipalType::anonymous;
      who.reason = "not authenticated";
      return who;
    }
    who.key = fmt::format("gitlab:{}/user/{}", f.scope(), author);
    who.credential = f[token_id];
    who.weight = 50;
    who.reason = "a user or the token of one";
    if (f.has(token_id)) who.credential_kind = CredentialKind::long_lived;
    return who;
  }

  Deed deed(const Fields& f) const override {
    Deed deed;
    deed.source = "gitlab";
    if (f.has(method)) {
      const bool reads = f.is(method, "GET") || f.is(method, "HEAD") || f.is(method, "OPTIONS");
      deed.access = reads ? Access::read : Access::write;
    }
    if (f.has(endpoint))
      deed.action = f[endpoint];
    else if (f.has(controller))
      deed.action = fmt::format("{}#{}", f[controller], f[action]);
    else if (f.has(path))
      deed.action = fmt::format("{} {}", f.has(method) ? f[method] : "?", general_path(f[path]));
    else
      deed.action = "audit_event";
    return deed;
  }

  std::string resource(const Fields& f) const override { return std::string(f[project]); }

  void tell(const Fields& f, Told& told) const override {
    told.event = f.raw(id);
    told.time = f.raw(time_);
    told.address = f.raw(address);
    told.user_agent = f.raw(user_agent);
    told.outcome = http_outcome(f.number(status));
  }
};

}  // namespace

const JsonFormat& gitlab_production() {
  static const GitLabProduction format;
  return format;
}

}  // namespace gait::formats
