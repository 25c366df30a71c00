#include "formats/format_reader.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/check.h"
#include "base/hash.h"
#include "formats/json_walk.h"
#include "formats/log_time.h"

namespace gait::formats {
namespace {

FieldTable table_of(const JsonFormat& format) {
  std::vector<std::string_view> paths;
  for (const FieldSpec& field : format.fields) paths.push_back(field.path);
  auto table = FieldTable::make(paths, format.letters);
  check(static_cast<bool>(table), "the fields of a format make a table");
  return *std::move(table);
}

// An action with several names in the catalogue is all that any of them says.
void join(const ActionFacts& other, ActionFacts& facts) {
  if (other.classes.bits == 0) return;
  facts.access = facts.classes.bits == 0 ? other.access : std::max(facts.access, other.access);
  facts.classes.bits |= other.classes.bits;
  facts.severity = std::max(facts.severity, other.severity);
}

std::vector<std::size_t> fields_that_decide(Part answer, const JsonFormat& format) {
  std::vector<std::size_t> fields;
  for (std::size_t i = 0; i < format.fields.size(); ++i)
    if (decides(format.fields[i].part, answer)) fields.push_back(i);
  return fields;
}

}  // namespace

FormatReader::FormatReader(const JsonFormat& format, const ParserContext& context, Naming& naming)
    : format_(format),
      catalogue_(context.catalogue),
      witness_(context.witness),
      naming_(naming),
      table_(table_of(format)),
      fields_(table_.fields()),
      caller_fields_(fields_that_decide(Part::caller, format)),
      deed_fields_(fields_that_decide(Part::deed, format)),
      resource_fields_(fields_that_decide(Part::resource, format)),
      callers_(8192),
      deeds_(1024),
      resources_(16'384) {
  fields_.scope_ = context.scope;
}

Reading FormatReader::read(JsonWalk& walk, const char* text, bool is_claimed, Batch& batch) {
  why_ = {};
  rows_ = 0;
  is_claimed_ = is_claimed;
  is_foreign_ = false;
  if (!table_.read(walk, text, fields_, [&] { take_row(batch); }))
    return {walk.stop() == JsonWalk::Stop::end ? Reading::Kind::cut : Reading::Kind::malformed, {}};
  if (is_foreign_ || (rows_ == 0 && !is_claimed)) return {Reading::Kind::foreign, {}};
  if (rows_ == 0) {  // its list of rows is empty
    ++batch.counts.records;
    ++batch.counts.ignored;
  }
  return {Reading::Kind::whole, why_};
}

void FormatReader::take_row(Batch& batch) {
  if (is_foreign_) return;
  if (rows_ == 0 && !is_claimed_ && !format_.owns(fields_)) {
    is_foreign_ = true;
    return;
  }
  ++rows_;
  const std::string_view why = add(batch);
  if (why_.empty()) why_ = why;
}

// Adds one row to the batch and its counts. Returns what is wrong with it; empty when it was
// understood, be it as an activity or as something known to be ignored.
std::string_view FormatReader::add(Batch& batch) {
  ++batch.counts.records;
  Told told;
  format_.tell(fields_, told);
  Timestamp time = told.when;
  const bool is_timed = read_time(told, time);
  std::string_view why = told.malformed;
  if (why.empty() && told.ignored.empty()) {
    if (!is_timed) why = "a time that cannot be read";
    if (why.empty() && !deed().action) why = "no action";
  }
  if (!why.empty() || !told.ignored.empty()) {
    ++(why.empty() ? batch.counts.ignored : batch.counts.malformed);
    if (witness_)
      witness_({format_.name, fields_.record(), told.address, nullptr,
                why.empty() ? told.ignored : why});
    return why;
  }
  ++batch.counts.activities;
  Activity activity;
  fill(told, time, activity, batch);
  add_consequences(told, activity, batch);
  if (witness_) witness_({format_.name, fields_.record(), told.address, &activity, {}});
  batch.activities.push_back(activity);
  return {};
}

// Without any time it is still an activity, counted and not learned; a wrong time is an error.
bool FormatReader::read_time(const Told& told, Timestamp& time) const {
  return told.time.empty() || read_log_time(told.time, time);
}

void FormatReader::fill(const Told& told, Timestamp time, Activity& activity, Batch& batch) {
  const KnownCaller& who = caller(batch);
  const KnownDeed& what = deed();
  const Naming::KnownPlace where = naming_.place(told.address, told.endpoint);
  activity.event = naming_.event(told.event, fields_.record());
  activity.time = time;
  activity.identity = who.identity;
  activity.action = what.action;
  activity.resource = resource();
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
  activity.classes = what.facts.classes;
  activity.country = where.country;
  activity.access = what.access;
  activity.severity = what.facts.severity;
  activity.outcome = told.outcome;
  activity.credential_kind = who.credential_kind;
  activity.address = where.kind;
  activity.derived = told.derived;
}

std::uint64_t FormatReader::hash_of(const std::vector<std::size_t>& fields) const {
  std::uint64_t hash = hash64(fields_.scope());
  for (const std::size_t field : fields) {
    const std::string_view raw = fields_.raw(field);
    if (!raw.empty()) hash = hash_combine(hash + field, hash64(raw));
  }
  return hash;
}

const FormatReader::KnownCaller& FormatReader::caller(Batch& batch) {
  return callers_.get(hash_of(caller_fields_), [&] {
    const Caller caller = format_.caller(fields_);
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

const FormatReader::KnownDeed& FormatReader::deed() {
  return deeds_.get(hash_of(deed_fields_), [&] {
    const Deed deed = format_.deed(fields_);
    KnownDeed known;
    if (deed.action.empty()) return known;
    const std::string_view source = deed.source.empty() ? format_.name : deed.source;
    known.action = naming_.name(deed.action);
    known.facts = catalogue_.find(source, deed.action);
    for (const std::string& other : deed.also) join(catalogue_.find(source, other), known.facts);
    const bool catalogue_says = known.facts.classes.bits != 0 || deed.access == Access::unknown;
    known.access = catalogue_says ? known.facts.access : deed.access;
    return known;
  });
}

Symbol FormatReader::resource() {
  return resources_.get(hash_of(resource_fields_),
                        [&] { return naming_.name(format_.resource(fields_)); });
}

void FormatReader::add_consequences(const Told& told, const Activity& activity, Batch& batch) {
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
  if (!told.changed && activity.classes.has(ActionClass::privilege_change))
    return say_change({ChangeType::privilege_grant, {}, {}}, activity, batch);
  if (told.changed) say_change(*told.changed, activity, batch);
}

void FormatReader::say_change(const Changed& changed, const Activity& activity, Batch& batch) {
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
