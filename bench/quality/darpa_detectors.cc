#include "bench/quality/darpa_detectors.h"

#include <algorithm>
#include <span>
#include <unordered_map>
#include <unordered_set>

#include "detect/calibration.h"
#include "sketch/burst.h"

namespace gait::quality {
namespace {

constexpr std::uint16_t machines_group = 1;

// Hands out the edges of one minute after the other, with the index of the first.
template <class Take>
void for_each_minute(const Edges& edges, Take take) {
  const std::span<const Edge> all(edges.edges);
  for (std::size_t from = 0; from < all.size();) {
    std::size_t to = from;
    while (to < all.size() && all[to].minute == all[from].minute) ++to;
    take(all.subspan(from, to - from), from);
    from = to;
  }
}

// Bursts of all keys of one kind.
class Bursts {
 public:
  explicit Bursts(std::uint32_t first_minute) : first_minute_(first_minute) {}

  // Bits of each key that is called in the minute; learned at once, since judging is done.
  template <class KeyOf>
  std::unordered_map<std::uint32_t, float> take(std::span<const Edge> minute, KeyOf key_of,
                                                bool from_first_call) {
    std::unordered_map<std::uint32_t, std::uint32_t> calls;
    for (const Edge& edge : minute) ++calls[key_of(edge)];
    const std::uint32_t now = minute.front().minute;
    std::unordered_map<std::uint32_t, float> bits;
    for (const auto& [key, count] : calls) {
      Key& state = keys_.try_emplace(key, Key{{}, now}).first->second;
      const double watched = now - (from_first_call ? state.first_minute : first_minute_) + 1;
      bits[key] = static_cast<float>(state.burst.judge(count, now, watched));
      state.burst.learn(count, now, watched);
    }
    return bits;
  }

 private:
  struct Key {
    sketch::Burst burst;
    std::uint32_t first_minute = 0;
  };
  std::unordered_map<std::uint32_t, Key> keys_;
  std::uint32_t first_minute_;
};

// What the hours of the group have reached, as in the engine: closed hours are learned once the
// hour is over for everybody.
class HourlyCalibration {
 public:
  float bits(const Edge& edge, float raw) {
    close_before(edge.minute / 60);
    const double stated = calibration_.facet_bits(machines_group, Facet::burst, raw);
    Hour& hour = open_[edge.source];
    hour.raw = std::max(hour.raw, raw);
    double& most = hour.lanes[static_cast<std::size_t>(Lane::volume)];
    most = std::max(most, stated);
    return static_cast<float>(stated);
  }

 private:
  struct Hour {
    float raw = 0;
    detect::LaneBits lanes{};
  };

  void close_before(std::uint32_t hour) {
    if (hour == hour_) return;
    std::vector<detect::HourSample> samples;
    for (const auto& [source, closed] : open_) {
      detect::HourSample& sample = samples.emplace_back();
      sample.group = machines_group;
      sample.weight = detect::hour_weight(++active_hours_[source], closed.lanes);
      sample.facets[static_cast<std::size_t>(Facet::burst)] = closed.raw;
      constexpr auto volume = static_cast<std::size_t>(Lane::volume);
      sample.lanes[volume] = static_cast<float>(closed.lanes[volume]);
    }
    calibration_.add(samples);
    open_.clear();
    hour_ = hour;
  }

  detect::Calibration calibration_;
  std::unordered_map<std::uint32_t, Hour> open_;  // by source
  std::unordered_map<std::uint32_t, double> active_hours_;
  std::uint32_t hour_ = 0;
};

}  // namespace

Scores volume_scores(const Edges& edges, const VolumeOptions& options) {
  Scores scores(edges.edges.size());
  Bursts sources(edges.edges.front().minute), targets(edges.edges.front().minute);
  HourlyCalibration calibration;
  for_each_minute(edges, [&](std::span<const Edge> minute, std::size_t first) {
    const auto by_source = sources.take(
        minute, [](const Edge& e) { return e.source; }, options.from_first_call);
    std::unordered_map<std::uint32_t, float> by_target;
    if (options.by_resource)
      by_target = targets.take(
          minute, [](const Edge& e) { return e.target; }, options.from_first_call);
    for (std::size_t i = 0; i < minute.size(); ++i) {
      float bits = by_source.at(minute[i].source);
      if (options.by_resource) bits = std::max(bits, by_target.at(minute[i].target));
      scores[first + i] = options.calibrated ? calibration.bits(minute[i], bits) : bits;
    }
  });
  return scores;
}

Scores first_seen_scores(const Edges& edges) {
  Scores scores;
  std::unordered_set<std::uint64_t> seen;
  for (const Edge& edge : edges.edges)
    scores.push_back(seen.insert(std::uint64_t{edge.source} << 32 | edge.target).second ? 1 : 0);
  return scores;
}

Scores count_scores(const Edges& edges) {
  Scores scores(edges.edges.size());
  for_each_minute(edges, [&](std::span<const Edge> minute, std::size_t first) {
    std::unordered_map<std::uint32_t, float> calls;
    for (const Edge& edge : minute) ++calls[edge.source];
    for (std::size_t i = 0; i < minute.size(); ++i) scores[first + i] = calls[minute[i].source];
  });
  return scores;
}

}  // namespace gait::quality
