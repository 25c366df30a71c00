#include "engine/fold.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <tuple>

#include "base/hash.h"

namespace gait::engine {
namespace {

// Below this many activities in an hour it takes longer to wake a thread than to do the work.
constexpr std::size_t parallel_activities_min = 256;

constexpr std::size_t credential_uses_max = 65'536;
constexpr std::size_t sessions_counted_max = 16'384;

constexpr std::size_t prefetch_ahead = 8;

// A delegator's hour out of character is remembered from here on, and fades.
constexpr double hot_bits_min = 4.33;
constexpr double hot_half_life_hours = 6;
constexpr std::uint32_t hot_hours_max = 48;

// Keys under which one hour of one identity is evidence.
constexpr std::size_t evidence_keys_max = 16;

constexpr std::uint32_t no_epoch = std::numeric_limits<std::uint32_t>::max();

}  // namespace

struct Fold::Run {
  const Intake& intake;
  const session::Graph& sessions;
  const GroupOf& group_of;
  const FoldOptions& options;
};

Fold::Fold() {
  for (auto& shard : shards_) shard = std::make_unique<Shard>();
}

void Fold::run(const Intake& intake, const session::Graph& sessions, const GroupOf& group_of,
               const FoldOptions& options, const ParallelFor& parallel_for) {
  const Run run{intake, sessions, group_of, options};
  for (auto& shard : shards_) shard->next = 0;
  watched_since_ = intake.watched_since();
  while (true) {
    std::uint32_t epoch = no_epoch;
    for (std::size_t i = 0; i < shard_count; ++i) {
      const auto& order = intake.shard(i);
      if (shards_[i]->next < order.size()) epoch = std::min(epoch, order[shards_[i]->next].epoch);
    }
    if (epoch == no_epoch) break;
    std::size_t activities = 0;
    for (std::size_t i = 0; i < shard_count; ++i) {
      const auto& order = intake.shard(i);
      const auto from = order.begin() + static_cast<std::ptrdiff_t>(shards_[i]->next);
      activities += static_cast<std::size_t>(
          std::ranges::upper_bound(from, order.end(), epoch, {}, &Ordered::epoch) - from);
    }
    const auto task = [&](std::size_t i) { fold_epoch(i, epoch, run); };
    if (activities < parallel_activities_min)
      one_after_another(shard_count, task);
    else
      parallel_for(shard_count, task);
    end_epoch(epoch, options.train_until);
  }
  for (std::size_t i = 0; i < shard_count; ++i) {
    const auto& order = intake.shard(i);
    if (order.empty()) continue;
    // Ordered by epoch first: the last one holds the latest time, in any place.
    for (auto at = order.rbegin(); at != order.rend() && at->epoch == order.back().epoch; ++at)
      watermark_.ns = std::max(watermark_.ns, at->time_ns);
  }
}

struct Fold::IdentityHour {
  profile::Profile& profile;
  sketch::Burst& burst;
  std::uint32_t hour;
  detect::HourJudgement judgement;
  detect::LaneBits lanes{};
  std::map<std::uint64_t, double> evidence;  // bits of the hour by key of the evidence book
  double calls = 0;                          // of the minute
};

void Fold::fold_epoch(std::size_t shard_number, std::uint32_t epoch, const Run& run) {
  Shard& shard = *shards_[shard_number];
  const auto& order = run.intake.shard(shard_number);
  while (shard.next < order.size() && order[shard.next].epoch == epoch) {
    const Symbol identity = order[shard.next].identity;
    profile::Profile& profile = profile_of(shard, identity, run);
    const auto* calibration = run.options.settings.calibration ? &calibration_ : nullptr;
    IdentityHour now{
        profile, shard.bursts[identity], epoch / 60, {calibration, profile.group()}, {}, {}, 0};
    while (shard.next < order.size() && order[shard.next].epoch == epoch &&
           order[shard.next].identity == identity) {
      gather_minute(shard, order);
      fold_minute(shard, shard_number, now, run);
    }
    close_hour(shard, now);
  }
}

// Copies the activities of the next minute together.
void Fold::gather_minute(Shard& shard, const std::vector<Ordered>& order) {
  const Ordered& head = order[shard.next];
  const std::int64_t minute = Timestamp{head.time_ns}.minutes();
  shard.minute.clear();
  for (; shard.next < order.size(); ++shard.next) {
    const Ordered& item = order[shard.next];
    if (item.identity != head.identity || Timestamp{item.time_ns}.minutes() != minute) break;
    // Activities lie where they were read; the order jumps between them.
    if (shard.next + prefetch_ahead < order.size()) {
      const auto* ahead =
          reinterpret_cast<const char*>(order[shard.next + prefetch_ahead].activity);
      __builtin_prefetch(ahead);
      __builtin_prefetch(ahead + 64);
    }
    shard.minute.push_back(*item.activity);
  }
}

void Fold::fold_minute(Shard& shard, std::size_t shard_number, IdentityHour& now, const Run& run) {
  link_sessions(shard, run);
  note_uses(shard);
  now.calls = static_cast<double>(
      std::ranges::count_if(shard.minute, [](const Activity& a) { return !a.derived; }));
  // While an identity is young a minute is all it has: it is judged and learned in slices.
  const std::int64_t slice_ns = now.profile.slice_seconds() * 1'000'000'000;
  for (std::size_t from = 0; from < shard.minute.size();) {
    std::size_t to = from;
    const std::int64_t slice = shard.minute[from].time.ns / slice_ns;
    while (to < shard.minute.size() && shard.minute[to].time.ns / slice_ns == slice) ++to;
    fold_slice(shard, shard_number, std::span(shard.minute).subspan(from, to - from), now, run);
    from = to;
  }
  const auto minute = static_cast<std::uint32_t>(shard.minute.front().time.minutes());
  now.burst.learn(now.calls, minute, minutes_watched(minute));
}

double Fold::minutes_watched(std::uint32_t minute) const {
  return static_cast<double>(minute - watched_since_.minutes()) + 1;
}

void Fold::fold_slice(Shard& shard, std::size_t shard_number, std::span<const Activity> slice,
                      IdentityHour& now, const Run& run) {
  const DetectionSettings& settings = run.options.settings;
  now.profile.judge(slice, settings.peers ? peers_ : nobody_, shard.departures);
  judge_burst(shard, slice.front(), now);
  if (!settings.facets.all())
    std::erase_if(shard.departures, [&](const profile::Profile::Departure& d) {
      return !settings.facets[static_cast<std::size_t>(d.deviation.facet)];
    });
  if (!shard.departures.empty() || run.options.witness)
    judge_slice(shard, shard_number, slice, now, run);
  learn_slice(shard, slice, now, run);
}

// An hour out of character teaches little, and nothing about what a finding is open on. What people
// confirmed as wrong is never learned, what they approved is learned at once.
void Fold::learn_slice(Shard& shard, std::span<const Activity> slice, IdentityHour& now,
                       const Run& run) {
  if (!run.options.settings.guard) return now.profile.learn(slice, shard.delta);
  const Symbol identity = now.profile.identity();
  if (const detect::Feedback* feedback = run.options.feedback) {
    for (const auto& [deviation, first] : shard.departures) {
      if (feedback->never_learn(identity, deviation.facet, deviation.value)) return;
      if (feedback->may_learn(identity, deviation.facet, deviation.value))
        now.profile.approve(deviation.facet, deviation.value);
    }
  }
  now.profile.learn(slice, shard.delta,
                    {profile::Profile::trust_of(detect::probability(now.lanes)),
                     shard.episodes.open_facets(identity), shard.departures});
}

// The volume lane: the calls of this minute against the mean of all minutes.
void Fold::judge_burst(Shard& shard, const Activity& activity, const IdentityHour& now) const {
  const auto minute = static_cast<std::uint32_t>(activity.time.minutes());
  const double watched = minutes_watched(minute);
  const double bits = now.burst.judge(now.calls, minute, watched);
  if (bits < profile::Profile::bits_min) return;
  const sketch::Burst::Moments moments = now.burst.moments(watched);
  Deviation deviation;
  deviation.facet = Facet::burst;
  deviation.bits = static_cast<float>(bits);
  deviation.amount = now.burst.level(now.calls, minute);
  deviation.amount_usual = moments.mean;
  deviation.amount_high = moments.mean + 3 * std::sqrt(moments.variance);
  deviation.elapsed_windows = watched;
  deviation.minutes = static_cast<float>(now.profile.minutes());
  deviation.since = watched_since_;
  shard.departures.push_back({deviation, -1});
}

// What the departures of a slice mean among the peers, in its hour and in the days before.
void Fold::judge_slice(Shard& shard, std::size_t shard_number, std::span<const Activity> slice,
                       IdentityHour& now, const Run& run) {
  const double hours_per_day = now.profile.active_hours() / now.profile.elapsed_days();
  shard.evidence_of_slice.clear();
  for (const auto& d : shard.departures) {
    detect::MinuteDeparture stated{d.deviation, d.first};
    const double bits = now.judgement.add(d.deviation.facet, d.deviation.bits);
    stated.deviation.bits = static_cast<float>(bits);
    stated.deviation.once_in_days =
        static_cast<float>(std::exp2(std::min(bits, 60.0)) / std::max(hours_per_day, 1.0));
    shard.evidence_of_slice.push_back(stated);
  }
  now.lanes = now.judgement.combine(upstream_bits(slice, now.hour, run));
  const detect::Accumulated evidence = run.options.settings.evidence
                                           ? gather_evidence(shard, slice.front().delegator, now)
                                           : detect::Accumulated{};
  if (run.options.witness)
    run.options.witness(shard_number, {slice, shard.evidence_of_slice, now.profile.group(),
                                       now.lanes, evidence, &calibration_});
  if (slice.front().time >= run.options.train_until)
    shard.episodes.add(slice, {now.profile.group(), calibration_.samples(profile::tenant_group)},
                       shard.evidence_of_slice, now.lanes, evidence);
}

// What the hour so far adds to the evidence about the identity, about the identity with one
// resource, and about it in the hands of its delegator; the strongest of the three.
detect::Accumulated Fold::gather_evidence(const Shard& shard, Symbol delegator, IdentityHour& now) {
  const std::uint64_t identity = now.profile.identity().value;
  now.evidence[identity] = now.lanes[static_cast<std::size_t>(gait::Lane::baseline)];
  if (delegator)
    now.evidence[hash_combine(identity, delegator.value)] =
        now.lanes[static_cast<std::size_t>(gait::Lane::chain)];
  for (const detect::MinuteDeparture& d : shard.evidence_of_slice) {
    if (d.deviation.facet != Facet::resource && d.deviation.facet != Facet::burst) continue;
    if (!d.deviation.value || now.evidence.size() >= evidence_keys_max) continue;
    double& bits = now.evidence[hash_combine(d.deviation.value.value, identity)];
    bits = std::max<double>(bits, d.deviation.bits);
  }
  detect::Accumulated most;
  for (const auto& [key, bits] : now.evidence) {
    const auto evidence = shard.evidence.with(key, now.hour, now.profile.active_hours(), bits);
    if (evidence.bits > most.bits) most = evidence;
  }
  return most;
}

void Fold::close_hour(Shard& shard, const IdentityHour& now) {
  shard.hours.push_back(
      now.judgement.sample(detect::hour_weight(now.profile.active_hours(), now.lanes)));
  for (const auto& [key, bits] : now.evidence)
    shard.evidence.add(key, now.hour, now.profile.active_hours(), bits);
  if (const double bits = now.judgement.conduct(); bits >= hot_bits_min)
    shard.hot.push_back({now.profile.identity(), now.hour, static_cast<float>(bits)});
}

// The most that any recent delegator of the minute's sessions was out of character.
double Fold::upstream_bits(std::span<const Activity> slice, std::uint32_t hour,
                           const Run& run) const {
  double most = 0;
  Symbol credential;
  for (const Activity& activity : slice) {
    if (hot_.empty() || !activity.credential || activity.credential == credential) continue;
    credential = activity.credential;
    const Mint* origin = run.sessions.origin(credential);
    if (origin == nullptr || origin->parent_identity == activity.identity) continue;
    const auto hot = hot_.find(origin->parent_identity);
    if (hot == hot_.end()) continue;
    const double age_hours = hour > hot->second.hour ? hour - hot->second.hour : 0;
    most = std::max(most, hot->second.bits * std::exp2(-age_hours / hot_half_life_hours));
  }
  return most;
}

void Fold::note_uses(Shard& shard) {
  Symbol last;
  for (const Activity& activity : shard.minute) {
    if (activity.credential_kind != CredentialKind::long_lived || activity.credential == last)
      continue;
    last = activity.credential;
    if (!last) continue;
    const std::uint64_t key = hash_combine(activity.identity.value, last.value);
    if (shard.uses.size() >= credential_uses_max && !shard.uses.contains(key)) continue;
    CredentialUse& use = shard.uses[key];
    if (!use.credential)
      use = {activity.identity, last, activity.credential_kind, activity.time, {}};
    use.last = std::max(use.last, activity.time);
  }
}

void Fold::link_sessions(Shard& shard, const Run& run) {
  Symbol credential, parent;
  for (Activity& activity : shard.minute) {
    if (!activity.credential) continue;
    if (activity.credential != credential) {
      credential = activity.credential;
      const Mint* origin = run.sessions.origin(credential);
      parent = origin == nullptr ? Symbol{} : origin->parent_identity;
      if (shard.sessions.size() < sessions_counted_max)
        shard.sessions.try_emplace(credential, origin != nullptr);
    }
    // A session that a key makes for itself has no other master.
    if (!activity.delegator && parent != activity.identity) activity.delegator = parent;
  }
}

profile::Profile& Fold::profile_of(Shard& shard, Symbol identity, const Run& run) {
  if (profile::Profile* known = shard.profiles.find(identity)) return *known;
  return shard.profiles.add(profile::Profile(identity, run.group_of(identity)));
}

void Fold::end_epoch(std::uint32_t epoch, Timestamp train_until) {
  for (auto& shard : shards_) {
    peers_.apply(shard->delta);
    shard->delta.clear();
    hours_.insert(hours_.end(), shard->hours.begin(), shard->hours.end());
    shard->hours.clear();
    for (const Hot& hot : shard->hot) hot_[hot.identity] = hot;
    shard->hot.clear();
  }
  const std::uint32_t hour = epoch / 60;
  if (Timestamp::from_seconds(hour * std::int64_t{3600}) >= train_until)
    tested_.push_back({hour, hours_.size(), identities()});
  // A minute of the first hour is no sample of hours.
  if (hour > watched_since_.hours()) calibration_.add(std::move(hours_));
  hours_.clear();
  std::erase_if(hot_, [&](const auto& entry) { return entry.second.hour + hot_hours_max < hour; });
}

std::vector<detect::Episode> Fold::take_episodes(Timestamp now) {
  std::vector<detect::Episode> episodes;
  for (auto& shard : shards_) shard->episodes.close(now, episodes);
  std::ranges::sort(episodes, {}, [](const detect::Episode& e) {
    return std::tuple(e.first, e.identity, e.last);
  });
  return episodes;
}

const profile::Profile* Fold::find(Symbol identity) const {
  return shards_[shard_of(identity)]->profiles.find(identity);
}

std::size_t Fold::identities() const {
  std::size_t sum = 0;
  for (const auto& shard : shards_) sum += shard->profiles.size();
  return sum;
}

std::size_t Fold::profile_bytes() const {
  std::size_t sum = 0;
  for (const auto& shard : shards_) sum += shard->profiles.memory_bytes();
  return sum;
}

std::size_t Fold::memory_bytes() const {
  constexpr std::size_t node_bytes = 2 * sizeof(void*);
  constexpr std::size_t evidence_bytes = sizeof(sketch::Evidence) + 2 * sizeof(void*) + node_bytes;
  std::size_t sum = peers_.memory_bytes() + calibration_.memory_bytes() + profile_bytes();
  for (const auto& shard : shards_) {
    sum += shard->bursts.size() * (sizeof(std::pair<Symbol, sketch::Burst>) + node_bytes);
    sum += shard->evidence.size() * evidence_bytes;
    sum += shard->uses.size() * (sizeof(std::pair<std::uint64_t, CredentialUse>) + node_bytes);
    sum += shard->sessions.size() * (sizeof(std::pair<Symbol, bool>) + node_bytes);
  }
  return sum;
}

void Fold::count_sessions(std::uint64_t& sessions, std::uint64_t& linked) const {
  sessions = linked = 0;
  for (const auto& shard : shards_) {
    sessions += shard->sessions.size();
    for (const auto& [credential, is_linked] : shard->sessions) linked += is_linked;
  }
}

void Fold::put_hot(ByteWriter& out) const {
  std::vector<Hot> all;
  for (const auto& [identity, hot] : hot_) all.push_back(hot);
  std::ranges::sort(all, {}, &Hot::identity);
  out.put(static_cast<std::uint64_t>(all.size()));
  for (const Hot& hot : all) out.put(hot);
}

void Fold::get_hot(ByteReader& in) {
  const auto count = in.get<std::uint64_t>();
  for (std::uint64_t i = 0; i < count && in.ok(); ++i) {
    const Hot hot = in.get<Hot>();
    hot_[hot.identity] = hot;
  }
}

void Fold::save(ByteWriter& out) const {
  out.put(watermark_);
  out.put(watched_since_);
  peers_.save(out);
  calibration_.save(out);
  for (const auto& shard : shards_) shard->evidence.save(out);
  put_hot(out);
  out.put(static_cast<std::uint64_t>(identities()));
  // By identity, so that the same state is the same bytes.
  std::vector<const profile::Profile*> profiles;
  for_each_profile([&](const profile::Profile& p) { profiles.push_back(&p); });
  std::ranges::sort(profiles, {}, [](const profile::Profile* p) { return p->identity(); });
  for (const profile::Profile* profile : profiles) {
    profile->save(out);
    shards_[shard_of(profile->identity())]->bursts.at(profile->identity()).save(out);
  }
  std::vector<CredentialUse> uses;
  for_each_credential_use([&](const CredentialUse& use) { uses.push_back(use); });
  std::ranges::sort(uses, {},
                    [](const CredentialUse& u) { return std::tuple(u.identity, u.credential); });
  out.put(static_cast<std::uint64_t>(uses.size()));
  for (const CredentialUse& use : uses) {
    out.put(use.identity);
    out.put(use.credential);
    out.put(use.kind);
    out.put(use.first);
    out.put(use.last);
  }
}

Status Fold::load(ByteReader& in) {
  watermark_ = in.get<Timestamp>();
  watched_since_ = in.get<Timestamp>();
  if (watched_since_ > watermark_) in.fail();
  peers_.load(in);
  calibration_.load(in);
  for (auto& shard : shards_) shard->evidence.load(in);
  get_hot(in);
  const auto count = in.get<std::uint64_t>();
  for (std::uint64_t i = 0; i < count && in.ok(); ++i) {
    profile::Profile profile = profile::Profile::load(in);
    if (!in.ok()) break;
    profile::Store& store = shards_[shard_of(profile.identity())]->profiles;
    if (store.find(profile.identity()) != nullptr)
      in.fail();
    else
      shards_[shard_of(profile.identity())]->bursts[store.add(std::move(profile)).identity()].load(
          in);
  }
  const auto uses = in.get<std::uint64_t>();
  for (std::uint64_t i = 0; i < uses && in.ok(); ++i) {
    CredentialUse use;
    use.identity = in.get<Symbol>();
    use.credential = in.get<Symbol>();
    use.kind = in.get<CredentialKind>();
    use.first = in.get<Timestamp>();
    use.last = in.get<Timestamp>();
    if (static_cast<std::size_t>(use.kind) >= credential_kind_names.size()) in.fail();
    if (!in.ok()) break;
    shards_[shard_of(use.identity)]->uses.emplace(
        hash_combine(use.identity.value, use.credential.value), use);
  }
  if (!in.ok()) return Error{Error::Code::corrupt, "the saved profiles are damaged"};
  return Nothing{};
}

}  // namespace gait::engine
