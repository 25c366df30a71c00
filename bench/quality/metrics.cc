#include "bench/quality/metrics.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

namespace gait::quality {

Interval wilson(double hits, double total) {
  if (total <= 0) return {};
  constexpr double z = 1.959964;
  const double share = hits / total, z2 = z * z / total;
  const double middle = (share + z2 / 2) / (1 + z2);
  const double half = z / (1 + z2) * std::sqrt(share * (1 - share) / total + z2 / (4 * total));
  return {std::max(0.0, middle - half), std::min(1.0, middle + half)};
}

Interval bootstrap(std::size_t clusters,
                   const std::function<double(std::span<const std::size_t>)>& statistic, int draws,
                   std::uint64_t seed) {
  if (clusters == 0) return {};
  std::mt19937_64 random(seed);
  std::vector<std::size_t> drawn(clusters);
  std::vector<double> values;
  for (int i = 0; i < draws; ++i) {
    for (std::size_t& cluster : drawn) cluster = random() % clusters;
    if (const double value = statistic(drawn); std::isfinite(value)) values.push_back(value);
  }
  if (values.empty()) return {};
  std::ranges::sort(values);
  const auto at = [&](double q) {
    return values[static_cast<std::size_t>(q * static_cast<double>(values.size() - 1))];
  };
  return {at(0.025), at(0.975)};
}

double auc(std::span<const double> positives, std::span<const double> negatives) {
  if (positives.empty() || negatives.empty()) return 0.5;
  std::vector<double> sorted(negatives.begin(), negatives.end());
  std::ranges::sort(sorted);
  double wins = 0;
  for (const double score : positives) {
    const auto [below, above] = std::equal_range(sorted.begin(), sorted.end(), score);
    wins += static_cast<double>(below - sorted.begin()) + static_cast<double>(above - below) / 2;
  }
  return wins / (static_cast<double>(positives.size()) * static_cast<double>(sorted.size()));
}

double threshold_at(std::span<const double> negatives, double rate) {
  std::vector<double> sorted(negatives.begin(), negatives.end());
  std::ranges::sort(sorted, std::ranges::greater{});
  const auto allowed = static_cast<std::size_t>(rate * static_cast<double>(sorted.size()) + 1e-9);
  // The next negative must stay below.
  if (allowed >= sorted.size()) return -std::numeric_limits<double>::infinity();
  return std::nextafter(sorted[allowed], std::numeric_limits<double>::infinity());
}

double share_at(std::span<const double> scores, double threshold) {
  if (scores.empty()) return 0;
  const auto hits = std::ranges::count_if(scores, [&](double s) { return s >= threshold; });
  return static_cast<double>(hits) / static_cast<double>(scores.size());
}

}  // namespace gait::quality
