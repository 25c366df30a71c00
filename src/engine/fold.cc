#include "engine/fold.h"

#include <algorithm>
#include <limits>
#include <tuple>

#include "base/hash.h"

namespace gait::engine {
namespace {

// Below this many activities in an hour it takes longer to wake a thread than to do the work.
constexpr std::size_t parallel_activities_min = 256;

constexpr std::size_t credential_uses_max = 65'536;
constexpr std::size_t sessions_counted_max = 16'384;

constexpr std::size_t prefetch_ahead = 8;

constexpr std::uint32_t no_hour = std::numeric_limits<std::uint32_t>::max();

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
  while (true) {
    std::uint32_t hour = no_hour;
    for (std::size_t i = 0; i < shard_count; ++i) {
      const auto& order = intake.shard(i);
      if (shards_[i]->next < order.size()) hour = std::min(hour, order[shards_[i]->next].hour);
    }
    if (hour == no_hour) break;
    std::size_t activities = 0;
    for (std::size_t i = 0; i < shard_count; ++i) {
      const auto& order = intake.shard(i);
      const auto from = order.begin() + static_cast<std::ptrdiff_t>(shards_[i]->next);
      activities += static_cast<std::size_t>(
          std::ranges::upper_bound(from, order.end(), hour, {}, &Ordered::hour) - from);
    }
    const auto task = [&](std::size_t i) { fold_hour(i, hour, run); };
    if (activities < parallel_activities_min)
      one_after_another(shard_count, task);
    else
      parallel_for(shard_count, task);
    exchange();
  }
  for (std::size_t i = 0; i < shard_count; ++i) {
    const auto& order = intake.shard(i);
    if (order.empty()) continue;
    // Ordered by hour first: the last hour holds the latest time, in any place.
    for (auto at = order.rbegin(); at != order.rend() && at->hour == order.back().hour; ++at)
      watermark_.ns = std::max(watermark_.ns, at->time_ns);
  }
}

void Fold::fold_hour(std::size_t shard_number, std::uint32_t hour, const Run& run) {
  Shard& shard = *shards_[shard_number];
  const auto& order = run.intake.shard(shard_number);
  while (shard.next < order.size() && order[shard.next].hour == hour) {
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
    fold_minute(shard, shard_number, run);
  }
}

void Fold::fold_minute(Shard& shard, std::size_t shard_number, const Run& run) {
  link_sessions(shard, run);
  profile::Profile& profile = profile_of(shard, shard.minute.front().identity, run);
  profile.judge(shard.minute, peers_, shard.departures);
  if (!shard.departures.empty() || run.options.witness) {
    shard.evidence.clear();
    for (const auto& d : shard.departures) shard.evidence.push_back({d.deviation, d.first});
    if (run.options.witness)
      for (const Activity& activity : shard.minute)
        run.options.witness(shard_number, activity, shard.evidence);
    if (shard.minute.front().time >= run.options.train_until)
      shard.episodes.add(shard.minute, profile.group(), shard.evidence);
  }
  note_uses(shard);
  profile.learn(shard.minute, shard.delta);
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

void Fold::exchange() {
  for (auto& shard : shards_) {
    peers_.apply(shard->delta);
    shard->delta.clear();
  }
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
  std::size_t sum = peers_.memory_bytes() + profile_bytes();
  for (const auto& shard : shards_) {
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

void Fold::save(ByteWriter& out) const {
  out.put(watermark_);
  peers_.save(out);
  out.put(static_cast<std::uint64_t>(identities()));
  // By identity, so that the same state is the same bytes.
  std::vector<const profile::Profile*> profiles;
  for_each_profile([&](const profile::Profile& p) { profiles.push_back(&p); });
  std::ranges::sort(profiles, {}, [](const profile::Profile* p) { return p->identity(); });
  for (const profile::Profile* profile : profiles) profile->save(out);
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
  peers_.load(in);
  const auto count = in.get<std::uint64_t>();
  for (std::uint64_t i = 0; i < count && in.ok(); ++i) {
    profile::Profile profile = profile::Profile::load(in);
    if (!in.ok()) break;
    profile::Store& store = shards_[shard_of(profile.identity())]->profiles;
    if (store.find(profile.identity()) != nullptr)
      in.fail();
    else
      store.add(std::move(profile));
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
