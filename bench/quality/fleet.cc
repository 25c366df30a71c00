// The simulated fleet: 30 days of 200 identities with every attack and every intended change, in
// three companies. What the simulator does is ours, so this says what breaks, not how good we are.

#include <fmt/format.h>

#include <algorithm>

#include "app/context_files.h"
#include "bench/quality/ablation.h"
#include "bench/quality/calibration.h"
#include "bench/quality/cost.h"
#include "bench/quality/fleet_naive.h"
#include "bench/quality/fleet_sample.h"
#include "bench/quality/fleet_stress.h"
#include "bench/quality/fleet_tally.h"

namespace gait::quality {
namespace {

constexpr int identities = 200, days = 30;
constexpr std::uint64_t seeds = 3;

struct ColdStart {
  const char* suffix;
  const char* when;
  std::int64_t history_s;
};
constexpr std::array cold_starts{
    ColdStart{"_after_1_hour", "the first attack after 1 hour of history", 3'600},
    ColdStart{"_after_1_day", "the first attack after 1 day of history", 86'400},
    ColdStart{"_after_7_days", "the first attack after 7 days of history", 7 * 86'400}};

// The logs begin so long before the first attack.
Timestamp begin_before_attacks(const FleetSample& sample, std::int64_t history_s) {
  Timestamp first = sample.end;
  for (const app::Label& label : sample.labels)
    if (label.attack) first = std::min(first, label.start);
  return {first.ns - history_s * 1'000'000'000};
}

struct Trials {
  std::vector<Trial> gait, first_seen, count_threshold;
  std::array<std::vector<Trial>, cold_starts.size()> cold;
};

Result<FleetSample> sample_of(std::uint64_t seed, const ActionCatalogue& catalogue,
                              const std::string& scratch) {
  simulate::FleetOptions options;
  options.seed = seed;
  options.identities = identities;
  options.days = days;
  options.scenarios = {"default"};
  options.ndjson = true;
  return sample_fleet(options, catalogue, scratch);
}

void try_out(const FleetSample& sample, const ActionCatalogue& catalogue, Trials& trials) {
  Judged judged = judge(sample, catalogue, {});
  const auto known = static_cast<double>(judged.stats.identities);
  trials.gait.push_back(trial_of(sample, std::move(judged.findings), {}, known));
  trials.first_seen.push_back(trial_of(sample, first_seen(sample), {}, known));
  trials.count_threshold.push_back(trial_of(sample, count_threshold(sample), {}, known));
  for (std::size_t i = 0; i < cold_starts.size(); ++i) {
    const Timestamp from = begin_before_attacks(sample, cold_starts[i].history_s);
    Judged cold = judge(sample, catalogue, {from, {}});
    trials.cold[i].push_back(trial_of(sample, std::move(cold.findings), from,
                                      static_cast<double>(cold.stats.identities)));
  }
}

// What is not measured on the fleet with attacks.
Status add_others(const FleetSample& sample, const ActionCatalogue& catalogue,
                  const std::string& scratch, std::vector<Metric>& metrics) {
  const auto add = [&](std::vector<Metric> more) {
    std::ranges::move(more, std::back_inserter(metrics));
  };
  add(cost_metrics(sample, catalogue));
  TRY(auto calibration, calibration_metrics(catalogue, scratch));
  add(std::move(calibration));
  TRY(auto ramps, ramp_metrics(catalogue, scratch));
  add(std::move(ramps));
  TRY(auto storms, storm_metrics(catalogue, scratch));
  add(std::move(storms));
  return Nothing{};
}

}  // namespace

Result<Table> fleet(const std::string& path) {
  TRY(const ActionCatalogue catalogue, app::read_catalogue({}));
  Trials trials;
  std::vector<FleetSample> samples;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    TRY(samples.emplace_back(), sample_of(seed, catalogue, path));
    try_out(samples.back(), catalogue, trials);
  }
  Table table{"fleet", {}, {}};
  table.remarks = {
      fmt::format("Simulated: {} days, {} identities, seeds 1 to {}, every scenario; the attacks "
                  "are in the last 3 days.",
                  days, identities, seeds),
      "False is every finding that is about no attack, intended changes too. Rates leave the first "
      "week out; thresholds of recall at k a day are the detector's own scores on this data.",
      "Delay counts to the first malicious event that a finding cites: a minute is judged at its "
      "end.",
  };
  Row gait{"gait", metrics_of(trials.gait, Detail::full)};
  for (std::size_t i = 0; i < cold_starts.size(); ++i)
    std::ranges::move(short_metrics(trials.cold[i], cold_starts[i].suffix, cold_starts[i].when),
                      std::back_inserter(gait.metrics));
  TRY_STATUS(add_others(samples.front(), catalogue, path, gait.metrics));
  table.rows.push_back(std::move(gait));
  table.rows.push_back({"first_seen", metrics_of(trials.first_seen, Detail::naive)});
  table.rows.push_back({"count_threshold", metrics_of(trials.count_threshold, Detail::naive)});
  return table;
}

Result<Table> ablation(const std::string& path) {
  TRY(const ActionCatalogue catalogue, app::read_catalogue({}));
  TRY(const FleetSample sample, sample_of(1, catalogue, path));
  Table table{"ablation", {}, {}};
  table.remarks = {
      fmt::format("Simulated: {} days, {} identities, seed 1, every scenario; one thing is taken "
                  "away at a time.",
                  days, identities)};
  table.rows = ablation_rows({&sample}, catalogue);
  return table;
}

}  // namespace gait::quality
