#pragma once

#include <span>

namespace gait::sketch {

// What is known of how often a family of values brings a new one.
struct Novelty {
  double windows = 0;   // n: windows learned
  double distinct = 0;  // different values among them
  double once = 0;      // values that had exactly one window when counted
  double twice = 0;     // values that had exactly two
};

// The probability that the next window brings a value never seen: (theta + d K) / (n + theta), the
// Pitman-Yor predictive, with both parameters estimated from the values themselves: the discount
// d = once / (once + 2 twice) of Kneser and Ney, and theta = max(K - 1, 0.5) / ln(n + 1), at which
// a Chinese restaurant has K tables after n guests, at most 4. So a habitual explorer
// (many values seen once) expects new values, and a machine that has repeated the same five calls
// for weeks does not. 1 when nothing has been learned.
double novelty(const Novelty& seen);

// The probability that the next use of a value comes from somebody who never used it, when it has
// had `uses` by `users`: the same predictive from the side of the value, (theta + d users) /
// (uses + theta) with d = 1/4. What one owner has used a thousand times is no one else's. 1 for a
// value that nobody has used.
double newcomer(double uses, double users);

// The discount d alone, 0 to 0.75.
double discount(const Novelty& seen);

// Combines p-values of a few independent questions into one: the truncated product method (Zaykin
// et al., 2002) at tau = 0.05. Only values at most tau count, so that four ordinary answers do not
// water down one or two telling ones. Exact under independence; at most 8 values; each in (0, 1].
double truncated_product(std::span<const double> p_values);

// The harmonic mean p-value (Wilson, 2019), equal weights: robust to dependence, led by the
// smallest.
double harmonic_mean(std::span<const double> p_values);

// The smaller of both. Having looked twice makes it too small by a factor of 2 at most; the bits
// that go in are upper bounds and err the other way.
double combine(std::span<const double> p_values);

}  // namespace gait::sketch
