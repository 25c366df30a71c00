#include "simulate/behaviour.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/check.h"
#include "base/hash.h"
#include "simulate/session.h"
#include "simulate/text.h"

namespace gait::simulate {
namespace {

constexpr std::int64_t hour_s = 3'600, day_s = 86'400;

constexpr std::uint32_t throttled_ppm = 2'000, missing_ppm = 800, denied_ppm = 150, error_ppm = 120;
constexpr std::uint32_t echo_ppm = 850'000;  // decrypts that KMS logs, the rest is cached

// Percent of the busiest hour, by hour of day in UTC.
constexpr std::array<int, 24> customers{22, 16, 12, 10, 12, 20, 38,  55, 68, 78, 85, 90,
                                        95, 92, 88, 86, 90, 96, 100, 98, 88, 70, 50, 34};
constexpr std::array<int, 24> colleagues{0,  0,  0,   0,  0,  0,  10, 45, 80, 100, 95, 85,
                                         50, 80, 100, 95, 75, 35, 8,  4,  2,  0,   0,  0};
constexpr int weekend_customers_percent = 70, weekend_colleagues_percent = 3;

// What its phases make of an identity in one hour.
struct Situation {
  std::int64_t load_percent = 100;
  std::uint32_t workers = 1;
  std::string_view region;
  std::string_view agent;  // empty = as always
  std::vector<const Habit*> added;
  Label* label = nullptr;
};

Situation situation(World& world, const Identity& identity, Timestamp hour) {
  Situation now;
  now.workers = identity.workers;
  now.region = identity.region;
  for (const Phase& phase : identity.phases) {
    if (hour < phase.from || hour >= phase.to) continue;
    now.load_percent = now.load_percent * phase.load_percent / 100;
    if (phase.workers != 0) now.workers = phase.workers;
    if (!phase.region.empty()) now.region = phase.region;
    if (!phase.agent.empty()) now.agent = phase.agent;
    for (const Habit& habit : phase.habits) now.added.push_back(&habit);
    if (phase.label >= 0) now.label = &world.labels[static_cast<std::size_t>(phase.label)];
  }
  return now;
}

struct Choice {
  const Habit* habit;
  bool added;
};

Choice choose(const Identity& identity, const Situation& now, Random& random) {
  std::uint32_t total = 0;
  for (const Habit& habit : identity.habits) total += habit.weight;
  for (const Habit* habit : now.added) total += habit->weight;
  std::uint32_t ticket = random.below(total);
  for (const Habit& habit : identity.habits) {
    if (ticket < habit.weight) return {&habit, false};
    ticket -= habit.weight;
  }
  for (const Habit* habit : now.added) {
    if (ticket < habit->weight) return {habit, true};
    ticket -= habit->weight;
  }
  return {&identity.habits.back(), false};
}

void do_something(const World& world, const Identity& identity, const Situation& now,
                  const Session& session, Timestamp time, Random& random,
                  std::vector<Record>& out) {
  const Choice choice = choose(identity, now, random);
  Label* label = now.added.empty() || choice.added ? now.label : nullptr;
  do_habit(world, session, *choice.habit, time, label, random, out);
}

int hour_of_day(Timestamp time) { return static_cast<int>(time.hours() % 24); }

bool is_weekend(Timestamp time) { return hour_of_week(time) >= 120; }

std::int64_t customer_percent(Timestamp hour) {
  const int percent = customers[static_cast<std::size_t>(hour_of_day(hour))];
  return is_weekend(hour) ? percent * weekend_customers_percent / 100 : percent;
}

std::int64_t colleague_percent(Timestamp hour) {
  const int percent = colleagues[static_cast<std::size_t>(hour_of_day(hour))];
  return is_weekend(hour) ? percent * weekend_colleagues_percent / 100 : percent;
}

// Which of a worker's sessions is open: they follow each other without a gap, each worker
// changing at its own time.
struct Tenure {
  std::uint64_t number;
  Timestamp from;
};

Tenure tenure(const Identity& identity, std::uint32_t worker, Timestamp time) {
  const std::int64_t period_s = identity.session_hours * hour_s;
  const auto offset_s = static_cast<std::int64_t>(hash_combine(identity.salt, worker + 41) %
                                                  static_cast<std::uint64_t>(period_s));
  const std::int64_t number = (time.seconds() + offset_s) / period_s;
  return {static_cast<std::uint64_t>(number),
          Timestamp::from_seconds(number * period_s - offset_s)};
}

Session session_of(const Identity& identity, const Situation& now, std::uint32_t worker,
                   const Tenure& tenure) {
  Session session = open_session(identity, worker, tenure.number, tenure.from);
  if (now.region != identity.region) move_session(session, identity, now.region, tenure.number);
  if (!now.agent.empty()) session.agent = now.agent;
  return session;
}

// The sessions of one worker in one hour: the one it begins with and, where it changes, the next.
struct WorkerHour {
  Session first;
  std::optional<Session> second;

