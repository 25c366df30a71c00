// Amounts per 5 minutes with windows in which people saw something wrong: the Numenta Anomaly
// Benchmark. Each series is judged from its first row on, by the volume lane alone.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "bench/quality/metrics.h"
#include "bench/quality/nab_read.h"
#include "bench/quality/nab_score.h"
#include "bench/quality/report.h"
#include "sketch/level.h"

namespace gait::quality {
namespace {

// What the benchmark's stored row scores of other detectors get from nab_score.cc, on the very
// same series. On all 58 they are the published numbers.
struct Reference {
  std::size_t series, windows;
  double random_cut_forest, htm;
};
constexpr Reference cloudwatch{17, 30, 61.35, 73.42}, whole_corpus{58, 116, 51.72, 70.10};

struct Judged {
  RowScores news;  // bits where the window is news, else 0
  RowScores bits;
};

struct Detector {
  std::string name;
  std::vector<RowScores> scores;  // by series
};

int windows_per_day(const NabSeries& series) {
  std::vector<std::int64_t> gaps;
  for (std::size_t i = 1; i < series.times.size(); ++i)
    gaps.push_back(series.times[i].seconds() - series.times[i - 1].seconds());
  if (gaps.empty()) return 288;
  std::ranges::nth_element(gaps, gaps.begin() + static_cast<std::ptrdiff_t>(gaps.size() / 2));
  const std::int64_t gap = std::max<std::int64_t>(gaps[gaps.size() / 2], 1);
  return static_cast<int>(std::clamp<std::int64_t>(86'400 / gap, 8, 65'535));
}

Judged judge(const NabSeries& series) {
  sketch::Level level(windows_per_day(series));
  Judged judged;
  for (std::size_t i = 0; i < series.values.size(); ++i) {
    const auto judgement = level.judge(series.values[i], series.times[i]);
    level.learn(series.values[i], series.times[i]);
    judged.bits.push_back(judgement.bits);
    judged.news.push_back(judgement.news ? judgement.bits : 0);
  }
  return judged;
}

// Standard deviations above the mean of all earlier rows (Welford 1962).
RowScores count_threshold(const NabSeries& series) {
  RowScores scores;
  double mean = 0, squares = 0, rows = 0;
  for (const double value : series.values) {
    const double deviation = rows > 1 ? std::sqrt(squares / (rows - 1)) : 0;
    scores.push_back(deviation > 0 ? (value - mean) / deviation : 0);
    const double from = value - mean;
    mean += from / ++rows;
    squares += from * (value - mean);
  }
  return scores;
}

// 1 where the value is greater or smaller than all earlier ones.
RowScores first_seen(const NabSeries& series) {
  RowScores scores;
  double least = series.values.front(), most = least;
  for (const double value : series.values) {
    scores.push_back(value < least || value > most ? 1 : 0);
    least = std::min(least, value);
    most = std::max(most, value);
  }
  return scores;
}

RowScores by_chance(const NabSeries& series) {
  std::mt19937_64 random(1);
  RowScores scores(series.values.size());
  for (double& score : scores) score = static_cast<double>(random() >> 11);
  return scores;
}

template <class Score>
Detector run(std::string name, const std::vector<NabSeries>& all, Score score) {
  Detector detector{std::move(name), {}};
  for (const NabSeries& series : all) detector.scores.push_back(score(series));
  return detector;
}

// The series with an even or an odd index.
std::vector<std::size_t> half(std::size_t series, std::size_t odd) {
  std::vector<std::size_t> indices;
  for (std::size_t i = odd; i < series; i += 2) indices.push_back(i);
  return indices;
}

double best_threshold(const std::vector<NabSeries>& all, const Detector& detector,
                      const std::vector<std::size_t>& indices) {
  std::vector<const NabSeries*> series;
  std::vector<const RowScores*> scores;
  for (const std::size_t i : indices) {
    series.push_back(&all[i]);
    scores.push_back(&detector.scores[i]);
  }
  return best_nab_score(series, scores).threshold;
}

struct Outcome {
  NabTally sum;
  Interval interval;  // of the score, over series, the threshold held
};

Outcome outcome_at(const std::vector<NabSeries>& all, const Detector& detector,
                   const std::vector<std::size_t>& indices, double threshold) {
  std::vector<NabTally> tallies;
  Outcome outcome;
  for (const std::size_t i : indices) {
    tallies.push_back(nab_tally_at(all[i], detector.scores[i], threshold));
    outcome.sum += tallies.back();
  }
  outcome.interval = bootstrap(tallies.size(), [&](std::span<const std::size_t> drawn) {
    NabTally sum;
    for (const std::size_t i : drawn) sum += tallies[i];
    return sum.score();
  });
  return outcome;
}

Metric score_metric(std::string name, std::string what, const Outcome& outcome) {
  return {std::move(name),       std::move(what), outcome.sum.score(), outcome.interval.low,
          outcome.interval.high, std::nullopt,    std::nullopt,        false};
}

double series_days(const std::vector<NabSeries>& all) {
  double seconds = 0;
  for (const NabSeries& series : all)
    seconds += static_cast<double>(series.times.back().seconds() -
                                   series.times[nab_probation(series.times.size())].seconds());
  return seconds / 86'400;
}

Row score_row(const std::vector<NabSeries>& all, const Detector& detector) {
  std::vector<std::size_t> everything(all.size());
  for (std::size_t i = 0; i < all.size(); ++i) everything[i] = i;
  const double best = best_threshold(all, detector, everything);
  const Outcome at_best = outcome_at(all, detector, everything, best);
  Row row{detector.name, {}};
  row.metrics.push_back(score_metric(
      "nab_standard", "NAB score, standard profile, best threshold for all series", at_best));
  const auto share = wilson(at_best.sum.found, at_best.sum.windows);
  row.metrics.push_back({"windows_found",
                         "share of the anomaly windows with an alert, same threshold",
                         at_best.sum.found / std::max(1.0, at_best.sum.windows), share.low,
                         share.high, std::nullopt, std::nullopt, false});
  row.metrics.push_back({"false_alerts_per_day", "for each series, same threshold",
                         at_best.sum.false_alerts / series_days(all), std::nullopt, std::nullopt,
                         std::nullopt, std::nullopt, true});
  const double held = best_threshold(all, detector, half(all.size(), 0));
  row.metrics.push_back(
      score_metric("nab_threshold_from_other_half",
                   "the same on the odd-numbered series, threshold chosen on the even-numbered",
                   outcome_at(all, detector, half(all.size(), 1), held)));
  row.metrics.push_back({"threshold", "chosen on the even-numbered series", held, std::nullopt,
                         std::nullopt, std::nullopt, std::nullopt, false});
  return row;
}

bool has_size(const std::vector<NabSeries>& all, const Reference& reference) {
  std::size_t windows = 0;
  for (const NabSeries& series : all) windows += series.windows.size();
  return all.size() == reference.series && windows == reference.windows;
}

// How often windows that nobody marked reached so many bits, over how often they should have.
Metric calibration(const std::vector<NabSeries>& all, const std::vector<Judged>& judged, int bits) {
  double rows = 0, reached = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (std::size_t row = nab_probation(all[i].values.size()); row < all[i].values.size(); ++row) {
      const bool marked = std::ranges::any_of(all[i].windows, [&](NabWindow window) {
        return window.first <= row && row <= window.last;
      });
      if (marked) continue;
      ++rows;
      if (judged[i].bits[row] >= bits) ++reached;
    }
  }
  const double expected = std::max(rows, 1.0) * std::exp2(-bits);
  return {fmt::format("realised_per_stated_at_{}_bits", bits),
          fmt::format("windows outside of the marked ones; {:.0f} expected", expected),
          reached / expected,
          std::nullopt,
          std::nullopt,
          std::nullopt,
          std::nullopt,
          true};
}

Row gait_row(const std::vector<NabSeries>& all, const std::vector<Judged>& judged) {
  Detector gait{"gait", {}};
  for (const Judged& series : judged) gait.scores.push_back(series.news);
  Row row = score_row(all, gait);
  for (const Reference& reference : {cloudwatch, whole_corpus}) {
    if (!has_size(all, reference)) continue;
    row.metrics.front().at_least = reference.random_cut_forest;
    row.metrics.front().aim = reference.htm;
  }
  for (const int bits : {3, 5, 7, 9, 10, 12}) row.metrics.push_back(calibration(all, judged, bits));
  return row;
}

Row count_threshold_row(const std::vector<NabSeries>& all) {
  const Detector detector = run("count_threshold", all, count_threshold);
  Row row = score_row(all, detector);
  std::vector<std::size_t> everything = half(all.size(), 0);
  std::ranges::copy(half(all.size(), 1), std::back_inserter(everything));
  row.metrics.push_back(score_metric("nab_at_3_deviations", "alert above mean + 3 deviations",
                                     outcome_at(all, detector, everything, 3)));
  return row;
}

}  // namespace

