#include <fmt/format.h>

#include <array>
#include <utility>

#include "simulate/scenario.h"
#include "simulate/text.h"

namespace gait::simulate {
namespace {

constexpr std::int64_t hour_s = 3'600;

Habit habit(std::string_view action, std::vector<std::string> resources, std::uint32_t weight,
            std::uint32_t kilobytes_max = 0) {
  return {&operation(action), std::move(resources),        weight,
          Outcome::success,   kilobytes_max == 0 ? 0 : 1U, kilobytes_max};
}

// A new version of a container service and its function calls what the old one never called. The
// deployment is announced and visible in the log.
bool release(Script& script) {
  const auto task = script.take(Kind::web_task);
  const auto function = script.take(Kind::function);
  if (!task || !function) return false;
  const Timestamp begin = script.workday(3, 9);
  const std::string service = script.identity(*task).service;
  const std::string handler = script.identity(*function).name;
  const std::size_t deployer = script.any(Kind::infrastructure);
  const Session deploy = script.open(deployer, plus_seconds(begin, -420));
  script.call(deploy, plus_seconds(begin, -300), "ecs:RegisterTaskDefinition", service);
  script.call(deploy, plus_seconds(begin, -240), "ecs:UpdateService", "prod|" + service);
  script.call(deploy, plus_seconds(begin, -200), "lambda:UpdateFunctionCode20150331v2", handler);
  const Timestamp end = script.world().end;
  script.during(*task,
                {.from = begin,
                 .to = end,
                 .habits = {habit("dynamodb:Query", {service + "-recommendations"}, 12),
                            habit("s3:GetObject", {"harbour-recommendations|m/$n.bin"}, 6, 400),
                            habit("sns:GetTopicAttributes", {service + "-launch"}, 3)}});
  script.during(*function,
                {.from = begin,
                 .to = end,
                 .habits = {habit("bedrock:InvokeModel", {"amazon.titan-embed-text-v2:0"}, 8),
                            habit("dynamodb:PutItem", {service + "-recommendations"}, 8)}});
  Change change;
  change.type = ChangeType::deployment;
  change.time = plus_seconds(begin, -3 * hour_s);
  change.window_start = plus_seconds(begin, -600);
  change.window_end = plus_seconds(begin, 24 * hour_s);
  change.service = service;
  change.environment = "prod";
  change.by = script.identity(deployer).key;
  change.version = "2026.45.1";
  change.summary = "release of " + service + " with recommendations";
  change.identities = {script.identity(*task).key, script.identity(*function).key};
  script.announce(std::move(change));
  return true;
}

// Three services work from another region for half a day, as practised and announced.
bool failover(Script& script) {
  const std::array who{script.take(Kind::web_pod), script.take(Kind::web_task),
                       script.take(Kind::function)};
  const Timestamp begin = script.workday(2, 11), end = plus_seconds(begin, 9 * hour_s);
  Change change;
  change.type = ChangeType::failover;
  change.time = plus_seconds(begin, -20 * 60);
  change.window_start = begin;
  change.window_end = end;
  change.service = "shop";
  change.environment = "prod";
  change.by = "team-platform";
  change.summary = "failover exercise: three services run in us-west-2";
  for (const auto& one : who) {
    if (!one) return false;
    script.during(*one, {.from = begin, .to = end, .region = "us-west-2"});
    change.identities.push_back(script.identity(*one).key);
  }
  script.announce(std::move(change));
  return true;
}

// A long-lived key is replaced: a new one is made and used, the old one is switched off and then
// deleted. Half of the time somebody writes it down.
bool rotation(Script& script) {
  const auto who = script.take(Kind::vendor_user);
  if (!who) return false;
  Identity& user = script.identity(*who);
  const Timestamp begin = script.workday(3, 8);
  const std::string old_id = user.access_keys.back().id;
  const std::string new_id = "AKIA" + base32_id(script.random().next(), 16);
  const std::size_t admin = script.any(Kind::infrastructure);
  const Session session = script.open(admin, plus_seconds(begin, -900));
  script.call(session, plus_seconds(begin, -800), "iam:CreateAccessKey", user.name + '|' + new_id);
  script.call(session, plus_seconds(begin, 1'500), "iam:UpdateAccessKey", user.name + '|' + old_id);
  const Session later = script.open(admin, plus_seconds(begin, 26 * hour_s));
  script.call(later, plus_seconds(begin, 26 * hour_s + 40), "iam:DeleteAccessKey",
              user.name + '|' + old_id);
  user.access_keys.push_back({begin, new_id});
  script.during(*who, {.from = begin, .to = plus_seconds(begin, 6 * hour_s)});
  if (!script.random().chance_ppm(500'000)) return true;
  Change change;
  change.type = ChangeType::rotation;
  change.time = plus_seconds(begin, -2 * hour_s);
  change.window_start = plus_seconds(begin, -hour_s);
  change.window_end = plus_seconds(begin, 28 * hour_s);
  change.service = user.service;
  change.environment = "prod";
  change.by = script.identity(admin).key;
  change.summary = "yearly rotation of the key of " + user.name;
  change.identities = {user.key};
  script.announce(std::move(change));
  return true;
}

// A campaign brings customers: ten times the load from ten times the pods. Nobody announced it.
bool autoscaling(Script& script) {
  const auto who = script.take(Kind::web_pod);
  if (!who) return false;
  const Timestamp begin = script.at(2, 16);
  script.during(
      *who,
      {.from = begin, .to = plus_seconds(begin, 5 * hour_s), .load_percent = 1'000, .workers = 30});
  return true;
}

// The books of the month are closed: three times the work for two nights, over last month's files.
bool month_end(Script& script) {
  const auto who = script.take(Kind::finance_job);
  if (!who) return false;
  const std::string service = script.identity(*who).service;
  const Timestamp begin = script.at(2, 0), end = plus_seconds(begin, 48 * hour_s);
  script.during(
      *who,
      {.from = begin,
       .to = end,
       .load_percent = 300,
       .habits = {habit("s3:GetObject", {"harbour-books|" + service + "/$m/$n.csv"}, 40, 3'000)}});
  Change change;
  change.type = ChangeType::announcement;
  change.time = plus_seconds(begin, -24 * hour_s);
  change.window_start = begin;
  change.window_end = end;
  change.service = service;
  change.environment = "prod";
  change.by = "team-finance";
  change.summary = "month-end closing";
  change.identities = {script.identity(*who).key};
  script.announce(std::move(change));
  return true;
}

// A service that did not exist before: its role and function are created as code, then it works.
bool new_service(Script& script) {
  const Timestamp begin = script.workday(3, 12);
  const std::size_t creator = script.any(Kind::infrastructure);
  const std::size_t who = script.create(Kind::function, "wishlist", begin);
  const std::string name = script.identity(who).name;
  const Session session = script.open(creator, plus_seconds(begin, -840));
  script.call(session, plus_seconds(begin, -780), "iam:CreateRole", name);
  script.call(session, plus_seconds(begin, -760), "iam:PutRolePolicy", name + "|tables");
  script.call(session, plus_seconds(begin, -700), "lambda:CreateFunction20150331", name);
  script.during(who, {.from = begin, .to = script.world().end});
  return true;
}

constexpr std::array table{
    Scenario{{"release", "confounder", "a deployed service starts to call new actions; announced"},
             release},
    Scenario{{"failover", "confounder", "services move to another region for hours; announced"},
             failover},
    Scenario{{"rotation", "confounder", "an access key is replaced; announced half of the time"},
             rotation},
    Scenario{{"autoscaling", "confounder", "ten times the load for hours; not announced"},
             autoscaling},
    Scenario{{"month_end", "confounder", "a finance batch triples for two nights; announced"},
             month_end},
    Scenario{{"new_service", "confounder", "a brand-new identity appears and works steadily"},
             new_service},
};

}  // namespace

std::span<const Scenario> confounders() { return table; }

}  // namespace gait::simulate