  const Session& at(Timestamp time) const {
    return second && time >= second->from ? *second : first;
  }
};

WorkerHour open_worker(const World& world, const Identity& identity, const Situation& now,
                       std::uint32_t worker, Timestamp hour, Random& random,
                       std::vector<Record>& out) {
  const Tenure before = tenure(identity, worker, hour);
  const Tenure after = tenure(identity, worker, plus_seconds(hour, hour_s - 1));
  WorkerHour sessions{session_of(identity, now, worker, before), std::nullopt};
  // A worker that was not there an hour ago begins with a mint.
  const bool is_new = hour == identity.active_from && hour > world.start;
  if (is_new || worker >= identity.workers) {
    Tenure fresh{hash_combine(before.number, 7), hour};
    sessions.first = session_of(identity, now, worker, fresh);
    mint_session(world.fleet, identity, sessions.first, fresh.number, random, out);
  } else if (after.number != before.number) {
    sessions.second = session_of(identity, now, worker, after);
    mint_session(world.fleet, identity, *sessions.second, after.number, random, out);
  }
  return sessions;
}

void act_spread(const World& world, const Identity& identity, const Situation& now, Timestamp hour,
                Random& random, std::vector<Record>& out) {
  const std::int64_t percent =
      identity.schedule.rhythm == Rhythm::diurnal ? customer_percent(hour) : 100;
  // An hour is never quite like the same hour yesterday.
  const std::int64_t mood_percent = random.between(75, 125);
  const std::int64_t mean_milli = identity.schedule.calls_per_hour_milli * percent / 100 *
                                  now.load_percent / 100 * mood_percent / 100;
  const std::int64_t calls = random.count(mean_milli);
  std::vector<WorkerHour> workers;
  for (std::uint32_t worker = 0; worker < now.workers; ++worker)
    workers.push_back(open_worker(world, identity, now, worker, hour, random, out));
  for (std::int64_t i = 0; i < calls; ++i) {
    const Timestamp time = plus_seconds(hour, random.below(hour_s));
    const WorkerHour& worker = workers[random.below(now.workers)];
    do_something(world, identity, now, worker.at(time), time, random, out);
  }
}

void act_run(const World& world, const Identity& identity, const Situation& now, Timestamp nominal,
             std::uint64_t number, Random& random, std::vector<Record>& out) {
  const Schedule& schedule = identity.schedule;
  const std::int64_t calls = random.count(schedule.calls_per_run * 10 * now.load_percent);
  if (calls == 0) return;
  const Timestamp begin = plus_seconds(nominal, random.between(0, schedule.jitter_seconds));
  Session session = open_session(identity, 0, number, begin);
  if (now.region != identity.region) move_session(session, identity, now.region, number);
  if (!now.agent.empty()) session.agent = now.agent;
  if (world.contains(begin)) mint_session(world.fleet, identity, session, number, random, out);
  for (std::int64_t i = 0; i < calls; ++i) {
    const std::int64_t at = 2 + random.between(0, schedule.run_seconds) * (i + 1) / calls;
    do_something(world, identity, now, session, plus_seconds(begin, at), random, out);
  }
}

// The nominal starts of the runs of this hour.
std::vector<Timestamp> runs_of(const Identity& identity, Timestamp hour, Random& random) {
  const Schedule& schedule = identity.schedule;
  std::vector<Timestamp> runs;
  const std::int64_t midnight_s = hour.days() * day_s;
  switch (schedule.rhythm) {
    case Rhythm::steady:
    case Rhythm::diurnal:
      break;
    case Rhythm::office: {
      const std::int64_t mean_milli = schedule.runs_per_hour_milli * colleague_percent(hour) / 100;
      for (std::int64_t left = random.count(mean_milli); left > 0; --left)
        runs.push_back(plus_seconds(hour, random.below(hour_s)));
      break;
    }
    case Rhythm::weekly:
      if (hour_of_week(hour) / 24 != schedule.weekday) break;
      [[fallthrough]];
    case Rhythm::nightly: {
      const Timestamp run = Timestamp::from_seconds(midnight_s + schedule.minute_of_day * 60);
      if (run >= hour && run < plus_seconds(hour, hour_s)) runs.push_back(run);
      break;
    }
    case Rhythm::interval: {
      const std::int64_t step_s = schedule.interval_minutes * 60;
      const auto offset_s =
          static_cast<std::int64_t>(identity.salt % static_cast<std::uint64_t>(step_s));
      std::int64_t run_s = (hour.seconds() - offset_s + step_s - 1) / step_s * step_s + offset_s;
      for (; run_s < hour.seconds() + hour_s; run_s += step_s)
        runs.push_back(Timestamp::from_seconds(run_s));
      break;
    }
  }
  return runs;
}

Outcome noise(Outcome usual, Random& random) {
  const std::uint32_t draw = random.below(1'000'000);
  std::uint32_t limit = throttled_ppm;
  if (draw < limit) return Outcome::throttled;
  if (draw < (limit += missing_ppm)) return Outcome::not_found;
  if (draw < (limit += denied_ppm)) return Outcome::denied;
  if (draw < limit + error_ppm) return Outcome::error;
  return usual;
}

}  // namespace

void act(World& world, std::size_t index, Timestamp hour, std::vector<Record>& out) {
  const Identity& identity = world.fleet[index];
  if (hour < identity.active_from) return;
  const Situation now = situation(world, identity, hour);
  if (now.load_percent == 0) return;
  Random random(world.seed, {identity.salt, static_cast<std::uint64_t>(hour.hours())});
  const Rhythm rhythm = identity.schedule.rhythm;
  if (rhythm == Rhythm::steady || rhythm == Rhythm::diurnal)
    return act_spread(world, identity, now, hour, random, out);
  for (Timestamp run : runs_of(identity, hour, random))
    act_run(world, identity, now, run, random.next(), random, out);
}

void act_as_cloud(const World& world, Timestamp hour, std::vector<Record>& out) {
  struct Chatter {
    std::string_view host, bucket;
  };
  constexpr std::array chatter{Chatter{"cloudtrail.amazonaws.com", "harbour-trail|"},
                               Chatter{"config.amazonaws.com", "harbour-config|"},
                               Chatter{"delivery.logs.amazonaws.com", "harbour-flow-logs|"}};
  Random random(world.seed, {0xc10dULL, static_cast<std::uint64_t>(hour.hours())});
  for (const Chatter& service : chatter) {
    Session session;
    session.user_identity =
        R"({"type":"AWSService","invokedBy":")" + std::string(service.host) + R"("})";
    session.account = production_account;
    session.region = "us-east-1";
    session.address = session.agent = service.host;
    const Habit habit{&operation("s3:GetBucketAcl"), {std::string(service.bucket)}};
    for (std::int64_t left = random.between(2, 6); left > 0; --left)
      do_habit(world, session, habit, plus_seconds(hour, random.below(hour_s)), nullptr, random,
               out);
  }
}

Session running_session(const World& world, const Identity& identity, std::uint32_t worker,
                        Timestamp time) {
  check(world.contains(time), "sessions run inside the simulated time");
  const Tenure open = tenure(identity, worker, time);
  return open_session(identity, worker, open.number, open.from);
}

void do_habit(const World& world, const Session& session, const Habit& habit, Timestamp time,
              Label* label, Random& random, std::vector<Record>& out) {
  Call call{time, habit.operation, {}, noise(habit.outcome, random), 0};
  if (!habit.resources.empty()) {
    const auto choices = static_cast<std::uint32_t>(habit.resources.size());
    call.resource = expand_resource(habit.resources[random.favourite(choices)], time, random);
  }
  if (habit.kilobytes_max > 0)
    call.bytes = random.between(std::int64_t{1'024} * habit.kilobytes_min,
                                std::int64_t{1'024} * habit.kilobytes_max);
  if (!world.contains(time)) return;
  const auto add = [&](Record record) {
    if (label != nullptr) note(*label, time, record.event);
    out.push_back(std::move(record));
  };
  add(to_record(session, call, random));
  if (call.operation->decrypted_by.empty() || call.outcome != Outcome::success) return;
  if (random.chance_ppm(echo_ppm)) add(to_decrypt_echo(session, call, random));
}

}  // namespace gait::simulate
