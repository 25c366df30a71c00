// DARPA 1998: connections between machines, as calls of identities to resources.

#include <fmt/format.h>

#include <array>

#include "bench/quality/darpa_detectors.h"
#include "bench/quality/darpa_edges.h"
#include "bench/quality/darpa_recall.h"
#include "bench/quality/report.h"

namespace gait::quality {
namespace {

struct Budget {
  double per_day;
  double at_least, aim;  // macro recall
};
constexpr std::array<Budget, 3> budgets{{{10, 0.25, 0.26}, {50, 0.42, 0.45}, {200, 0.86, 0.90}}};

// The budget gives the baseline lane 60 %, volume 20 % and chains 20 %; there are no chains here.
constexpr double baseline_share = 0.75, volume_share = 0.25;

Metric recall_metric(const Found& found, std::string name, std::string what) {
  Metric metric{std::move(name), std::move(what), found.macro_recall, {}, {}, {}, {}};
  metric.low = found.interval.low;
  metric.high = found.interval.high;
  return metric;
}

Metric plain(std::string name, std::string what, double value) {
  return {std::move(name), std::move(what), value, {}, {}, {}, {}};
}

// Thresholds of an oracle over all days, then thresholds frozen on the first half of the days.
void add_recalls(const Recall& recall, const Edges& edges, std::span<const LaneShare> lanes,
                 bool is_ours, Row& row) {
  const Days all{edges.first_day(), edges.last_day()};
  const std::uint32_t middle = edges.first_day() + edges.days() / 2;
  for (const Budget& budget : budgets) {
    const Found found = recall.find(lanes, recall.thresholds(lanes, all, budget.per_day), all);
    Metric& metric = row.metrics.emplace_back(
        recall_metric(found, fmt::format("macro_recall_{}", budget.per_day),
                      fmt::format("mean over attacks of the share of instances found at {} false "
                                  "alerts a day",
                                  budget.per_day)));
    if (is_ours) metric.at_least = budget.at_least, metric.aim = budget.aim;
    row.metrics.push_back(plain(fmt::format("instance_recall_{}", budget.per_day),
                                "share of all attack instances found", found.instance_recall));
    if (lanes.size() > 1)
      row.metrics.push_back(plain(fmt::format("false_alerts_{}", budget.per_day),
                                  "false alerts a day by the union of the lanes",
                                  found.false_alerts_per_day));
  }
  if (edges.days() < 2) return;
  const Days first{all.first, middle - 1}, second{middle, all.last};
  for (const Budget& budget : budgets) {
    const auto frozen = recall.thresholds(lanes, first, budget.per_day);
    const Found found = recall.find(lanes, frozen, second);
    row.metrics.push_back(recall_metric(
        found, fmt::format("second_half_macro_recall_{}", budget.per_day),
        fmt::format("macro recall in the second half with thresholds that gave {} false alerts a "
                    "day in the first",
                    budget.per_day)));
    row.metrics.push_back(plain(fmt::format("second_half_false_alerts_{}", budget.per_day),
                                "false alerts a day that they gave in the second half",
                                found.false_alerts_per_day));
  }
}

Row row_of(std::string detector, const Recall& recall, const Edges& edges, const Scores& scores) {
  Row row{std::move(detector), {}};
  const Maxima maxima = recall.maxima(scores);
  add_recalls(recall, edges, std::array{LaneShare{&maxima, 1}}, false, row);
  row.metrics.push_back(plain("event_auc", "over single edges", event_auc(edges, scores)));
  return row;
}

Row combined(const Recall& recall, const Edges& edges, const Scores& baseline,
             const Scores& volume) {
  Row row{"gait", {}};
  const Maxima of_baseline = recall.maxima(baseline), of_volume = recall.maxima(volume);
  const std::array lanes{LaneShare{&of_baseline, baseline_share},
                         LaneShare{&of_volume, volume_share}};
  add_recalls(recall, edges, lanes, true, row);
  Metric auc =
      plain("volume_event_auc", "of the volume lane, over single edges", event_auc(edges, volume));
  auc.at_least = 0.97;
  auc.aim = 0.986;  // the best published, MIDAS-F
  row.metrics.push_back(auc);
  return row;
}

std::vector<std::string> remarks_of(const Edges& edges) {
  std::size_t attacks = 0;
  for (const Edge& edge : edges.edges) attacks += edge.attack != 0;
  return {
      fmt::format("{} edges of {} machines in {} calendar days; {:.0f} % belong to {} kinds of "
                  "attack.",
                  edges.edges.size(), edges.machines.size(), edges.days(),
                  100.0 * static_cast<double>(attacks) / static_cast<double>(edges.edges.size()),
                  edges.attacks.size() - 1),
      "A false alert is a distinct (source, hour) of normal traffic at or above a threshold, an "
      "instance a distinct (attack, source, target, day). All attacks weigh the same; intervals "
      "are over attacks.",
      "The first hours count like all others: there is no warm-up that is left out.",
      fmt::format("Lanes share the alert budget {:.0f} to {:.0f} and alert apart.",
                  100 * baseline_share, 100 * volume_share)};
}

}  // namespace

Result<Table> darpa(const std::string& path) {
  TRY(const Edges edges, read_edges(path));
  const Recall recall(edges);
  const Scores baseline = baseline_scores(edges), volume = volume_scores(edges, {});
  Table table{"darpa", remarks_of(edges), {}};
  const auto add = [&](std::string name, const Scores& scores) {
    table.rows.push_back(row_of(std::move(name), recall, edges, scores));
  };
  table.rows.push_back(combined(recall, edges, baseline, volume));
  add("gait, baseline lane alone", baseline);
  add("gait, volume lane alone", volume);
  add("first_seen", first_seen_scores(edges));
  add("count_threshold", count_scores(edges));
  add("volume lane, not calibrated", volume_scores(edges, {.calibrated = false}));
  add("volume lane, time from the first call", volume_scores(edges, {.from_first_call = true}));
  add("volume lane, with resources", volume_scores(edges, {.by_resource = true}));
  return table;
}

}  // namespace gait::quality
