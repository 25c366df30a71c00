#include "sketch/alert_budget.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "base/check.h"

namespace gait::sketch {
namespace {

constexpr double gain_bits = 0.05;        // of the controller, for each episode that passes
constexpr double bank_days_max = 2;       // of the budget
constexpr double flood_day_share = 0.25;  // of a day's budget, that one hour counts in it at most
constexpr double level_bits_max = 1000;   // stands for "never"
constexpr double youth_bits_max = 3;      // one identity alone must be heard as well
constexpr double prior_hours = 20;        // a group is taken as known for so long from the start
constexpr std::int64_t week_hours = 168;

std::int64_t day_of(std::int64_t hour) { return hour / 24; }

// What a group that is not known well has to bring on top.
double youth_bits(const Candidate& candidate, double tests_per_day) {
  const double known = std::max(0.0, candidate.group_hours) + prior_hours;
  const double most = std::min(youth_bits_max, std::log2(1 + tests_per_day) / 4);
  const double bits = std::clamp(std::log2(AlertBudget::young_hours / known), 0.0, most);
  return candidate.peer_relative ? bits / 2 : bits;
}

double bits_in(const Candidate& candidate, std::size_t lane) {
  return candidate.bits[lane] > 0 ? candidate.bits[lane] : 0;  // also when it is no number
}

}  // namespace

AlertBudget::AlertBudget(BudgetOptions options) : options_(options) {
  check(options.findings_per_day >= 0 && options.findings_per_day_per_1000 >= 0,
        "a budget is no debt");
  check(options.false_share >= 0 && options.false_share <= 1, "a share is 0 to 1");
  for (const double share : options.lane_shares) check(share >= 0, "a lane takes no other's share");
}

double AlertBudget::budget(std::size_t lane) const {
  const double thousands = static_cast<double>(identities_) / 1000;
  return options_.lane_shares[lane] *
         std::max(options_.findings_per_day, options_.findings_per_day_per_1000 * thousands);
}

std::vector<Decision> AlertBudget::decide(const TestedHour& hour) {
  identities_ = hour.identities;
  pass_time(std::max<std::int64_t>(hour.hour, 0));
  begin_hour(std::max<std::uint64_t>(hour.tested, hour.candidates.size()));

  std::vector<Decision> decisions;
  std::vector<double> margins;
  for (const Candidate& candidate : hour.candidates) {
    decisions.push_back(weigh(candidate));
    const Decision& decision = decisions.back();
    margins.push_back(bits_in(candidate, decision.lane) - decision.threshold_bits);
  }
  std::vector<std::size_t> order(decisions.size());
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
    if (margins[a] != margins[b]) return margins[a] > margins[b];
    return hour.candidates[a].identity < hour.candidates[b].identity;
  });

  PerLane passed{};
  for (const std::size_t i : order) {
    Decision& decision = decisions[i];
    const auto lane = decision.lane;
    if (decision.verdict == Verdict::certain) ++certain_;
    if (decision.verdict == Verdict::young) ++lanes_[lane].young;
    if (decision.verdict != Verdict::finding) continue;
    ++passed[lane];
    if (!pay(hour.candidates[i], decision)) decision.verdict = Verdict::withheld;
  }
  correct(passed);
  return decisions;
}

void AlertBudget::pass_time(std::int64_t hour) {
  if (!begun_) {
    begun_ = true;
    first_hour_ = last_hour_ = hour;
    refill(1);
    return;
  }
  if (hour <= last_hour_) return;
  const std::int64_t today = day_of(last_hour_), passed = day_of(hour) - today;
  for (std::int64_t i = 0; i < std::min<std::int64_t>(passed, days_kept + 1); ++i) {
    Day& day = days_[static_cast<std::size_t>(today + i) % days_kept];
    day.tested = std::exchange(tested_today_, 0);
    for (std::size_t lane = 0; lane < budget_lanes; ++lane)
      day.findings[lane] = std::exchange(lanes_[lane].today, 0);
  }
  refill(static_cast<double>(hour - last_hour_) / 24);
  last_hour_ = hour;
}

void AlertBudget::refill(double days) {
  double over = 0;
  for (std::size_t lane = 0; lane < budget_lanes; ++lane) {
    LaneState& state = lanes_[lane];
    const double full = bank_days_max * budget(lane), filled = state.bank + budget(lane) * days;
    over += std::max(0.0, filled - full);
    state.bank = std::min(filled, full);
    state.correction_bits = std::max(0.0, state.correction_bits - gain_bits * budget(lane) * days);
  }
  for (std::size_t lane = 0; lane < budget_lanes; ++lane) {
    const double room = bank_days_max * budget(lane) - lanes_[lane].bank;
    const double lent = std::clamp(over, 0.0, std::max(0.0, room));
    lanes_[lane].bank += lent;
    over -= lent;
  }
}

// As many as on the busiest day of the last week. Before there are two days to go by, as many as
// if every hour were like the busiest.
double AlertBudget::tests_per_day() const {
  std::uint64_t tests = 1;
  for (const Day& day : days_) tests = std::max(tests, day.tested);
  if (last_hour_ - first_hour_ < 48) tests = std::max(tests, 24 * tested_hour_max_);
  return static_cast<double>(tests);
}

void AlertBudget::begin_hour(std::uint64_t tested) {
  tested_ += tested;
  tested_today_ += tested;
  tested_hour_max_ = std::max(tested_hour_max_, tested);

  // Tests beyond those of a usual day share another 1 between them.
  const double expected = tests_per_day(), test = static_cast<double>(tested_today_);
  const double share = std::min(1 / expected, expected / (test * (test + 1) + 1));
  for (std::size_t lane = 0; lane < budget_lanes; ++lane) {
    LaneState& state = lanes_[lane];
    const double pool = static_cast<double>(state.today) + budget(lane);
    const double level = -std::log2(options_.false_share * share * pool);
    state.threshold_bits = std::clamp(level + state.correction_bits, floor_bits, level_bits_max);
    state.hour_left = std::max(1.0, state.bank / 2);
  }
}

