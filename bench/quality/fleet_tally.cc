#include "bench/quality/fleet_tally.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "bench/quality/metrics.h"

namespace gait::quality {
namespace {

constexpr double learning_days = 7;
constexpr double alert_budget_per_day = 10;  // the product's default

struct Attack {
  std::string kind;
  double risk = -1;  // of the worst finding about it, -1 = none
  bool high = false;
  double delay_events = 0, delay_seconds = 0;
};

// All trials taken apart.
struct Tally {
  std::vector<Attack> attacks;
  std::vector<double> false_risks;  // after the first week
  double days = 0, identity_days = 0;
  double false_high = 0, confounder_high = 0, confounders = 0, confounders_told = 0;
  double first_week = 0, first_week_days = 0, later = 0, days_over_budget = 0;
};

bool is_high(const Finding& finding) { return finding.severity >= Severity::high; }

// From the first event of the attack to the first one that a finding cites, if it cites any.
void measure_delay(const Trial& trial, const app::LabelResult& result, Attack& attack) {
  std::vector<std::pair<Timestamp, std::string>> events;
  for (const std::string& event : result.label.events)
    if (const auto at = trial.event_times.find(event); at != trial.event_times.end())
      events.emplace_back(at->second, event);
  std::ranges::sort(events);
  for (std::size_t i = 0; i < events.size(); ++i) {
    const bool cited = std::ranges::any_of(result.findings, [&](const Finding* finding) {
      return std::ranges::find(finding->activities, events[i].second) != finding->activities.end();
    });
    if (!cited) continue;
    attack.delay_events = static_cast<double>(i);
    attack.delay_seconds = static_cast<double>(events[i].first.ns - events.front().first.ns) / 1e9;
    return;
  }
  // Found by what it led to, after all that was labelled.
  attack.delay_events = static_cast<double>(events.size());
  attack.delay_seconds = std::max(
      0.0, static_cast<double>(result.findings.front()->time.ns - result.label.start.ns) / 1e9);
}

void tally_labels(const Trial& trial, const app::Score& score, Tally& tally) {
  for (const app::LabelResult& result : score.labels) {
    if (!result.label.attack) {
      tally.confounders += 1;
      tally.confounders_told += !result.findings.empty();
      tally.confounder_high += std::ranges::any_of(
          result.findings, [](const Finding* finding) { return is_high(*finding); });
      continue;
    }
    Attack& attack = tally.attacks.emplace_back();
    attack.kind = result.label.scenario;
    for (const Finding* finding : result.findings) {
      attack.risk = std::max(attack.risk, finding->risk);
      attack.high = attack.high || is_high(*finding);
    }
    if (!result.findings.empty()) measure_delay(trial, result, attack);
  }
}

// A finding that is about an attack is true; one about an intended change is as false as any.
std::vector<const Finding*> false_findings(const Trial& trial, const app::Score& score) {
  std::vector<const Finding*> wrong;
  for (const Finding& finding : trial.findings) {
    const bool about_attack =
        std::ranges::any_of(score.labels, [&](const app::LabelResult& result) {
          return result.label.attack &&
                 std::ranges::find(result.findings, &finding) != result.findings.end();
        });
    if (!about_attack) wrong.push_back(&finding);
  }
  return wrong;
}

void tally_days(const Trial& trial, Tally& tally) {
  std::map<std::int64_t, double> a_day;
  for (const Finding& finding : trial.findings)
    a_day[(finding.time.seconds() - trial.start.seconds()) / 86'400] += 1;
  for (const auto& [day, count] : a_day) {
    (static_cast<double>(day) < learning_days ? tally.first_week : tally.later) += count;
    tally.days_over_budget +=
        static_cast<double>(day) >= learning_days && count > alert_budget_per_day;
  }
}

Tally tally_of(const std::vector<Trial>& trials, double skipped_days) {
  Tally tally;
  for (const Trial& trial : trials) {
    const app::Score score = app::score(trial.labels, trial.findings);
    tally_labels(trial, score, tally);
    for (const Finding* finding : false_findings(trial, score)) {
      const double day =
          static_cast<double>(finding->time.seconds() - trial.start.seconds()) / 86'400;
      if (day < skipped_days) continue;
      tally.false_risks.push_back(finding->risk);
      tally.false_high += is_high(*finding);
    }
    const double days = std::max(0.0, trial.days - skipped_days);
    tally.days += days;
    tally.identity_days += days * trial.identities;
    tally.first_week_days += std::min(trial.days, learning_days);
    tally_days(trial, tally);
  }
  std::ranges::sort(tally.false_risks, std::greater<>());
  return tally;
}

// The least risk at which at most `count` false findings are told; ties never exceed it.
double threshold_for(const Tally& tally, double count) {
  const auto allowed = static_cast<std::size_t>(std::floor(count + 1e-9));
  if (tally.false_risks.size() <= allowed) return 0;
  return std::nextafter(tally.false_risks[allowed], std::numeric_limits<double>::infinity());
}

Metric share(std::string name, std::string what, double hits, double total) {
  const Interval interval = wilson(hits, total);
  return {std::move(name),
          std::move(what),
          total == 0 ? 0 : hits / total,
          interval.low,
          interval.high,
          {},
          {}};
}

Metric plain(std::string name, std::string what, double value) {
  return {std::move(name), std::move(what), value, {}, {}, {}, {}};
}

template <class Is>
Metric recall(const Tally& tally, std::string name, std::string what, Is is_found) {
  const auto hits = std::ranges::count_if(tally.attacks, is_found);
  return share(std::move(name), std::move(what), static_cast<double>(hits),
               static_cast<double>(tally.attacks.size()));
}

// A rate of rare things, with an interval of its square root (Poisson, Anscombe 1948).
Metric rate(std::string name, std::string what, double count, double per) {
  const double low = std::max(0.0, std::sqrt(count + 0.375) - 0.98);
  const double high = std::sqrt(count + 0.375) + 0.98;
  return {std::move(name),
          std::move(what),
          per == 0 ? 0 : count / per,
          per == 0 ? 0 : std::max(0.0, low * low - 0.375) / per,
          per == 0 ? 0 : (high * high - 0.375) / per,
          {},
          {}};
}

double quantile(std::vector<double> values, double q) {
  if (values.empty()) return 0;
  std::ranges::sort(values);
  return values[static_cast<std::size_t>(q * static_cast<double>(values.size() - 1))];
}

void add_recalls(const Tally& tally, std::vector<Metric>& metrics) {
  for (const int k : {1, 3, 10, 30}) {
    const double risk = threshold_for(tally, k * tally.days);
    metrics.push_back(recall(tally, fmt::format("recall_at_{}_a_day", k),
                             fmt::format("attacks found at {} false findings a day", k),
                             [&](const Attack& a) { return a.risk >= risk; }));
  }
  for (const int k : {1, 3, 10, 30}) {
    const double risk = threshold_for(tally, k * tally.identity_days / 1'000);
    metrics.push_back(
        recall(tally, fmt::format("recall_at_{}_per_1000_identity_days", k),
               fmt::format("attacks found at {} false findings per 1,000 identity-days", k),
               [&](const Attack& a) { return a.risk >= risk; }));
  }
}

// Per kind: found at all, and at 1 false finding a day.
void add_kinds(const Tally& tally, std::vector<Metric>& metrics) {
  const double risk = threshold_for(tally, tally.days);
  std::map<std::string, std::array<double, 3>> kinds;
  for (const Attack& attack : tally.attacks) {
    auto& [all, found, at_one] = kinds[attack.kind];
    all += 1;
    found += attack.risk >= 0;
    at_one += attack.risk >= risk;
  }
  for (const auto& [kind, counts] : kinds) {
    metrics.push_back(share("found_" + kind, "found at all", counts[1], counts[0]));
    metrics.push_back(
        share("found_at_1_a_day_" + kind, "found at 1 false finding a day", counts[2], counts[0]));
  }
}

void add_delays(const Tally& tally, std::vector<Metric>& metrics) {
  std::vector<double> events, seconds;
  for (const Attack& attack : tally.attacks) {
    if (attack.risk < 0) continue;
    events.push_back(attack.delay_events);
    seconds.push_back(attack.delay_seconds);
  }
  metrics.push_back(plain("delay_events_p50", "malicious events before the first one cited",
                          quantile(events, 0.5)));
  metrics.push_back(plain("delay_events_p90", "the same", quantile(events, 0.9)));
  metrics.push_back(
      plain("delay_seconds_p50", "from the first malicious event", quantile(seconds, 0.5)));
  metrics.push_back(plain("delay_seconds_p90", "the same", quantile(seconds, 0.9)));
}

void add_severe(const Tally& tally, std::vector<Metric>& metrics) {
  metrics.push_back(recall(tally, "recall_high", "attacks with a high or critical finding",
                           [](const Attack& a) { return a.high; }));
  Metric high = rate("false_high_per_week", "high or critical findings that are about no attack",
                     tally.false_high, tally.days / 7);
  high.at_least = 1;
  high.aim = 0;
  high.less_is_better = true;
  metrics.push_back(high);
  Metric changes =
      plain("intended_changes_high", "intended changes with a high finding", tally.confounder_high);
  changes.at_least = changes.aim = 0;
  changes.less_is_better = true;
  metrics.push_back(changes);
}

}  // namespace

Trial trial_of(const FleetSample& sample, std::vector<Finding> findings, Timestamp from,
               double identities) {
  Trial trial{sample.labels, std::move(findings), 0, identities, std::max(from, sample.start), {}};
  trial.days = static_cast<double>(sample.end.ns - trial.start.ns) / 86'400e9;
  std::map<std::string, bool> wanted;
  for (const app::Label& label : sample.labels)
    for (const std::string& event : label.events) wanted[event] = true;
  for (const Activity& activity : sample.batch.activities) {
    std::string event = activity.event.text(sample.symbols);
    if (wanted.contains(event)) trial.event_times[std::move(event)] = activity.time;
  }
  return trial;
}

std::vector<Metric> metrics_of(const std::vector<Trial>& trials, Detail detail) {
  const bool has_severities = detail != Detail::naive;
  const Tally tally = tally_of(trials, learning_days);
  std::vector<Metric> metrics;
  Metric all = recall(tally, "recall", "attacks with any finding, at what is reported",
                      [](const Attack& a) { return a.risk >= 0; });
  if (detail == Detail::full) all.at_least = all.aim = 1;
  metrics.push_back(all);
  if (has_severities) add_severe(tally, metrics);
  add_recalls(tally, metrics);
  add_delays(tally, metrics);
  metrics.push_back(share("intended_changes_told", "intended changes with any finding",
                          tally.confounders_told, tally.confounders));
  metrics.push_back(rate("false_findings_per_day", "findings about no attack",
                         static_cast<double>(tally.false_risks.size()), tally.days));
  metrics.push_back(rate("findings_per_day_first_week", "all findings, the first 7 days",
                         tally.first_week, tally.first_week_days));
  metrics.push_back(
      rate("findings_per_day", "all findings, after the first week", tally.later, tally.days));
  metrics.push_back(share("days_over_budget", "days with more findings than the alert budget of 10",
                          tally.days_over_budget, tally.days));
  if (detail == Detail::full) add_kinds(tally, metrics);
  return metrics;
}

std::vector<Metric> short_metrics(const std::vector<Trial>& trials, const std::string& suffix,
                                  const std::string& when) {
  const Tally tally = tally_of(trials, 0);
  std::vector<Metric> metrics;
  metrics.push_back(recall(tally, "recall" + suffix, "attacks found, " + when,
                           [](const Attack& a) { return a.risk >= 0; }));
  metrics.push_back(recall(tally, "recall_high" + suffix, "with a high finding, " + when,
                           [](const Attack& a) { return a.high; }));
  metrics.push_back(rate("false_high_per_week" + suffix, "false high findings, " + when,
                         tally.false_high, tally.days / 7));
  metrics.push_back(rate("false_findings_per_day" + suffix, "false findings, " + when,
                         static_cast<double>(tally.false_risks.size()), tally.days));
  return metrics;
}

}  // namespace gait::quality
