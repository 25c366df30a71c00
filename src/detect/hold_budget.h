#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/symbols.h"
#include "model/finding.h"
#include "model/summary.h"
#include "sketch/alert_budget.h"

namespace gait::detect {

// A finding that wants to be told, with what the alert budget asks about it.
struct Claim {
  Finding finding;
  Symbol identity;
  std::int64_t hour = 0;   // in which it was over, since 1970
  double criticality = 1;  // 1 to 5
  double group_hours = 0;  // that its group had been known for
  double bits_before = 0;  // before any change was weighed
  bool peer_relative = false;
};

// How many identity-hours were judged in an hour.
struct TestedCount {
  std::int64_t hour = 0;
  std::uint64_t tested = 0;
  std::uint64_t identities = 0;  // of the tenant
};

// What a claim is worth in the competition for the budget, in bits: weighted hypothesis testing
// (Genovese, Roeder and Wasserman, 2006), where weights that average 1 or less over all that is
// tested keep what is promised about false findings. Most hours do nothing graver than reading.
double weight_bits(double criticality);

// Lets through what the budget allows, hour by hour. What would have been told but for a change
// that explains it is told as `info`, beside the budget: a change explains, it never silences.
// `hours` are in order, and every claim belongs to one of them or to one before.
std::vector<Finding> hold_budget(std::vector<Claim> claims, std::span<const TestedCount> hours,
                                 sketch::AlertBudget& budget);

// Every claim from the floor of the budget on: what there would be to read without a budget.
std::vector<Finding> tell_all(std::vector<Claim> claims);

// Requested and realised, for people.
BudgetStats budget_stats(const sketch::AlertBudget& budget);

}  // namespace gait::detect
