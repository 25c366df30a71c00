#include "engine/intake.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <tuple>
#include <unordered_set>

namespace gait::engine {
namespace {

template <class T>
void append(std::vector<T>& to, std::vector<T>& from) {
  if (to.empty())
    to.swap(from);
  else
    to.insert(to.end(), from.begin(), from.end());
  from.clear();
}

void append_rest(Batch& to, Batch& from) {
  append(to.principals, from.principals);
  append(to.mints, from.mints);
  append(to.changes, from.changes);
  append(to.twins, from.twins);
  to.counts.records += from.counts.records;
  to.counts.activities += from.counts.activities;
  to.counts.ignored += from.counts.ignored;
  to.counts.malformed += from.counts.malformed;
  to.counts.bytes += from.counts.bytes;
  from.counts = {};
}

bool before(const Ordered& a, const Ordered& b) {
  if (a.epoch != b.epoch) return a.epoch < b.epoch;
  if (a.identity != b.identity) return a.identity < b.identity;
  if (a.time_ns != b.time_ns) return a.time_ns < b.time_ns;
  const Activity &x = *a.activity, &y = *b.activity;
  // Beyond the event id only forged records differ; they too have one order.
  return std::tie(x.event, x.action, x.resource, x.outcome) <
         std::tie(y.event, y.action, y.resource, y.outcome);
}

bool same_event(const Ordered& a, const Ordered& b) {
  return a.time_ns == b.time_ns && a.identity == b.identity &&
         a.activity->event == b.activity->event;
}

}  // namespace

void Inlet::take_activities(Batch& batch) {
  for (const Activity& activity : batch.activities) {
    auto& chunks = chunks_[shard_of(activity.identity)];
    if (chunks.empty() || chunks.back().size() == chunk_activities) {
      chunks.emplace_back();
      chunks.back().reserve(chunk_activities);
    }
    chunks.back().push_back(activity);
    if (activity.time.ns != 0) first_ = std::min(first_, activity.time);
  }
  batch.activities.clear();
}

void Inlet::take(Batch& batch) {
  take_activities(batch);
  append_rest(rest_, batch);
}

Intake::Intake(std::vector<Inlet> inlets) : inlets_(std::move(inlets)) {
  for (Inlet& inlet : inlets_) append_rest(rest_, inlet.rest_);
}

void Intake::sort(Timestamp watermark, const ParallelFor& parallel_for, Timestamp watched_since) {
  watched_since_ = watched_since;
  if (watched_since_.ns == 0) {
    Timestamp first{std::numeric_limits<std::int64_t>::max()};
    for (const Inlet& inlet : inlets_) first = std::min(first, inlet.first_);
    // Where nothing was read, nobody is watched yet.
    if (first.ns != std::numeric_limits<std::int64_t>::max()) watched_since_ = first;
  }
  const std::vector<EventId> poor = poor_twins();
  parallel_for(shard_count, [&](std::size_t shard) { sort_shard(shard, watermark, poor); });
}

std::vector<EventId> Intake::poor_twins() const {
  std::unordered_set<Symbol> rich;
  for (const Twin& twin : rest_.twins)
    if (twin.rich) rich.insert(twin.shared);
  std::vector<EventId> poor;
  for (const Twin& twin : rest_.twins)
    if (!twin.rich && rich.contains(twin.shared)) poor.push_back(twin.event);
  std::ranges::sort(poor);
  return poor;
}

void Intake::sort_shard(std::size_t shard, Timestamp watermark,
                        const std::vector<EventId>& poor_twins) {
  std::vector<Ordered>& order = shards_[shard];
  Counts& counts = counts_[shard];
  std::size_t count = 0;
  for (const Inlet& inlet : inlets_)
    for (const auto& chunk : inlet.chunks_[shard]) count += chunk.size();
  order.reserve(count);
  for (const Inlet& inlet : inlets_) {
    for (const auto& chunk : inlet.chunks_[shard]) {
      for (const Activity& activity : chunk) {
        if (!poor_twins.empty() && std::ranges::binary_search(poor_twins, activity.event)) {
          ++counts.duplicates;
          continue;
        }
        if (activity.time.ns == 0) {
          ++counts.undated;
          continue;
        }
        if (activity.time <= watermark) {
          ++counts.already_learned;
          continue;
        }
        counts.derived += activity.derived;
        counts.first = std::min(counts.first, activity.time);
        order.push_back({epoch_of(activity.time, watched_since_), activity.identity,
                         activity.time.ns, &activity});
      }
    }
  }
  std::ranges::sort(order, before);
  const auto tail = std::unique(order.begin(), order.end(), same_event);
  counts.duplicates += static_cast<std::uint64_t>(order.end() - tail);
  order.erase(tail, order.end());
}

void Intake::count(ScanStats& stats) const {
  stats.records += rest_.counts.records;
  stats.activities += rest_.counts.activities;
  stats.ignored += rest_.counts.ignored;
  stats.malformed += rest_.counts.malformed;
  stats.bytes += rest_.counts.bytes;
  for (const Counts& counts : counts_) {
    stats.duplicates += counts.duplicates;
    stats.already_learned += counts.already_learned;
    stats.undated += counts.undated;
    stats.derived += counts.derived;
    if (stats.first.ns == 0 || counts.first < stats.first)
      if (counts.first.ns != std::numeric_limits<std::int64_t>::max()) stats.first = counts.first;
  }
}

}  // namespace gait::engine
