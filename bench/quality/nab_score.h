#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "base/time.h"

namespace gait::quality {

// Both ends are rows of the series and belong to it.
struct NabWindow {
  std::size_t first = 0, last = 0;
};

struct NabSeries {
  std::string name;  // `realAWSCloudwatch/ec2_cpu_utilization_24ae8d.csv`
  std::vector<Timestamp> times;
  std::vector<double> values;      // as many as times
  std::vector<NabWindow> windows;  // in time order, apart from each other
};

// The scoring of the Numenta Anomaly Benchmark (Lavin and Ahmad, 2015), standard profile: a true
// positive weighs 1, a missed window 1, a false positive 0.11. Written from the paper and held to
// the benchmark's published results: with the stored scores of its own detectors this gives 51.717
// for Random Cut Forest and 70.101 for HTM on all 58 series, the published numbers to every digit.
//
// Within a window only the earliest detection counts, weighed by a sigmoid that falls from 1 at the
// left end to 0 at the right end; one outside costs up to 0.11, less just behind a window. The
// first 15 % of the rows, at most 750, are neither.
struct NabScore {
  double score = 0;      // 0 = alerting never, 100 = every window at its first row and nothing else
  double threshold = 0;  // alert when a row's score is at or above it
};

// Scores of the rows of one series, as many as it has values.
using RowScores = std::vector<double>;

// The threshold that is best for all the given series together, as the benchmark does it.
NabScore best_nab_score(std::span<const NabSeries* const> series,
                        std::span<const RowScores* const> scores);

// What one series gets with a threshold. The score of several is that of their sum.
struct NabTally {
  double gained = 0;  // above alerting never; 2 for each window is perfect
  double windows = 0;
  double found = 0;         // windows with an alert
  double false_alerts = 0;  // rows

  NabTally& operator+=(const NabTally& other);
  double score() const { return windows == 0 ? 0 : 50 * gained / windows; }
};
NabTally nab_tally_at(const NabSeries& series, const RowScores& scores, double threshold);

// Rows at the start that are not scored.
std::size_t nab_probation(std::size_t rows);

}  // namespace gait::quality
