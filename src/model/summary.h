#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "model/facet.h"
#include "model/finding.h"
#include "model/lane.h"

namespace gait {

// One value of a facet that an identity has had.
struct ValueSummary {
  std::string value;
  double minutes = 0;  // active minutes with it
  Timestamp first, last;
};

// An amount per window: what is usual and what was the most.
struct AmountSummary {
  Facet facet = Facet::volume;
  double usual = 0;  // median of active windows
  double high = 0;   // 99th percentile of active windows
  double most = 0;
  double windows = 0;  // active windows
};

struct CredentialSummary {
  std::string id, kind;
  Timestamp first, last;
  std::optional<double> age_days;
  std::optional<Timestamp> rotated;
};

// The method that a standing comes from, `name@version`.
inline constexpr std::string_view standing_method = "gait-standing@1";

// One finding's part in the standing of an identity. The parts add up to the standing.
struct Contributor {
  std::string finding;  // id
  std::string title, kind;
  double risk = 0;      // of the finding when it was found, 0 to 100
  double share = 0;     // of the standing, in its points
  double age_days = 0;  // since it was last seen
};

// The profile of an identity as people see it: an answer to each of the five questions.
struct IdentitySummary {
  std::string key;
  std::string identity_class, class_reason;
  std::string type;                 // principal type
  std::string human, human_reason;  // yes, no, unknown; and which rule says so
  std::string owner, purpose, environment, account;
  std::string peer_group;
  std::uint32_t peers = 0;
  Timestamp first, last;
  std::uint64_t activities = 0;
  std::uint64_t denied = 0;
  double learned_minutes = 0;
  double confidence = 0;  // 0 to 1: how much of the judgement is its own history
  double risk = 0;        // of its worst finding
  double standing = 0;    // 0 to 100: what its findings of the last weeks still weigh together
  std::vector<Contributor> contributors;  // to the standing; greatest share first
  std::uint32_t findings = 0;
  std::size_t state_bytes = 0;

  std::array<std::vector<ValueSummary>, facet_count> values;  // by facet; most frequent first
  std::array<std::uint8_t, 168> hours{};                      // hour of week, Monday 00 UTC; 0..255
  std::vector<AmountSummary> amounts;
  std::vector<std::uint32_t> daily;      // calls per day, the last day at the end, at most 28
  Timestamp daily_last;                  // the day of the last entry
  double daily_low = 0, daily_high = 0;  // the expected band of a day: 5th and 95th percentile
  std::vector<CredentialSummary> credentials;
  std::vector<std::string> delegators;
};

// A file or stream that could not be read, or not all of it.
struct InputProblem {
  std::string path;
  std::string message;
  bool nothing_read = false;  // not a single record came out of it
};

// The share of one lane in the alert budget. Findings a day.
struct LaneBudget {
  std::string name;
  double requested_per_day = 0, realised_per_day = 0;
};

// What the alert budget asked for and what came of it, over the time that was judged.
struct BudgetStats {
  double requested_per_day = 0;  // 0 = no budget was kept
  double realised_per_day = 0;   // without the certain ones
  std::uint64_t findings = 0;    // let through, without the certain ones
  std::uint64_t held_back = 0;   // unusual, and not worth the budget
  std::uint64_t certain = 0;     // let through whatever the budget
  double days = 0;               // judged
  std::array<LaneBudget, lane_count> lanes{};
};

struct ScanStats {
  std::uint64_t files = 0, records = 0, activities = 0, duplicates = 0, already_learned = 0,
                undated = 0, derived = 0, ignored = 0, malformed = 0, bytes = 0;
  std::uint64_t identities = 0, profile_bytes = 0, state_bytes = 0, symbol_bytes = 0, sessions = 0,
                sessions_linked = 0;
  Timestamp first, last;
  BudgetStats budget;
  double seconds = 0;  // wall clock; never part of machine-readable output
  std::vector<InputProblem> problems;
};

// Everything a scan has to say; what the reports render.
struct ScanReport {
  std::vector<Finding> findings;            // worst first
  std::vector<IdentitySummary> identities;  // by risk, then key
  ScanStats stats;
};

}  // namespace gait
