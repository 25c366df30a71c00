#pragma once

#include <array>
#include <functional>
#include <memory>
#include <span>
#include <unordered_map>
#include <vector>

#include "detect/episode.h"
#include "engine/intake.h"
#include "engine/parallel.h"
#include "profile/peers.h"
#include "profile/store.h"
#include "session/graph.h"

namespace gait::engine {

// What the fold asks about an identity it meets for the first time.
using GroupOf = std::function<profile::GroupId(Symbol identity)>;

// Hears of every activity with its departures, in no particular order between shards. Called from
// the threads of the fold.
using ActivityWitness = std::function<void(std::size_t shard, const Activity& activity,
                                           std::span<const detect::MinuteDeparture> departures)>;

struct FoldOptions {
  Timestamp train_until;    // before it nothing is reported, all is learned
  ActivityWitness witness;  // may be empty
};

// When an identity used a long-lived credential.
struct CredentialUse {
  Symbol identity, credential;
  CredentialKind kind = CredentialKind::unknown;
  Timestamp first, last;
};

// The state of the engine and its one step. State is a function of the activities in their order:
// the same activities give the same state, whatever the files, the threads or the day.
//
// Within an hour every identity is judged against its own past and against what its peers had
// shown by the end of the hour before; then the shards tell each other what is new. So shards need
// nothing of each other while they work, and any number of threads gives the same answer.
class Fold {
 public:
  Fold();

  // Learns and judges everything in `intake`, hour by hour. Finished episodes are appended to
  // `episodes`; what is still open stays in the state.
  void run(const Intake& intake, const session::Graph& sessions, const GroupOf& group_of,
           const FoldOptions& options, const ParallelFor& parallel_for);

  // Episodes that are over at `now`, in order of time and identity.
  std::vector<detect::Episode> take_episodes(Timestamp now);

  const profile::Peers& peers() const { return peers_; }
  const profile::Profile* find(Symbol identity) const;
  std::size_t identities() const;
  // Of the profiles alone, and of all state.
  std::size_t profile_bytes() const;
  std::size_t memory_bytes() const;
  // Different credentials that were used, and how many of them have a known mint.
  void count_sessions(std::uint64_t& sessions, std::uint64_t& linked) const;
  Timestamp watermark() const { return watermark_; }  // of the last activity

  template <class Visit>
  void for_each_profile(Visit visit) const {
    for (const auto& shard : shards_) shard->profiles.for_each(visit);
  }

  // Uses of long-lived credentials since the start; at most 65,536 per shard are kept.
  template <class Visit>
  void for_each_credential_use(Visit visit) const {
    for (const auto& shard : shards_)
      for (const auto& [key, use] : shard->uses) visit(use);
  }

  void save(ByteWriter& out) const;
  Status load(ByteReader& in);

 private:
  struct Shard {
    profile::Store profiles;
    detect::Episodes episodes;
    profile::PeerDelta delta;
    std::vector<Activity> minute;  // scratch
    std::vector<profile::Profile::Departure> departures;
    std::vector<detect::MinuteDeparture> evidence;
    std::unordered_map<std::uint64_t, CredentialUse> uses;  // by identity and credential
    std::unordered_map<Symbol, bool> sessions;              // by credential: mint known?
    std::size_t next = 0;                                   // in the order of the intake
  };
  struct Run;  // what stays the same while one intake is folded

  void fold_hour(std::size_t shard, std::uint32_t hour, const Run& run);
  void fold_minute(Shard& shard, std::size_t shard_number, const Run& run);
  profile::Profile& profile_of(Shard& shard, Symbol identity, const Run& run);
  static void link_sessions(Shard& shard, const Run& run);
  static void note_uses(Shard& shard);
  void exchange();

  std::array<std::unique_ptr<Shard>, shard_count> shards_;
  profile::Peers peers_;
  Timestamp watermark_;
};

}  // namespace gait::engine
