#include "detect/hold_budget.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

namespace gait::detect {
namespace {

// By criticality 0 to 5.
constexpr std::array<double, 6> weights{0.75, 0.75, 0.8, 1, 2.5, 5};

std::size_t lane_of(const Finding& finding) {
  const auto found = std::ranges::find(lane_names, finding.lane);
  return found == lane_names.end() ? 0 : static_cast<std::size_t>(found - lane_names.begin());
}

sketch::Candidate candidate_of(const Claim& claim) {
  sketch::Candidate candidate;
  candidate.identity = claim.identity;
  candidate.bits[lane_of(claim.finding)] =
      std::max(0.0, -std::log2(claim.finding.probability) + weight_bits(claim.criticality));
  candidate.group_hours = claim.group_hours;
  candidate.peer_relative = claim.peer_relative;
  candidate.certain = claim.finding.certain;
  return candidate;
}

bool is_told(sketch::Verdict verdict) {
  return verdict == sketch::Verdict::finding || verdict == sketch::Verdict::certain;
}

// The claims of one hour, judged together.
void decide(std::span<Claim> claims, const TestedCount& hour, sketch::AlertBudget& budget,
            std::vector<Finding>& told) {
  std::vector<sketch::Candidate> candidates;
  for (const Claim& claim : claims) candidates.push_back(candidate_of(claim));
  const auto decisions = budget.decide({hour.hour, hour.tested, hour.identities, candidates});
  for (std::size_t i = 0; i < claims.size(); ++i) {
    const bool told_but_for_change =
        claims[i].bits_before + weight_bits(claims[i].criticality) >= decisions[i].threshold_bits;
    if (is_told(decisions[i].verdict)) {
      told.push_back(std::move(claims[i].finding));
    } else if (decisions[i].verdict == sketch::Verdict::ordinary && told_but_for_change &&
               !claims[i].finding.changes_considered.empty()) {
      claims[i].finding.severity = Severity::info;
      told.push_back(std::move(claims[i].finding));
    }
  }
}

}  // namespace

double weight_bits(double criticality) {
  return std::log2(weights[static_cast<std::size_t>(std::clamp(criticality, 0.0, 5.0))]);
}

std::vector<Finding> hold_budget(std::vector<Claim> claims, std::span<const TestedCount> hours,
                                 sketch::AlertBudget& budget) {
  std::ranges::stable_sort(claims, {}, &Claim::hour);
  std::vector<Finding> told;
  // Nothing new was judged, and yet there is something to tell: it counts as its own test.
  const TestedCount only{claims.empty() ? 0 : claims.back().hour, claims.size(), claims.size()};
  if (hours.empty() && !claims.empty()) hours = {&only, 1};
  std::size_t next = 0;
  for (std::size_t i = 0; i < hours.size(); ++i) {
    std::size_t end = next;
    const bool last = i + 1 == hours.size();
    while (end < claims.size() && (last || claims[end].hour <= hours[i].hour)) ++end;
    decide(std::span(claims).subspan(next, end - next), hours[i], budget, told);
    next = end;
  }
  return told;
}

std::vector<Finding> tell_all(std::vector<Claim> claims) {
  std::vector<Finding> told;
  for (Claim& claim : claims)
    if (claim.finding.certain ||
        -std::log2(claim.finding.probability) >= sketch::AlertBudget::floor_bits)
      told.push_back(std::move(claim.finding));
  return told;
}

BudgetStats budget_stats(const sketch::AlertBudget& budget) {
  const sketch::BudgetReport report = budget.report();
  BudgetStats stats;
  stats.requested_per_day = report.requested_per_day;
  stats.days = report.days;
  stats.findings = report.findings;
  stats.held_back = report.withheld + report.young;
  stats.certain = report.certain;
  if (report.days > 0)
    stats.realised_per_day = static_cast<double>(report.findings) / std::max(report.days, 1.0);
  for (std::size_t i = 0; i < lane_count; ++i)
    stats.lanes[i] = {std::string(lane_names[i]), report.lanes[i].requested_per_day,
                      report.lanes[i].realised_per_day};
  return stats;
}

}  // namespace gait::detect
