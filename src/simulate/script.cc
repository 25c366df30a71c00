#include "simulate/script.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "base/check.h"
#include "base/hash.h"
#include "simulate/behaviour.h"
#include "simulate/population.h"
#include "simulate/session.h"
#include "simulate/text.h"

namespace gait::simulate {

namespace {

constexpr std::uint64_t script_salt = 0x5c21ULL;
constexpr std::int64_t day_s = 86'400;

}  // namespace

Script::Script(World& world, std::size_t label, std::uint64_t nth)
    : world_(world),
      label_(label),
      random_(world.seed, {script_salt, hash64(world.labels[label].scenario), nth}),
      session_number_(random_.next()) {}

std::optional<std::size_t> Script::take(Kind kind) {
  const auto found = std::ranges::find_if(world_.fleet, [kind](const Identity& candidate) {
    return candidate.kind == kind && !candidate.taken;
  });
  if (found == world_.fleet.end()) return std::nullopt;
  found->taken = true;
  const auto who = static_cast<std::size_t>(found - world_.fleet.begin());
  implicate(who);
  return who;
}

std::size_t Script::any(Kind kind) const {
  std::optional<std::size_t> best;
  for (std::size_t i = 0; i < world_.fleet.size(); ++i) {
    const Identity& candidate = world_.fleet[i];
    if (candidate.kind != kind) continue;
    if (!candidate.taken) return i;
    if (!best) best = i;
  }
  check(best.has_value(), "a fleet has every kind");
  return *best;
}

std::size_t Script::create(Kind kind, const std::string& service, Timestamp from) {
  world_.fleet.push_back(make_identity(world_.seed, kind, service, world_.start));
  Identity& created = world_.fleet.back();
  created.active_from = from;
  created.secret_created = from;
  created.taken = true;
  const std::size_t who = world_.fleet.size() - 1;
  implicate(who);
  return who;
}

void Script::implicate(std::size_t who) { label().identities.push_back(identity(who).key); }

Timestamp Script::at(int days_before_end, int hour, int minute) const {
  const Timestamp day = std::max(world_.start, plus_seconds(world_.end, -day_s * days_before_end));
  return plus_seconds(day, hour * 3'600 + minute * 60);
}

Timestamp Script::workday(int days_before_end, int hour, int minute) const {
  const Timestamp time = at(days_before_end, hour, minute);
  const int weekend_days = std::max(0, hour_of_week(time) / 24 - 4);
  const Timestamp friday = plus_seconds(time, -day_s * weekend_days);
  return friday < world_.start ? time : friday;
}

Session Script::running(std::size_t who, Timestamp time) {
  return running_session(world_, identity(who), 0, std::min(time, plus_seconds(world_.end, -1)));
}

Session Script::open(std::size_t who, Timestamp from) {
  const Session session = open_session(identity(who), 0, ++session_number_, from);
  std::vector<Record> mints;
  mint_session(world_.fleet, identity(who), session, session_number_, random_, mints);
  for (Record& mint : mints) plan(std::move(mint));
  return session;
}

Session Script::assume(const Session& parent, std::size_t child, Timestamp from) {
  Session session = open_session(identity(child), 0, ++session_number_, from);
  session.address = parent.address;
  session.agent = parent.agent;
  session.endpoint = parent.endpoint;
  std::vector<Record> mints;
  assume_role(parent, identity(child), session, random_, mints);
  for (Record& mint : mints) plan(std::move(mint));
  return session;
}

void Script::call(const Session& session, Timestamp time, std::string_view action,
                  std::string_view resource, Outcome outcome, std::int64_t bytes) {
  const Call call{time, &operation(action), expand_resource(resource, time, random_), outcome,
                  bytes};
  plan(to_record(session, call, random_));
  if (!call.operation->decrypted_by.empty() && outcome == Outcome::success)
    plan(to_decrypt_echo(session, call, random_));
}

void Script::during(std::size_t who, Phase phase) {
  phase.label = static_cast<int>(label_);
  identity(who).phases.push_back(std::move(phase));
}

void Script::quietly(std::size_t who, Phase phase) {
  identity(who).phases.push_back(std::move(phase));
}

void Script::announce(Change change) {
  change.id = fmt::format("CHG-{}", 1'001 + world_.changes.size());
  world_.changes.push_back(std::move(change));
}

void Script::plan(Record record) {
  if (!world_.contains(record.time)) return;
  note(label(), record.time, record.event);
  world_.planned.push_back(std::move(record));
}

}  // namespace gait::simulate
