#include "bench/quality/cost.h"

#include <algorithm>
#include <chrono>
#include <unordered_set>

#include "base/hash.h"
#include "profile/profile.h"

namespace gait::quality {
namespace {

using Clock = std::chrono::steady_clock;

double nanoseconds(Clock::duration took) {
  return std::chrono::duration<double, std::nano>(took).count();
}

// What it costs to look at the clock twice.
double clock_overhead_ns() {
  std::vector<double> gaps;
  for (int i = 0; i < 10'001; ++i) {
    const Clock::time_point begin = Clock::now();
    gaps.push_back(nanoseconds(Clock::now() - begin));
  }
  std::ranges::nth_element(gaps, gaps.begin() + 5'000);
  return gaps[5'000];
}

// The time per activity of a stretch of work, which stands for so many activities.
struct Stretch {
  double ns = 0;
  std::size_t activities = 0;
};

// The value that a share `q` of all activities does not exceed.
double quantile(std::vector<Stretch>& stretches, double q) {
  std::ranges::sort(stretches, {}, &Stretch::ns);
  double all = 0, sum = 0;
  for (const Stretch& stretch : stretches) all += static_cast<double>(stretch.activities);
  for (const Stretch& stretch : stretches)
    if ((sum += static_cast<double>(stretch.activities)) >= q * all) return stretch.ns;
  return 0;
}

// The witness hears of every minute between judging and learning it. From one call to the next
// the engine learns the minute before, once in an hour tells the peers, and judges this minute: as
// much work as half of both minutes' activities cost.
class Stopwatch {
 public:
  explicit Stopwatch(double overhead_ns) : overhead_ns_(overhead_ns) {}

  void hear(std::size_t activities) {
    const Clock::time_point now = Clock::now();
    if (before_ > 0) {
      const double ns = std::max(0.0, nanoseconds(now - since_) - overhead_ns_);
      stretches.push_back({2 * ns / static_cast<double>(activities + before_), activities});
    }
    before_ = activities;
    since_ = Clock::now();
  }

  std::vector<Stretch> stretches;

 private:
  double overhead_ns_;
  std::size_t before_ = 0;
  Clock::time_point since_;
};

// The naive detector of the same facets: has this identity had this value before? In the order of
// the fold it would be no slower.
double first_seen_ns(const FleetSample& sample) {
  std::unordered_set<std::uint64_t> seen;
  const Clock::time_point begin = Clock::now();
  for (const Activity& activity : sample.batch.activities) {
    const auto values = profile::values_of(activity);
    for (std::size_t i = 0; i < values.size(); ++i)
      if (values[i])
        seen.insert(hash_combine(hash_combine(activity.identity.value, values[i].value), i));
  }
  const auto count = static_cast<double>(sample.batch.activities.size());
  // So that no compiler leaves the work out.
  return seen.empty() ? 0 : nanoseconds(Clock::now() - begin) / count;
}

Metric at_most(std::string name, std::string what, double value, double most, double aim) {
  Metric metric{std::move(name), std::move(what), value, {}, {}, most, aim};
  metric.less_is_better = true;
  return metric;
}

Metric plain(std::string name, std::string what, double value) {
  return {std::move(name), std::move(what), value, {}, {}, {}, {}};
}

void add_bytes(const engine::Engine& engine, std::vector<Metric>& metrics) {
  double sum = 0, most = 0, count = 0;
  engine.fold().for_each_profile([&](const profile::Profile& profile) {
    const auto bytes = static_cast<double>(profile.memory_bytes());
    sum += bytes;
    most = std::max(most, bytes);
    count += 1;
  });
  metrics.push_back(at_most("bytes_per_identity_max", "the largest profile", most, 4'096, 1'536));
  metrics.push_back(plain("bytes_per_identity", "the mean profile", sum / count));
  metrics.push_back(plain("state_bytes_per_identity",
                          "all state, what peers and sessions share too",
                          static_cast<double>(engine.stats().state_bytes) / count));
}

}  // namespace

std::vector<Metric> cost_metrics(const FleetSample& sample, const ActionCatalogue& catalogue) {
  Stopwatch watch(clock_overhead_ns());
  engine::Engine engine(sample.context, catalogue);
  const auto witness = [&](std::size_t, const engine::JudgedMinute& minute) {
    watch.hear(minute.activities.size());
  };
  engine.take(lanes_from(sample, {}), copy_of(sample.symbols), {}, witness,
              engine::one_after_another);
  const double p50 = quantile(watch.stretches, 0.5);
  const double naive = first_seen_ns(sample);
  std::vector<Metric> metrics;
  metrics.push_back(
      at_most("ns_per_activity_p50", "to judge and learn, one thread", p50, 700, 400));
  metrics.push_back(
      at_most("ns_per_activity_p99", "the same", quantile(watch.stretches, 0.99), 2'000, 2'000));
  metrics.push_back(plain("ns_per_activity_naive", "a first-seen set, mean, same run", naive));
  metrics.push_back(plain("cost_ratio_to_naive", "p50 over that", naive > 0 ? p50 / naive : 0));
  add_bytes(engine, metrics);
  return metrics;
}

}  // namespace gait::quality
