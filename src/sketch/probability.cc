#include "sketch/probability.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/check.h"

namespace gait::sketch {
namespace {

constexpr double tables_min = 0.5, theta_max = 4;
constexpr double discount_max = 0.75;
constexpr double tau = 0.05;
constexpr double p_min = 1e-300;  // what is possible has a probability

double binomial(int n, int k) {
  double value = 1;
  for (int i = 1; i <= k; ++i) value = value * (n - k + i) / i;
  return value;
}

// P(product of k uniforms on (0, tau) <= w), for w <= tau^k given as logarithm, times tau^k.
double product_below(int k, double log_w) {
  const double x = k * std::log(tau) - log_w;
  if (x <= 0) return std::pow(tau, k);
  double term = 1, sum = 1;
  for (int s = 1; s < k; ++s) sum += (term *= x / s);
  return std::exp(log_w) * sum;
}

// ln(n + 1); young identities ask for small n all the time.
double log_of_guests(double n) {
  static const auto table = [] {
    std::array<double, 1024> values{};
    for (std::size_t i = 0; i < values.size(); ++i)
      values[i] = std::log(static_cast<double>(i) + 1);
    return values;
  }();
  const auto whole = static_cast<std::size_t>(n);
  return whole < table.size() && n == static_cast<double>(whole) ? table[whole] : std::log(n + 1);
}

}  // namespace

double discount(const Novelty& seen) {
  const double pairs = seen.once + 2 * seen.twice;
  return pairs > 0 ? std::min(seen.once / pairs, discount_max) : 0;
}

double novelty(const Novelty& seen) {
  if (seen.windows <= 0) return 1;
  const double theta =
      std::min(std::max(seen.distinct - 1, tables_min) / log_of_guests(seen.windows), theta_max);
  return std::min(1.0, (theta + discount(seen) * seen.distinct) / (seen.windows + theta));
}

double newcomer(double uses, double users) {
  if (uses <= 0 || users <= 0) return 1;
  constexpr double discount_of_users = 0.25;
  const double theta = std::min(std::max(users - 1, tables_min) / log_of_guests(uses), theta_max);
  const double fresh = (theta + discount_of_users * users) / (uses + theta);
  return std::min(1.0, fresh);
}

double truncated_product(std::span<const double> p_values) {
  check(p_values.size() <= 8, "the truncated product is for a few questions");
  const int count = static_cast<int>(p_values.size());
  double log_w = 0;
  bool any = false;
  for (const double p : p_values) {
    if (p > tau) continue;
    log_w += std::log(std::max(p, p_min));
    any = true;
  }
  if (!any) return 1;
  double sum = 0;
  for (int k = 1; k <= count; ++k)
    sum += binomial(count, k) * std::pow(1 - tau, count - k) * product_below(k, log_w);
  return std::clamp(sum, p_min, 1.0);
}

double harmonic_mean(std::span<const double> p_values) {
  double sum = 0;
  for (const double p : p_values) sum += 1 / std::max(p, p_min);
  return sum == 0 ? 1 : std::min(1.0, static_cast<double>(p_values.size()) / sum);
}

double combine(std::span<const double> p_values) {
  return std::min(truncated_product(p_values), harmonic_mean(p_values));
}

}  // namespace gait::sketch
