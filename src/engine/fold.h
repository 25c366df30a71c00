#pragma once

#include <array>
#include <functional>
#include <memory>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

#include "detect/calibration.h"
#include "detect/episode.h"
#include "detect/evidence_book.h"
#include "detect/feedback.h"
#include "detect/hold_budget.h"
#include "engine/intake.h"
#include "engine/parallel.h"
#include "model/settings.h"
#include "profile/peers.h"
#include "profile/store.h"
#include "session/graph.h"
#include "sketch/burst.h"

namespace gait::engine {

// What the fold asks about an identity it meets for the first time.
using GroupOf = std::function<profile::GroupId(Symbol identity)>;

// What was made of one minute of one identity.
struct JudgedMinute {
  std::span<const Activity> activities;
  std::span<const detect::MinuteDeparture> departures;  // with the bits that the group bears out
  std::uint16_t group = 0;
  detect::LaneBits lanes{};      // of its hour so far
  detect::Accumulated evidence;  // of its identity, this hour taken in
  const detect::Calibration* calibration = nullptr;
};

// Hears of every minute, in no particular order between shards. Called from the threads of the
// fold.
using Witness = std::function<void(std::size_t shard, const JudgedMinute& minute)>;

struct FoldOptions {
  Timestamp train_until;  // before it nothing is reported, all is learned
  Witness witness;        // may be empty
  DetectionSettings settings = {};
  const detect::Feedback* feedback = nullptr;  // what people approved or confirmed
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
// Within an epoch, an hour, every identity is judged against its own past and against what its
// peers had shown by the end of the epoch before; then the shards tell each other what is new. So
// shards need nothing of each other while they work, and any number of threads gives the same
// answer.
class Fold {
 public:
  Fold();

  // Learns and judges everything in `intake`, hour by hour. Finished episodes are appended to
  // `episodes`; what is still open stays in the state.
  void run(const Intake& intake, const session::Graph& sessions, const GroupOf& group_of,
           const FoldOptions& options, const ParallelFor& parallel_for);

  // Episodes that are over at `now`, in order of time and identity.
  std::vector<detect::Episode> take_episodes(Timestamp now);

  // How much was judged in each hour since the last call, in order.
  std::vector<detect::TestedCount> take_tested() { return std::exchange(tested_, {}); }

  const profile::Peers& peers() const { return peers_; }
  const detect::Calibration& calibration() const { return calibration_; }
  const profile::Profile* find(Symbol identity) const;
  std::size_t identities() const;
  // Of the profiles alone, and of all state.
  std::size_t profile_bytes() const;
  std::size_t memory_bytes() const;
  // Different credentials that were used, and how many of them have a known mint.
  void count_sessions(std::uint64_t& sessions, std::uint64_t& linked) const;
  Timestamp watermark() const { return watermark_; }  // of the last activity
  Timestamp watched_since() const { return watched_since_; }

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
  // How far out of character an identity lately was.
  struct Hot {
    Symbol identity;
    std::uint32_t hour = 0;
    float bits = 0;
  };
  struct Shard {
    profile::Store profiles;
    detect::Episodes episodes;
    detect::EvidenceBook evidence;
    profile::PeerDelta delta;
    std::vector<detect::HourSample> hours;  // closed since the last exchange
    std::vector<Hot> hot;
    std::unordered_map<Symbol, sketch::Burst> bursts;
    std::vector<Activity> minute;  // scratch
    std::vector<profile::Profile::Departure> departures;
    std::vector<detect::MinuteDeparture> evidence_of_slice;
    std::unordered_map<std::uint64_t, CredentialUse> uses;  // by identity and credential
    std::unordered_map<Symbol, bool> sessions;              // by credential: mint known?
    std::size_t next = 0;                                   // in the order of the intake
  };
  struct Run;  // what stays the same while one intake is folded

  struct IdentityHour;  // one identity in the hour that is folded

  void fold_epoch(std::size_t shard, std::uint32_t epoch, const Run& run);
  static void gather_minute(Shard& shard, const std::vector<Ordered>& order);
  void fold_minute(Shard& shard, std::size_t shard_number, IdentityHour& now, const Run& run);
  void fold_slice(Shard& shard, std::size_t shard_number, std::span<const Activity> slice,
                  IdentityHour& now, const Run& run);
  void judge_slice(Shard& shard, std::size_t shard_number, std::span<const Activity> slice,
                   IdentityHour& now, const Run& run);
  static void learn_slice(Shard& shard, std::span<const Activity> slice, IdentityHour& now,
                          const Run& run);
  void judge_burst(Shard& shard, const Activity& activity, const IdentityHour& now) const;
  double minutes_watched(std::uint32_t minute) const;
  void close_hour(Shard& shard, const IdentityHour& now);
  static detect::Accumulated gather_evidence(const Shard& shard, Symbol delegator,
                                             IdentityHour& now);
  void put_hot(ByteWriter& out) const;
  void get_hot(ByteReader& in);
  double upstream_bits(std::span<const Activity> slice, std::uint32_t hour, const Run& run) const;
  profile::Profile& profile_of(Shard& shard, Symbol identity, const Run& run);
  static void link_sessions(Shard& shard, const Run& run);
  static void note_uses(Shard& shard);
  void end_epoch(std::uint32_t epoch, Timestamp train_until);

  std::array<std::unique_ptr<Shard>, shard_count> shards_;
  profile::Peers peers_;
  const profile::Peers nobody_;  // for identities that are to know only themselves
  detect::Calibration calibration_;
  std::unordered_map<Symbol, Hot> hot_;
  std::vector<detect::HourSample> hours_;  // scratch
  std::vector<detect::TestedCount> tested_;
  Timestamp watermark_, watched_since_;
};

}  // namespace gait::engine
