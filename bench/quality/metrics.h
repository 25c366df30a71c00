#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace gait::quality {

struct Interval {
  double low = 0, high = 1;
};

// Wilson's score interval (1927) of a share, 95 %.
Interval wilson(double hits, double total);

// Percentile bootstrap (Efron 1979) of a statistic over clusters that are drawn with replacement:
// the clusters are what is independent (a user task, an attack type), not the single events.
// `statistic` gets the indices of the drawn clusters. Fixed seed; 95 %.
Interval bootstrap(std::size_t clusters,
                   const std::function<double(std::span<const std::size_t>)>& statistic,
                   int draws = 1000, std::uint64_t seed = 1);

// P(score of a positive > score of a negative), ties half: the area under the ROC curve.
double auc(std::span<const double> positives, std::span<const double> negatives);

// The least threshold at which at most `rate` of the negatives are alerted. A score alerts when it
// is greater than or equal to the threshold; ties among negatives never exceed the rate.
double threshold_at(std::span<const double> negatives, double rate);
// The share of scores at or above the threshold.
double share_at(std::span<const double> scores, double threshold);

}  // namespace gait::quality
