#include "bench/quality/fleet_stress.h"

#include <fmt/format.h>

#include <algorithm>

#include "bench/quality/fleet_sample.h"

namespace gait::quality {
namespace {

constexpr int ramp_days = 60, history_days = 30;
// An instance shows the change when it next calls, some four times an hour.
constexpr std::int64_t storm_hours = 3;
constexpr std::int64_t day_ns = 86'400'000'000'000, minute_ns = 60'000'000'000;

Metric plain(std::string name, std::string what, double value) {
  return {std::move(name), std::move(what), value, {}, {}, {}, {}};
}

Result<FleetSample> sample_of(const std::string& scenario, int days,
                              const ActionCatalogue& catalogue, const std::string& scratch) {
  simulate::FleetOptions options;
  options.identities = 40;
  options.days = days;
  options.scenarios = {scenario};
  options.ndjson = true;
  return sample_fleet(options, catalogue, scratch);
}

// What the thief is after: bytes, or secrets.
double amount_of(const Activity& activity, bool secrets) {
  if (activity.outcome != Outcome::success) return 0;
  if (secrets) return activity.classes.has(ActionClass::secret_read) ? activity.count : 0;
  return activity.bytes > 0 ? activity.bytes : 0;
}

// The one identity of a ramp: when it took how much.
struct Loot {
  const FleetSample& sample;
  Symbol identity;
  bool secrets = false;
  Timestamp ramp_start;

  double between(Timestamp from, Timestamp to) const {
    double sum = 0;
    for (const Activity& activity : sample.batch.activities)
      if (activity.identity == identity && activity.time >= from && activity.time < to)
        sum += amount_of(activity, secrets);
    return sum;
  }
  double usual_a_day() const {
    return between(sample.start, ramp_start) * static_cast<double>(day_ns) /
           static_cast<double>(ramp_start.ns - sample.start.ns);
  }
  // Beyond the usual, in usual days.
  double taken_until(Timestamp time) const {
    const double usual = usual_a_day();
    if (usual <= 0) return 0;
    const double days = static_cast<double>(time.ns - ramp_start.ns) / static_cast<double>(day_ns);
    return std::max(0.0, between(ramp_start, time) / usual - days);
  }
};

// When the first finding about it at this severity was due: at the end of its first minute.
Timestamp first_finding(const std::vector<Finding>& findings, const std::string& identity,
                        Timestamp from, Severity least) {
  Timestamp first = end_of_time;
  for (const Finding& finding : findings) {
    const bool about = finding.identity == identity ||
                       std::ranges::find(finding.members, identity) != finding.members.end();
    if (about && finding.time >= from && finding.severity >= least)
      first = std::min(first, Timestamp{finding.time.ns + minute_ns});
  }
  return first;
}

void add_found(const Loot& loot, const std::string& name, Timestamp found,
               std::vector<Metric>& metrics) {
  const bool never = found == end_of_time;
  const double days = static_cast<double>(found.ns - loot.ramp_start.ns) / 86'400e9;
  metrics.push_back(
      plain(name + "_day", "day of the ramp; 61 is never", never ? ramp_days + 1 : days));
  metrics.push_back(plain(name + "_taken", "beyond the usual by then, in usual days",
                          loot.taken_until(never ? loot.sample.end : found)));
}

Status add_ramp(const std::string& scenario, const ActionCatalogue& catalogue,
                const std::string& scratch, std::vector<Metric>& metrics) {
  TRY(const FleetSample sample, sample_of(scenario, history_days + ramp_days, catalogue, scratch));
  if (sample.labels.empty() || sample.labels[0].identities.empty())
    return Error{Error::Code::corrupt, fmt::format("scenario `{}` left no label", scenario)};
  const std::string& identity = sample.labels[0].identities[0];
  const Loot loot{sample,
                  symbol_of(identity),
                  scenario.find("secrets") != std::string::npos,
                  {sample.end.ns - ramp_days * day_ns}};
  const Judged judged = judge(sample, catalogue, {});
  const auto before = std::ranges::count_if(judged.findings, [&](const Finding& finding) {
    return finding.identity == identity && finding.time < loot.ramp_start;
  });
  add_found(loot, scenario + "_found",
            first_finding(judged.findings, identity, loot.ramp_start, Severity::info), metrics);
  add_found(loot, scenario + "_high",
            first_finding(judged.findings, identity, loot.ramp_start, Severity::high), metrics);
  metrics.push_back(plain(scenario + "_total", "beyond the usual in all, in usual days",
                          loot.taken_until(sample.end)));
  metrics.push_back(plain(scenario + "_findings_before",
                          "about the same identity in the 30 days before",
                          static_cast<double>(before)));
  return Nothing{};
}

Metric with_goal(Metric metric, double goal, bool less_is_better) {
  metric.at_least = metric.aim = goal;
  metric.less_is_better = less_is_better;
  return metric;
}

}  // namespace

Result<std::vector<Metric>> ramp_metrics(const ActionCatalogue& catalogue,
                                         const std::string& scratch) {
  std::vector<Metric> metrics;
  for (const char* what : {"export", "secrets"})
    for (const char* how : {"jump_{}", "ramp_{}_1", "ramp_{}_5", "ramp_{}_20"})
      TRY_STATUS(add_ramp(fmt::format(fmt::runtime(how), what), catalogue, scratch, metrics));
  return metrics;
}

Result<std::vector<Metric>> storm_metrics(const ActionCatalogue& catalogue,
                                          const std::string& scratch) {
  std::vector<Metric> metrics;
  for (const std::string scenario : {"deploy_storm", "deploy_storm_unannounced"}) {
    TRY(const FleetSample sample, sample_of(scenario, 10, catalogue, scratch));
    const Judged judged = judge(sample, catalogue, {});
    const app::Score score = app::score(sample.labels, judged.findings);
    double findings = 0, groups = 0, high = 0, later = 0;
    const Timestamp over{sample.labels.at(0).start.ns + storm_hours * 60 * minute_ns};
    for (const Finding* finding : score.labels.at(0).findings) {
      if (finding->time >= over) {
        later += 1;
        continue;
      }
      findings += 1;
      groups += !finding->members.empty();
      high += finding->severity >= Severity::high;
    }
    metrics.push_back(with_goal(
        plain(scenario + "_findings", "about 1,000 instances that changed", findings), 1, true));
    metrics.push_back(
        with_goal(plain(scenario + "_group_findings", "of these, of a group", groups), 1, false));
    metrics.push_back(
        with_goal(plain(scenario + "_high", "of these, high or critical", high), 0, true));
    metrics.push_back(plain(scenario + "_later_findings",
                            "about the same instances in the two days after", later));
  }
  return metrics;
}

}  // namespace gait::quality
