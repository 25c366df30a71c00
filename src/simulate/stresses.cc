// What a detector that learns can be taught wrongly, and what it can be flooded with: thieves who
// have patience, and deployments that change a thousand identities at once. They need more days or
// more identities than other stories and are not in `default`.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "simulate/scenario.h"
#include "simulate/text.h"

namespace gait::simulate {
namespace {

constexpr std::int64_t hour_s = 3'600, day_s = 86'400;

constexpr int ramp_days = 60;
constexpr std::int64_t export_percent = 5'000;  // what the thief is after: fifty times as much

// An identity does a little more of its usual work every day, so that the more becomes usual; on
// the last day it does fifty times as much. Wants 60 days and some of history before them. Every
// event of that time is in the label: nobody could tell which one is the one too many.
bool ramp(Script& script, Kind kind, int percent_a_day) {
  const auto who = script.take(kind);
  if (!who) return false;
  std::int64_t load_milli = 100'000;  // thousandths of a percent
  for (int days_left = ramp_days; days_left >= 1; --days_left) {
    load_milli = std::min(load_milli * (100 + percent_a_day) / 100, export_percent * 1'000);
    if (days_left == 1) load_milli = export_percent * 1'000;
    if (percent_a_day == 0 && days_left > 1) continue;
    const Timestamp from = plus_seconds(script.world().end, -day_s * days_left);
    script.during(*who, {.from = from,
                         .to = plus_seconds(from, day_s),
                         .load_percent = static_cast<int>(load_milli / 1'000)});
  }
  return true;
}

template <int percent_a_day>
bool ramp_export(Script& script) {
  return ramp(script, Kind::batch_job, percent_a_day);
}

template <int percent_a_day>
bool ramp_secrets(Script& script) {
  return ramp(script, Kind::rotation, percent_a_day);
}

constexpr int storm_instances = 1'000;

Habit new_call() {
  Habit habit;
  habit.operation = &operation("dynamodb:Query");
  habit.resources = {"relay-routes"};
  habit.weight = 60;
  return habit;
}

// One service runs as a thousand functions. They are replaced within an hour: the new version has
// another client library and calls what the old one never called.
bool storm(Script& script, bool announced) {
  const Timestamp begin = script.workday(2, 10);
  Change change;
  change.type = ChangeType::deployment;
  change.time = plus_seconds(begin, -2 * hour_s);
  change.window_start = plus_seconds(begin, -600);
  change.window_end = plus_seconds(begin, 24 * hour_s);
  change.service = "relay";
  change.environment = "prod";
  change.by = "team-platform";
  change.version = "7.0.0";
  change.summary = "relay 7 on all instances";
  for (int i = 1; i <= storm_instances; ++i) {
    const std::size_t who =
        script.create(Kind::function, fmt::format("relay-{:04}", i), script.world().start);
    Identity& instance = script.identity(who);
    instance.owner = "team-platform";
    instance.purpose = "an instance of relay";
    instance.workers = 1;
    instance.session_hours = 12;
    instance.schedule.rhythm = Rhythm::steady;
    instance.schedule.calls_per_hour_milli = 4'000;
    script.during(who, {.from = begin,
                        .to = script.world().end,
                        .agent = "aws-sdk-go-v2/1.31.0 os/linux lang/go#1.23.1",
                        .habits = {new_call()}});
    change.identities.push_back(instance.key);
  }
  if (!announced) return true;
  const Session deploy = script.open(script.any(Kind::infrastructure), plus_seconds(begin, -420));
  script.call(deploy, plus_seconds(begin, -300), "lambda:UpdateFunctionCode20150331v2",
              "relay-0001-handler");
  script.announce(std::move(change));
  return true;
}

bool deploy_storm(Script& script) { return storm(script, true); }
bool deploy_storm_unannounced(Script& script) { return storm(script, false); }

constexpr std::array table{
    Scenario{{"jump_export", "attack", "a batch exports fifty times as much, at once", false},
             ramp_export<0>},
    Scenario{{"ramp_export_1", "attack", "the same after 60 days of 1 % more a day", false},
             ramp_export<1>},
    Scenario{{"ramp_export_5", "attack", "the same after 60 days of 5 % more a day", false},
             ramp_export<5>},
    Scenario{{"ramp_export_20", "attack", "the same after 60 days of 20 % more a day", false},
             ramp_export<20>},
    Scenario{
        {"jump_secrets", "attack", "a rotation reads fifty times as many secrets, at once", false},
        ramp_secrets<0>},
    Scenario{{"ramp_secrets_1", "attack", "the same after 60 days of 1 % more a day", false},
             ramp_secrets<1>},
    Scenario{{"ramp_secrets_5", "attack", "the same after 60 days of 5 % more a day", false},
             ramp_secrets<5>},
    Scenario{{"ramp_secrets_20", "attack", "the same after 60 days of 20 % more a day", false},
             ramp_secrets<20>},
    Scenario{{"deploy_storm", "confounder",
              "a thousand instances change client and calls in one hour; announced", false},
             deploy_storm},
    Scenario{{"deploy_storm_unannounced", "confounder",
              "a thousand instances change client and calls in one hour; not announced", false},
             deploy_storm_unannounced},
};

}  // namespace

std::span<const Scenario> stresses() { return table; }

}  // namespace gait::simulate
