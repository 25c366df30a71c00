#include "bench/quality/calibration.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_map>

#include "base/hash.h"
#include "bench/quality/fleet_sample.h"
#include "detect/score.h"

namespace gait::quality {
namespace {

constexpr int bits_min = 3, bits_max = 14;
constexpr double alerts_expected_min = 50;  // fewer say little about a ratio
constexpr std::int64_t learning_hours = 7 * 24;
// Not those of the fleet with attacks.
constexpr std::array<std::uint64_t, 2> clean_seeds{101, 102};

using Stated = std::array<float, lane_count + 1>;  // bits of each lane, and of all together

// The greatest bits of every identity-hour.
struct Hours {
  std::unordered_map<std::uint64_t, Stated> first_week, later;
};

void add_hours(Hours& hours, std::uint64_t seed, const FleetSample& sample,
               const ActionCatalogue& catalogue) {
  const std::int64_t start_hour = sample.start.hours();
  const auto witness = [&](std::size_t, const engine::JudgedMinute& minute) {
    const Activity& activity = minute.activities.front();
    const std::int64_t hour = activity.time.hours();
    const std::uint64_t key =
        hash_combine(hash_combine(activity.identity.value, static_cast<std::uint64_t>(hour)), seed);
    auto& place = hour - start_hour < learning_hours ? hours.first_week : hours.later;
    Stated& stated = place[key];
    for (std::size_t i = 0; i < lane_count; ++i)
      stated[i] = std::max(stated[i], static_cast<float>(minute.lanes[i]));
    const double all = -std::log2(detect::probability(minute.lanes));
    stated[lane_count] = std::max(stated[lane_count], static_cast<float>(all));
  };
  judge(sample, catalogue, {{}, witness});
}

// Realised over stated with a Poisson interval (square roots, Anscombe 1948).
Metric ratio_metric(std::string name, std::string what, double realised, double expected) {
  const double root = std::sqrt(realised + 0.375);
  const auto bound = [&](double z) {
    const double moved = std::max(0.0, root + z);
    return std::max(0.0, moved * moved - 0.375) / expected;
  };
  return {std::move(name), std::move(what), realised / expected, bound(-0.98), bound(0.98), {}, {}};
}

struct Worst {
  double optimism = 0, factor = 1;
};

Worst add_ratios(const std::unordered_map<std::uint64_t, Stated>& hours, std::size_t lane,
                 const std::string& suffix, std::vector<Metric>& metrics) {
  Worst worst;
  for (int bits = bits_min; bits <= bits_max; ++bits) {
    const double expected = static_cast<double>(hours.size()) * std::exp2(-bits);
    const auto realised = static_cast<double>(std::ranges::count_if(
        hours, [&](const auto& hour) { return hour.second[lane] >= static_cast<float>(bits); }));
    const std::string what =
        fmt::format("{:.0f} identity-hours of {}, stated {:.0f}", realised, hours.size(), expected);
    metrics.push_back(
        ratio_metric(fmt::format("calibration_{}_bits{}", bits, suffix), what, realised, expected));
    if (expected < alerts_expected_min) continue;
    const double ratio = std::max(realised, 0.5) / expected;
    worst.optimism = std::max(worst.optimism, ratio);
    worst.factor = std::max({worst.factor, ratio, 1 / ratio});
  }
  return worst;
}

Metric goal(std::string name, std::string what, double value) {
  Metric metric{std::move(name), std::move(what), value, {}, {}, 2, 1.25};
  metric.less_is_better = true;
  return metric;
}

}  // namespace

Result<std::vector<Metric>> calibration_metrics(const ActionCatalogue& catalogue,
                                                const std::string& scratch) {
  Hours hours;
  for (const std::uint64_t seed : clean_seeds) {
    simulate::FleetOptions options;
    options.seed = seed;
    options.identities = 200;
    options.days = 30;
    options.ndjson = true;
    TRY(const FleetSample sample, sample_fleet(options, catalogue, scratch));
    add_hours(hours, seed, sample, catalogue);
  }
  std::vector<Metric> metrics;
  const Worst all = add_ratios(hours.later, lane_count, "", metrics);
  metrics.push_back(goal("calibration_optimism",
                         "worst realised over stated where 50 alerts were expected", all.optimism));
  metrics.push_back(goal("calibration_factor", "worst factor either way, the same", all.factor));
  for (std::size_t lane = 0; lane < lane_count; ++lane)
    add_ratios(hours.later, lane, fmt::format("_{}", lane_names[lane]), metrics);
  const Worst young = add_ratios(hours.first_week, lane_count, "_first_week", metrics);
  metrics.push_back(
      {"calibration_optimism_first_week", "the same", young.optimism, {}, {}, {}, {}});
  return metrics;
}

}  // namespace gait::quality
