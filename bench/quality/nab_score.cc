#include "bench/quality/nab_score.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/check.h"

namespace gait::quality {
namespace {

constexpr double false_positive_weight = 0.11;
constexpr double probation_share = 0.15;
constexpr std::size_t probation_rows_max = 750;
constexpr std::size_t no_window = std::numeric_limits<std::size_t>::max();

// What one row adds if it is alerted.
struct Point {
  double row_score = 0;
  double worth = 0;
  std::size_t window = no_window;  // counted over all series
};

// From 1 far left to -1 far right of `position` 0, the right end of a window.
double sigmoid(double position) { return position > 3 ? -1 : 2 / (1 + std::exp(5 * position)) - 1; }

double worth_inside(std::size_t row, NabWindow window) {
  const auto width = static_cast<double>(window.last - window.first + 1);
  return sigmoid(-static_cast<double>(window.last - row + 1) / width) / sigmoid(-1);
}

// `before` is the last window left of the row.
double worth_outside(std::size_t row, const NabWindow* before) {
  if (before == nullptr) return -false_positive_weight;
  const auto width = static_cast<double>(std::max<std::size_t>(before->last - before->first, 1));
  return false_positive_weight * sigmoid(static_cast<double>(row - before->last) / width);
}

void append_points(const NabSeries& series, const RowScores& scores, std::size_t first_window,
                   std::vector<Point>& points) {
  check(scores.size() == series.values.size(), "every row has a score");
  std::size_t next = 0;  // the first window that does not lie wholly left of the row
  for (std::size_t row = 0; row < scores.size(); ++row) {
    while (next < series.windows.size() && series.windows[next].last < row) ++next;
    if (row < nab_probation(scores.size())) continue;
    const bool inside = next < series.windows.size() && series.windows[next].first <= row;
    if (inside)
      points.push_back({scores[row], worth_inside(row, series.windows[next]), first_window + next});
    else
      points.push_back({scores[row],
                        worth_outside(row, next == 0 ? nullptr : &series.windows[next - 1]),
                        no_window});
  }
}

std::vector<Point> points_of(std::span<const NabSeries* const> series,
                             std::span<const RowScores* const> scores, std::size_t& windows) {
  check(series.size() == scores.size(), "every series has scores");
  std::vector<Point> points;
  windows = 0;
  for (std::size_t i = 0; i < series.size(); ++i) {
    append_points(*series[i], *scores[i], windows, points);
    windows += series[i]->windows.size();
  }
  std::ranges::sort(points, std::ranges::greater{}, &Point::row_score);
  return points;
}

class Tally {
 public:
  explicit Tally(std::size_t windows) : found_(windows, missed) {
    sum_.windows = static_cast<double>(windows);
  }

  void alert(const Point& point) {
    if (point.window == no_window) {
      sum_.gained += point.worth;
      ++sum_.false_alerts;
      return;
    }
    double& found = found_[point.window];
    if (found == missed) ++sum_.found;
    if (point.worth <= found) return;
    sum_.gained += point.worth - found;
    found = point.worth;
  }
  const NabTally& sum() const { return sum_; }

 private:
  static constexpr double missed = -1;
  std::vector<double> found_;  // worth of the earliest alert
  NabTally sum_;
};

}  // namespace

std::size_t nab_probation(std::size_t rows) {
  return std::min(static_cast<std::size_t>(probation_share * static_cast<double>(rows)),
                  probation_rows_max);
}

NabScore best_nab_score(std::span<const NabSeries* const> series,
                        std::span<const RowScores* const> scores) {
  std::size_t windows = 0;
  const auto points = points_of(series, scores, windows);
  Tally tally(windows);
  NabScore best{0, std::numeric_limits<double>::infinity()};
  for (std::size_t i = 0; i < points.size(); ++i) {
    tally.alert(points[i]);
    const bool ties_follow =
        i + 1 < points.size() && points[i + 1].row_score == points[i].row_score;
    if (!ties_follow && tally.sum().score() > best.score)
      best = {tally.sum().score(), points[i].row_score};
  }
  return best;
}

NabTally nab_tally_at(const NabSeries& series, const RowScores& scores, double threshold) {
  std::vector<Point> points;
  append_points(series, scores, 0, points);
  Tally tally(series.windows.size());
  for (const Point& point : points)
    if (point.row_score >= threshold) tally.alert(point);
  return tally.sum();
}

NabTally& NabTally::operator+=(const NabTally& other) {
  gained += other.gained;
  windows += other.windows;
  found += other.found;
  false_alerts += other.false_alerts;
  return *this;
}

}  // namespace gait::quality
