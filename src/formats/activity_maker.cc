#include "formats/activity_maker.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/hash.h"
#include "formats/json_lookup.h"
#include "formats/log_time.h"
#include "model/action_conditions.h"

namespace gait::formats {
namespace {

std::vector<std::size_t> fields_that_decide(Part answer, const LogFormat& format) {
  std::vector<std::size_t> fields;
  for (std::size_t i = 0; i < format.fields.size(); ++i)
    if (decides(format.fields[i].part, answer)) fields.push_back(i);
  return fields;
}

// Without any time it is still an activity, counted and not learned; a wrong time is an error.
bool read_time(const Told& told, Timestamp& time) {
  return told.time.empty() || read_log_time(told.time, time);
}

std::uint64_t hash_of(const Fields& found, const std::vector<std::size_t>& fields) {
  std::uint64_t hash = hash64(found.scope());
  for (const std::size_t field : fields) {
    const std::string_view raw = found.raw(field);
    if (!raw.empty()) hash = hash_combine(hash + field, hash64(raw));
  }
  return hash;
}

}  // namespace

ActivityMaker::ActivityMaker(const LogFormat& format, const ParserContext& context, Naming& naming)
    : format_(format),
      catalogue_(context.catalogue),
      witness_(context.witness),
      naming_(naming),
      caller_fields_(fields_that_decide(Part::caller, format)),
      deed_fields_(fields_that_decide(Part::deed, format)),
      resource_fields_(fields_that_decide(Part::resource, format)),
      callers_(8192),
      deeds_(1024),
      resources_(16'384) {}

std::string_view ActivityMaker::add(const Fields& fields, Batch& batch) {
  ++batch.counts.records;
  Told told;
  format_.tell(fields, told);
  Timestamp time = told.when;
  const bool is_timed = read_time(told, time);
  std::string_view why = told.malformed;
  if (why.empty() && told.ignored.empty()) {
    if (!is_timed) why = "a time that cannot be read";
    if (why.empty() && !deed(fields).action) why = "no action";
  }
  if (!why.empty() || !told.ignored.empty()) {
    ++(why.empty() ? batch.counts.ignored : batch.counts.malformed);
    if (witness_)
      witness_(
          {format_.name, fields.record(), told.address, nullptr, why.empty() ? told.ignored : why});
    return why;
  }
  ++batch.counts.activities;
  Activity activity;
  fill(fields, told, time, activity, batch);
  add_consequences(told, activity, batch);
  if (witness_) witness_({format_.name, fields.record(), told.address, &activity, {}});
  batch.activities.push_back(activity);
  return {};
}

void ActivityMaker::fill(const Fields& fields, const Told& told, Timestamp time, Activity& activity,
                         Batch& batch) {
  const KnownCaller& who = caller(fields, batch);
  const KnownDeed& what = deed(fields);
  const Naming::KnownPlace where = naming_.place(told.address, told.endpoint);
  activity.event = told.part.empty() ? naming_.event(told.event, fields.record())
                                     : naming_.event_part(told.event, told.time, told.part);
  activity.time = time;
  activity.identity = who.identity;
  activity.action = what.action;
  activity.resource = resource(fields);
  activity.network = where.network;
  activity.region = naming_.region(told.region);
  activity.agent = naming_.agent(told.user_agent).agent;
  activity.credential = who.credential;
  activity.delegator = who.delegator;
  activity.workload = who.workload;
  activity.session = told.session.empty() ? who.session : naming_.name(told.session);
  activity.bytes = static_cast<float>(told.bytes);
  activity.count = told.count;
  activity.item = static_cast<std::uint32_t>(told.item.empty() ? 0 : hash64(told.item) | 1);
  activity.country = where.country;
  judge(what, fields, activity);
  activity.outcome = told.outcome;
  activity.credential_kind = who.credential_kind;
  activity.address = where.kind;
  activity.derived = told.derived;
}

const ActivityMaker::KnownCaller& ActivityMaker::caller(const Fields& fields, Batch& batch) {
  return callers_.get(hash_of(fields, caller_fields_), [&] {
    const Caller caller = format_.caller(fields);
    KnownCaller known;
    known.identity =
        naming_.name(caller.key.empty() ? fmt::format("{}:unknown", format_.name) : caller.key);
    known.workload = naming_.name(caller.workload);
    known.credential = naming_.name(caller.credential);
    known.session = naming_.name(caller.session);
    known.delegator = naming_.name(caller.delegator);
    known.credential_kind = caller.credential_kind;
    naming_.say({known.identity, naming_.name(caller.account), naming_.symbol(caller.reason),
                 caller.type, caller.human, caller.weight},
                batch);
    return known;
  });
}

const ActivityMaker::KnownDeed& ActivityMaker::deed(const Fields& fields) {
  return deeds_.get(hash_of(fields, deed_fields_), [&] {
    const Deed deed = format_.deed(fields);
    KnownDeed known;
    if (deed.action.empty()) return known;
    const std::string_view source = deed.source.empty() ? format_.name : deed.source;
    known.action = naming_.name(deed.action);
    known.stated = deed.access;
    ActionFacts facts = catalogue_.find(source, deed.action);
    for (const std::string& other : deed.also) join(facts, catalogue_.find(source, other));
    if (!deed.command.empty()) join(facts, catalogue_.find("shell_command", deed.command));
    known.has_conditions = facts.conditions != nullptr;
    known.facts = std::make_shared<const ActionFacts>(std::move(facts));
    return known;
  });
}

// What conditions say depends on the record, so it is not remembered.
void ActivityMaker::judge(const KnownDeed& deed, const Fields& fields, Activity& activity) const {
  const auto take = [&](const ActionFacts& facts) {
    const bool catalogue_says = facts.classes.bits != 0 || deed.stated == Access::unknown;
    activity.classes = facts.classes;
    activity.severity = facts.severity;
    activity.access = catalogue_says ? facts.access : deed.stated;
  };
  if (!deed.has_conditions) return take(*deed.facts);
  const JsonLookup lookup(fields.record());
  take(settle(*deed.facts, [&lookup](const FieldPath& path) { return lookup(path); }));
}

Symbol ActivityMaker::resource(const Fields& fields) {
  return resources_.get(hash_of(fields, resource_fields_),
                        [&] { return naming_.name(format_.resource(fields)); });
}

void ActivityMaker::add_consequences(const Told& told, const Activity& activity, Batch& batch) {
  if (activity.outcome != Outcome::success) return;
  if (told.minted)
    batch.mints.push_back({.child_credential = naming_.name(told.minted->credential),
                           .child_identity = naming_.name(told.minted->identity),
                           .parent_credential = activity.credential,
                           .parent_identity = activity.identity,
                           .time = activity.time,
                           .expires = told.minted->expires,
                           .subject = naming_.name(told.minted->subject),
                           .long_lived = told.minted->long_lived});
  if (!told.parent.empty() && activity.credential)
    batch.mints.push_back({.child_credential = activity.credential,
                           .child_identity = activity.identity,
                           .parent_credential = naming_.name(told.parent),
                           .parent_identity = {},
                           .time = activity.time,
                           .expires = {},
                           .subject = {}});
  if (!told.changed && activity.classes.has(ActionClass::privilege_change))
    return say_change({ChangeType::privilege_grant, {}, {}}, activity, batch);
  if (told.changed) say_change(*told.changed, activity, batch);
}

void ActivityMaker::say_change(const Changed& changed, const Activity& activity, Batch& batch) {
  batch.changes.push_back({.event = activity.event,
                           .time = activity.time,
                           .type = changed.type,
                           .by = activity.identity,
                           .action = activity.action,
                           .resource = activity.resource,
                           .subject = naming_.name(changed.subject),
                           .credential = naming_.name(changed.credential)});
}

}  // namespace gait::formats