Decision AlertBudget::weigh(const Candidate& candidate) const {
  Decision decision;
  double most = 0;
  for (std::size_t lane = 0; lane < budget_lanes; ++lane) {
    const double over = bits_in(candidate, lane) - lanes_[lane].threshold_bits;
    if (lane > 0 && !(over > most)) continue;
    most = over;
    decision.lane = lane;
  }
  const double youth = youth_bits(candidate, tests_per_day());
  decision.threshold_bits = lanes_[decision.lane].threshold_bits + youth;
  if (candidate.certain)
    decision.verdict = Verdict::certain;
  else if (most >= youth)
    decision.verdict = Verdict::finding;
  else if (most >= 0)
    decision.verdict = Verdict::young;
  return decision;
}

bool AlertBudget::pay(const Candidate& candidate, const Decision& decision) {
  const auto lane = decision.lane;
  LaneState& state = lanes_[lane];
  const double once_a_year = std::log2(365 * tests_per_day()) + decision.threshold_bits -
                             state.threshold_bits + state.correction_bits;
  const bool grave = bits_in(candidate, lane) >= once_a_year;
  const bool covered = state.bank >= 1 && state.hour_left >= 1;
  if (!covered && !(grave && state.bank - 1 >= -budget(lane))) {
    ++state.withheld;
    return false;
  }
  state.bank -= 1;
  state.hour_left -= 1;
  ++state.findings;
  ++state.today;
  if (last_hour_ - first_hour_ < week_hours) ++findings_first_week_;
  return true;
}

void AlertBudget::correct(const PerLane& passed) {
  for (std::size_t lane = 0; lane < budget_lanes; ++lane) {
    double& bits = lanes_[lane].correction_bits;
    const double counted = std::min(passed[lane], flood_day_share * budget(lane));
    bits = std::min(correction_bits_max, bits + gain_bits * counted);
  }
}

BudgetReport AlertBudget::report() const {
  BudgetReport report;
  if (begun_) report.days = static_cast<double>(last_hour_ - first_hour_ + 1) / 24;
  report.tested = tested_;
  report.certain = certain_;
  double last_week = 0;
  for (std::size_t lane = 0; lane < budget_lanes; ++lane) {
    const LaneState& state = lanes_[lane];
    const double days = std::max(report.days, 1.0 / 24);
    report.lanes[lane] = {budget(lane),         static_cast<double>(state.findings) / days,
                          state.threshold_bits, state.correction_bits,
                          state.findings,       state.withheld,
                          state.young};
    report.requested_per_day += budget(lane);
    report.findings += state.findings;
    report.withheld += state.withheld;
    report.young += state.young;
    for (const Day& day : days_) last_week += static_cast<double>(day.findings[lane]);
  }
  const auto per_day = [](double findings, double days) { return days > 0 ? findings / days : 0; };
  report.first_week_per_day =
      per_day(static_cast<double>(findings_first_week_), std::min(report.days, 7.0));
  report.later_per_day =
      per_day(static_cast<double>(report.findings - findings_first_week_), report.days - 7);
  report.last_week_per_day =
      per_day(last_week, static_cast<double>(std::min<std::int64_t>(
                             days_kept, day_of(last_hour_) - day_of(first_hour_))));
  return report;
}

void AlertBudget::save(ByteWriter& out) const {
  out.put(begun_);
  for (const std::int64_t hour : {first_hour_, last_hour_}) out.put(hour);
  for (const std::uint64_t count :
       {identities_, tested_, tested_today_, tested_hour_max_, certain_, findings_first_week_})
    out.put(count);
  for (const LaneState& lane : lanes_) {
    for (const double value : {lane.bank, lane.correction_bits, lane.threshold_bits})
      out.put(value);
    for (const std::uint64_t count : {lane.findings, lane.withheld, lane.young, lane.today})
      out.put(count);
  }
  for (const Day& day : days_) {
    out.put(day.tested);
    out.put(day.findings);
  }
}

void AlertBudget::load(ByteReader& in) {
  AlertBudget loaded(options_);
  loaded.begun_ = in.get<std::uint8_t>() != 0;
  for (std::int64_t* hour : {&loaded.first_hour_, &loaded.last_hour_})
    *hour = in.get<std::int64_t>();
  for (std::uint64_t* count :
       {&loaded.identities_, &loaded.tested_, &loaded.tested_today_, &loaded.tested_hour_max_,
        &loaded.certain_, &loaded.findings_first_week_})
    *count = in.get<std::uint64_t>();
  bool sound = loaded.first_hour_ >= 0 && loaded.first_hour_ <= loaded.last_hour_;
  for (LaneState& lane : loaded.lanes_) {
    for (double* value : {&lane.bank, &lane.correction_bits, &lane.threshold_bits}) {
      *value = in.get<double>();
      sound = sound && std::isfinite(*value);
    }
    for (std::uint64_t* count : {&lane.findings, &lane.withheld, &lane.young, &lane.today})
      *count = in.get<std::uint64_t>();
    sound = sound && lane.correction_bits >= 0 && lane.correction_bits <= correction_bits_max;
  }
  for (Day& day : loaded.days_) {
    day.tested = in.get<std::uint64_t>();
    day.findings = in.get<decltype(day.findings)>();
  }
  if (!sound) in.fail();
  if (in.ok()) *this = loaded;
}

}  // namespace gait::sketch
