#include "sketch/burst.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"

namespace gait::sketch {
namespace {

// What of a level is left after a minute, and as a power of two; nothing after so many minutes.
constexpr double kept_per_minute = 0.9;
const double fading_per_minute = std::log2(kept_per_minute);
constexpr double faded_minutes = 600;

// Every key has made one call in one minute before anybody looked: no variance is zero, and a
// first call is judged by how long nothing was seen.
constexpr double prior_calls = 1;

constexpr double calls_max = 1e9;  // a minute; keeps all sums far from the end of a double

// The distance from the mean, in standard deviations, that has `taught_bits_max` bits.
const double taught_distance = std::sqrt(std::exp2(Burst::taught_bits_max) - 1);

double since(std::uint32_t then, std::uint32_t now) { return now > then ? now - then : 0; }

}  // namespace

double Burst::level(double calls, std::uint32_t minute) const {
  const double now = std::clamp(calls, 0.0, calls_max);
  const double minutes = since(minute_, minute);
  if (level_ == 0 || minutes > faded_minutes) return now;
  return now + level_ * std::exp2(fading_per_minute * minutes);
}

Burst::Moments Burst::moments(double minutes_watched) const {
  check(minutes_watched >= 1, "the minute that is judged is itself watched");
  const double minutes = std::min(minutes_watched, memory_minutes);
  const double mean = (sum_ + prior_calls) / minutes;
  const double variance = (squares_ + prior_calls) / minutes - mean * mean;
  // Counts vary at least as much as chance makes them.
  return {mean, std::max(variance, mean)};
}

double Burst::judge(double calls, std::uint32_t minute, double minutes_watched) const {
  const Moments usual = moments(minutes_watched);
  const double above = level(calls, minute) - usual.mean;
  if (!(above > 0)) return 0;
  return std::log2(1 + above * above / usual.variance);
}

void Burst::learn(double calls, std::uint32_t minute, double minutes_watched) {
  const Moments usual = moments(minutes_watched);
  const double reached = level(calls, minute);
  const double taught = std::min(reached, usual.mean + taught_distance * std::sqrt(usual.variance));
  if (minutes_watched > memory_minutes && minute_ != 0) {
    const double faded = std::exp(-since(minute_, minute) / memory_minutes);
    sum_ *= faded;
    squares_ *= faded;
  }
  sum_ += taught;
  squares_ += taught * taught;
  level_ = static_cast<float>(reached);
  minute_ = std::max(minute_, minute);
}

void Burst::save(ByteWriter& out) const {
  out.put(sum_);
  out.put(squares_);
  out.put(level_);
  out.put(minute_);
}

void Burst::load(ByteReader& in) {
  sum_ = in.get<double>();
  squares_ = in.get<double>();
  level_ = in.get<float>();
  minute_ = in.get<std::uint32_t>();
  const auto is_amount = [](double x) { return x >= 0 && std::isfinite(x); };
  if (is_amount(sum_) && is_amount(squares_) && is_amount(level_)) return;
  *this = {};
  in.fail();
}

}  // namespace gait::sketch