Result<Table> nab(const std::string& path) {
  TRY(const auto all, read_nab(path));
  std::vector<Judged> judged;
  for (const NabSeries& series : all) judged.push_back(judge(series));

  Table table{"nab", {}, {}};
  std::size_t rows = 0, windows = 0;
  for (const NabSeries& series : all) {
    rows += series.values.size();
    windows += series.windows.size();
  }
  table.remarks.push_back(fmt::format(
      "{} series, {} rows, {} anomaly windows. The first 15 % of each, at most 750 rows, are not "
      "scored. A detector that never alerts has 0.",
      all.size(), rows, windows));
  table.remarks.push_back(
      "Intervals: bootstrap over series, the threshold held. The figures to reach are Random Cut "
      "Forest and, as aim, HTM on the same series, from their stored scores by the same scorer.");
  table.rows.push_back(gait_row(all, judged));
  table.rows.push_back(score_row(all, run("first_seen", all, first_seen)));
  table.rows.push_back(count_threshold_row(all));
  table.rows.push_back(score_row(all, run("random", all, by_chance)));
  Detector repeating{"gait without telling once", {}};
  for (const Judged& series : judged) repeating.scores.push_back(series.bits);
  table.rows.push_back(score_row(all, repeating));
  return table;
}

}  // namespace gait::quality
