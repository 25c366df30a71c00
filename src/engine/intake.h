#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <vector>

#include "engine/parallel.h"
#include "model/batch.h"
#include "model/summary.h"

namespace gait::engine {

// Identities are spread over a fixed number of shards by their key, so that the number of threads
// changes nothing but the time it takes.
inline constexpr std::size_t shard_count = 64;
inline std::size_t shard_of(Symbol identity) { return identity.value % shard_count; }

// Where one reading thread puts its activities.
class Inlet {
 public:
  // Takes the activities out of a batch that is still being filled.
  void take_activities(Batch& batch);
  // Takes everything; the counts are added.
  void take(Batch& batch);

 private:
  friend class Intake;
  static constexpr std::size_t chunk_activities = 512;

  std::array<std::vector<std::vector<Activity>>, shard_count> chunks_;
  Batch rest_;  // all but activities
  Timestamp first_{std::numeric_limits<std::int64_t>::max()};
};

// The stretch of time after which shards tell each other what is new: an hour, and in the first
// hour that anybody is watched a minute, since then a minute is all the history there is. Counted
// in minutes since 1970, by its beginning.
inline std::uint32_t epoch_of(Timestamp time, Timestamp watched_since) {
  const std::int64_t minute = time.minutes();
  const bool young = time.hours() <= watched_since.hours();
  return static_cast<std::uint32_t>(young ? minute : minute / 60 * 60);
}

// One activity in the order of a shard.
struct Ordered {
  std::uint32_t epoch = 0;
  Symbol identity;
  std::int64_t time_ns = 0;
  const Activity* activity = nullptr;
};

// Brings what several threads have read, in any order, into the one order in which it is learned:
// by epoch, identity, time and event. Drops what was delivered twice, and of a call that two
// accounts have logged the side that does not know the caller.
class Intake {
 public:
  explicit Intake(std::vector<Inlet> inlets);

  // Leaves out what is not after `watermark`: it has been learned, and is not learned twice.
  // `watched_since` is when the state began; 0 = with what is taken here.
  void sort(Timestamp watermark, const ParallelFor& parallel_for, Timestamp watched_since = {});
  Timestamp watched_since() const { return watched_since_; }

  const std::vector<Ordered>& shard(std::size_t i) const { return shards_[i]; }
  const std::vector<Principal>& principals() const { return rest_.principals; }
  const std::vector<Mint>& mints() const { return rest_.mints; }
  const std::vector<ChangeEvidence>& changes() const { return rest_.changes; }

  // Adds what was taken and left out to the counts of a scan.
  void count(ScanStats& stats) const;

 private:
  void sort_shard(std::size_t shard, Timestamp watermark, const std::vector<EventId>& poor_twins);
  std::vector<EventId> poor_twins() const;

  std::vector<Inlet> inlets_;
  Timestamp watched_since_;
  Batch rest_;
  std::array<std::vector<Ordered>, shard_count> shards_;
  struct Counts {
    std::uint64_t duplicates = 0, already_learned = 0, undated = 0, derived = 0;
    Timestamp first{std::numeric_limits<std::int64_t>::max()};
  };
  std::array<Counts, shard_count> counts_{};
};

}  // namespace gait::engine
