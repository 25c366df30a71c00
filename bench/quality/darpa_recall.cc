#include "bench/quality/darpa_recall.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <tuple>

namespace gait::quality {
namespace {

constexpr float infinity = std::numeric_limits<float>::infinity();

// Alerts on at most `count` of the values, sorted in descending order; ties are left out, and so
// are scores of 0, which say nothing.
float threshold_for(const std::vector<float>& sorted, double count) {
  const bool is_all = count >= static_cast<double>(sorted.size());
  const float last_left_out = is_all ? 0 : sorted[static_cast<std::size_t>(count)];
  return std::nextafter(std::max(last_left_out, 0.0F), infinity);
}

bool alerts(std::span<const LaneShare> lanes, std::span<const float> thresholds,
            std::vector<float> Maxima::*side, std::size_t i) {
  for (std::size_t k = 0; k < lanes.size(); ++k)
    if ((lanes[k].maxima->*side)[i] >= thresholds[k]) return true;
  return false;
}

// By attack: the share of its instances that was found; without those that have none.
std::vector<double> recalls_of(const std::vector<double>& hits, const std::vector<double>& total) {
  std::vector<double> recalls;
  for (std::size_t a = 0; a < total.size(); ++a)
    if (total[a] > 0) recalls.push_back(hits[a] / total[a]);
  return recalls;
}

}  // namespace

Recall::Recall(const Edges& edges) : edges_(edges) {
  // Attack, source, target, day of an instance; 0, source, 0, hour of normal traffic.
  using Key = std::tuple<std::uint32_t, std::uint32_t, std::uint32_t, std::uint32_t>;
  std::map<Key, std::uint32_t> known;
  for (const Edge& edge : edges.edges) {
    const std::uint32_t day = edge.minute / 1440;
    const bool is_normal = edge.attack == 0;
    auto& cases = is_normal ? normal_ : instances_;
    const Key key = is_normal ? Key{0, edge.source, 0, edge.minute / 60}
                              : Key{edge.attack, edge.source, edge.target, day};
    const auto [at, is_new] = known.try_emplace(key, static_cast<std::uint32_t>(cases.size()));
    if (is_new) cases.push_back({day, edge.attack});
    case_of_.push_back(at->second);
  }
}

Maxima Recall::maxima(const Scores& scores) const {
  Maxima most{std::vector<float>(normal_.size(), -infinity),
              std::vector<float>(instances_.size(), -infinity)};
  for (std::size_t i = 0; i < scores.size(); ++i) {
    float& value = (edges_.edges[i].attack == 0 ? most.normal : most.attack)[case_of_[i]];
    value = std::max(value, scores[i]);
  }
  return most;
}

std::vector<float> Recall::thresholds(std::span<const LaneShare> lanes, Days days,
                                      double per_day) const {
  std::vector<std::vector<float>> sorted;
  for (const LaneShare& lane : lanes) {
    auto& scores = sorted.emplace_back();
    for (std::size_t i = 0; i < normal_.size(); ++i)
      if (days.has(normal_[i].day)) scores.push_back(lane.maxima->normal[i]);
    std::ranges::sort(scores, std::ranges::greater{});
  }
  // Lanes overlap, so that together they may spend more than each one's share of the budget: the
  // greatest sum of shares whose union keeps to it. What one lane has no use for goes to the
  // others.
  const double budget = per_day * days.count();
  std::vector<float> best(lanes.size(), infinity), tried(lanes.size());
  double low = 0, high = static_cast<double>(100 * normal_.size());
  for (int step = 0; step < 40; ++step) {
    const double middle = (low + high) / 2;
    for (std::size_t k = 0; k < lanes.size(); ++k)
      tried[k] = threshold_for(sorted[k], middle * lanes[k].share);
    const bool affordable = false_alerts(lanes, tried, days) <= budget;
    (affordable ? low : high) = middle;
    if (affordable) best = tried;
  }
  return best;
}

double Recall::false_alerts(std::span<const LaneShare> lanes, std::span<const float> thresholds,
                            Days days) const {
  double count = 0;
  for (std::size_t i = 0; i < normal_.size(); ++i)
    count += days.has(normal_[i].day) && alerts(lanes, thresholds, &Maxima::normal, i);
  return count;
}

Found Recall::find(std::span<const LaneShare> lanes, std::span<const float> thresholds,
                   Days days) const {
  Found found;
  found.false_alerts_per_day = false_alerts(lanes, thresholds, days) / days.count();
  std::vector<double> hits(edges_.attacks.size()), total(edges_.attacks.size());
  double all_hits = 0, all = 0;
  for (std::size_t i = 0; i < instances_.size(); ++i) {
    if (!days.has(instances_[i].day)) continue;
    const double hit = alerts(lanes, thresholds, &Maxima::attack, i) ? 1 : 0;
    hits[instances_[i].attack] += hit;
    total[instances_[i].attack] += 1;
    all_hits += hit;
    all += 1;
  }
  if (all == 0) return found;
  found.instance_recall = all_hits / all;
  const std::vector<double> recalls = recalls_of(hits, total);
  const auto mean = [&](std::span<const std::size_t> drawn) {
    double sum = 0;
    for (const std::size_t a : drawn) sum += recalls[a];
    return sum / static_cast<double>(drawn.size());
  };
  for (const double recall : recalls)
    found.macro_recall += recall / static_cast<double>(recalls.size());
  found.interval = bootstrap(recalls.size(), mean);
  return found;
}

double event_auc(const Edges& edges, const Scores& scores) {
  std::vector<double> attack, normal;
  for (std::size_t i = 0; i < scores.size(); ++i)
    (edges.edges[i].attack == 0 ? normal : attack).push_back(scores[i]);
  return auc(attack, normal);
}

}  // namespace gait::quality
