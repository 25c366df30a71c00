#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "base/bytes.h"
#include "base/symbols.h"

namespace gait::sketch {

// Kinds of evidence that are tested apart; the caller names them.
inline constexpr std::size_t budget_lanes = 3;
using PerLane = std::array<double, budget_lanes>;

struct BudgetOptions {
  double findings_per_day = 10;           // of a tenant, however small
  double findings_per_day_per_1000 = 10;  // identities: a tenant of 5,000 has 50 a day
  double false_share = 0.25;              // of what is found, and of the budget on a quiet day
  PerLane lane_shares{0.6, 0.2, 0.2};     // of the budget; measured apart, never mixed
};

// What is known of one identity in one hour. A stretch of hours that becomes one finding is
// offered once; so is a group of identities that moves together.
struct Candidate {
  Symbol identity;
  PerLane bits{};              // -log2 of a calibrated p-value, or log2 of an e-value
  double group_hours = 1e9;    // samples of the calibrator that the bits come from
  bool peer_relative = false;  // the bits rest on what its peers do, not on its own short history
  bool certain = false;        // policy, canary, disabled credential: no statistics in it
};

// All that was tested when an hour was closed.
struct TestedHour {
  std::int64_t hour = 0;         // since 1970
  std::uint64_t tested = 0;      // identity-hours judged, also those too ordinary to be offered
  std::uint64_t identities = 0;  // of the tenant
  std::span<const Candidate> candidates;  // at least those of `AlertBudget::floor_bits`
};

enum class Verdict : std::uint8_t {
  finding,   // charged to the budget
  certain,   // a finding that the budget has no say in; counted apart
  ordinary,  // below the threshold
  young,     // would be one if its group were known for longer
  withheld,  // above the threshold, but graver ones have taken the budget: say how many
};

struct Decision {
  Verdict verdict = Verdict::ordinary;
  std::size_t lane = 0;       // that stands out most against its threshold
  double threshold_bits = 0;  // that was asked of it in that lane, youth counted in
};

struct LaneReport {
  double requested_per_day = 0, realised_per_day = 0;
  double threshold_bits = 0, correction_bits = 0;
  std::uint64_t findings = 0, withheld = 0, young = 0;
};

// Requested against realised, for people.
struct BudgetReport {
  double requested_per_day = 0;
  double first_week_per_day = 0;  // realised until the seventh day is over
  double later_per_day = 0;       // and since
  double last_week_per_day = 0;   // of the last seven full days
  double days = 0;
  std::uint64_t tested = 0, findings = 0, certain = 0, withheld = 0, young = 0;
  std::array<LaneReport, budget_lanes> lanes;
};

// Holds a number of findings a day. Three things decide, each for a different way to be wrong:
//
// 1. The level: is it improbable enough, with so many tests? e-LOND (Xu and Ramdas, "Online
//    multiple testing with e-values", AISTATS 2024) with a pseudo-count: test t of a lane passes
//    at 1 / a_t, a_t = false_share * g_t * (R + b), where g_t is the share of a day's tests that t
//    is (they add up to 1 on a usual day, to 2 at most), R the lane's findings so far today, b its
//    budget. The sequence begins anew each day, or it would ask for more every day of its life. For
//    e-values, whatever their dependence, E[V / (R + b)] <= false_share for V false findings (the
//    proof of e-LOND, with R + b in place of R + 1); for p-values the same rule is LOND (Javanmard
//    and Montanari, 2018) and needs independence, but E[V] <= false_share * (E[R] + b) needs only
//    that each is super-uniform. So a day when nothing is wrong spends a third of the budget at
//    most, not all of it: the budget is what people can look at and not a number to be filled. 200
//    identities, 10 a day: 11.7 bits.
// 2. The correction, for p-values that have drifted: an integral controller over what passes the
//    level. It rises by 0.05 bits for each, and falls by 0.05 * b a day, so that it rests where
//    exactly the budget passes; 0 to 4 bits (a factor of 16). One hour counts as a quarter of a
//    day's budget at most: a flood is no drift.
// 3. The bank, for floods: findings are paid from it. It fills evenly, holds two days at most (a
//    quiet week does not buy a noisy hour), and what a full lane cannot hold goes to the others.
//    The gravest of an hour come first, and an hour may take half of the bank, at least one
//    finding: a flood leaves something for the next hours, which may hold the graver thing. What
//    chance would bring less than once a year may go on to overdraw the bank by a day's budget.
//    Beyond, even that is withheld, counted and said.
//
// Never fewer bits than 9 pass: one hour in 512, so that a tenant of thirty identities hears of
// chance once in three days and not every day. A group known for less than 2,000 identity-hours has
// no calibrated tail yet and has to bring log2(2,000 / hours) bits more, half of that when its
// peers speak against it: week one of DARPA took 135 to 253 findings without (70 requested).
//
// Measured on simulated streams of 200 identities whose stated bits are 1, 1.5 or 2 times what they
// should be, through a Calibrator each for 8 groups: 0.3 to 0.9 findings a day of the 10, in week
// one 0.6 at most (1.6 without the bar for the young); 1.4 when they grow by 30 % after week 3.
//
// Pure and deterministic: hours come in order, the order inside an hour does not matter.
class AlertBudget {
 public:
  static constexpr double floor_bits = 9;
  static constexpr double young_hours = 2000;
  static constexpr double correction_bits_max = 4;

  explicit AlertBudget(BudgetOptions options = {});

  // One decision for each candidate, in their order. An hour before the last counts as the last.
  std::vector<Decision> decide(const TestedHour& hour);

  BudgetReport report() const;

  void save(ByteWriter& out) const;
  void load(ByteReader& in);  // keeps the options

 private:
  struct LaneState {
    double bank = 0, correction_bits = 0, threshold_bits = 0;
    double hour_left = 0;  // what this hour may still take from the bank
    std::uint64_t findings = 0, withheld = 0, young = 0;
    std::uint64_t today = 0;  // findings
  };
  struct Day {
    std::uint64_t tested = 0;
    std::array<std::uint64_t, budget_lanes> findings{};
  };
  static constexpr std::size_t days_kept = 7;

  double budget(std::size_t lane) const;  // findings per day
  void pass_time(std::int64_t hour);
  void refill(double days);
  double tests_per_day() const;
  void begin_hour(std::uint64_t tested);
  Decision weigh(const Candidate& candidate) const;
  bool pay(const Candidate& candidate, const Decision& decision);
  void correct(const PerLane& passed);

  BudgetOptions options_;
  std::uint64_t identities_ = 0;
  std::int64_t first_hour_ = 0, last_hour_ = 0;
  bool begun_ = false;
  std::uint64_t tested_ = 0, tested_today_ = 0, tested_hour_max_ = 0;
  std::uint64_t certain_ = 0, findings_first_week_ = 0;
  std::array<LaneState, budget_lanes> lanes_;
  std::array<Day, days_kept> days_;  // full days, by day number
};

}  // namespace gait::sketch
