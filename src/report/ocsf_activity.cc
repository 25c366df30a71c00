#include "report/ocsf_activity.h"

#include <array>

#include "report/json_values.h"

namespace gait::report {
namespace {

constexpr int class_uid = 6003;

struct Caption {
  int id;
  std::string_view name;
};

Caption activity_of(Access access) {
  switch (access) {
    case Access::read:
      return {2, "Read"};
    case Access::write:
    case Access::admin:
      return {3, "Update"};
    case Access::unknown:
      break;
  }
  return {0, "Unknown"};
}

Caption status_of(const ActivityWords& activity) {
  if (!activity.outcome_known) return {0, "Unknown"};
  return activity.outcome == Outcome::success ? Caption{1, "Success"} : Caption{2, "Failure"};
}

void put_class(Json& json, Caption activity) {
  json["activity_id"] = activity.id;
  json["activity_name"] = activity.name;
  json["category_uid"] = class_uid / 1000;
  json["category_name"] = "Application Activity";
  json["class_uid"] = class_uid;
  json["class_name"] = "API Activity";
  json["type_uid"] = class_uid * 100 + activity.id;
  json["type_name"] = std::string("API Activity: ").append(activity.name);
}

Json actor_of(const ActivityWords& activity) {
  Json actor;
  actor["user"] = {{"uid", activity.identity.empty() ? "unknown" : activity.identity}};
  if (!activity.credential.empty()) actor["user"]["credential_uid"] = activity.credential;
  if (!activity.session.empty()) actor["session"] = {{"uid", activity.session}};
  return actor;
}

bool is_address(std::string_view text) {
  const bool digits = text.find_first_not_of("0123456789.") == std::string_view::npos;
  const bool hex = text.find_first_not_of("0123456789abcdefABCDEF:.") == std::string_view::npos;
  return !text.empty() && (digits || (hex && text.find(':') != std::string_view::npos));
}

// Required, and must say something: a service that called, or that nobody knows.
Json endpoint_of(std::string_view address) {
  if (is_address(address)) return {{"ip", address}};
  return {{"svc_name", address.empty() ? "unknown" : address}};
}

}  // namespace

std::string ocsf_activity_json(const ActivityWords& activity, std::string_view gait_version) {
  Json json;
  put_class(json, activity_of(activity.access));
  json["time"] = activity.time.ns / 1'000'000;
  json["severity_id"] = 1;
  json["severity"] = "Informational";
  const Caption status = status_of(activity);
  json["status_id"] = status.id;
  json["status"] = status.name;
  json["metadata"] = {{"version", "1.8.0"},
                      {"product", {{"name", "Gait"}, {"uid", "gait"}, {"version", gait_version}}},
                      {"uid", activity.event},
                      {"log_name", activity.source}};
  json["actor"] = actor_of(activity);
  json["api"] = {{"operation", activity.action.empty() ? "unknown" : activity.action}};
  json["src_endpoint"] = endpoint_of(activity.address);
  if (!activity.resource.empty()) json["resources"] = Json::array({{{"uid", activity.resource}}});
  if (!activity.user_agent.empty()) json["http_request"] = {{"user_agent", activity.user_agent}};
  return one_line(json);
}

}  // namespace gait::report
