#include "sketch/level.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "base/check.h"

namespace gait::sketch {
namespace {

constexpr double learn_rate = 1.0 / 2016;  // a week of 5 minutes
constexpr double scale_windows = 100;      // of a question, before its distances are kept
constexpr double speak_windows = 200;      // before it speaks
constexpr double days_min = 3;             // before the time of day counts
constexpr double day_rate = 0.3;           // how much of a slot one more day replaces, about
constexpr double day_mean_windows = 12;
constexpr double unbounded_windows = 20;  // while there is no scale to bound with
constexpr double bound_scales = 300;
constexpr double least_scale_share = 1e-3;  // of the level: smaller differences are none
constexpr double distance_scales_max = 1e4;
constexpr double tail_index = 4;
constexpr double tail_offset_scales = 0.5;  // keeps the extrapolation tame near no distance
constexpr double questions_per_independent = 2;
constexpr double told_fade = 0.99654;  // by half in 200 windows
constexpr double worse_bits = 1;       // so much worse is news again

constexpr std::size_t first_day_question = static_cast<std::size_t>(LevelQuestion::time_of_day);
constexpr std::int64_t seconds_per_day = 86'400, seconds_per_slot = 3 * 3600;

double toward(double mean, double value, double rate) { return mean + rate * (value - mean); }

std::size_t slot_of(Timestamp start) {
  const std::int64_t second = start.seconds() - start.days() * seconds_per_day;
  return static_cast<std::size_t>(second / seconds_per_slot);
}

}  // namespace

// --- distances ---------------------------------------------------------------------------------

std::size_t Level::Distances::bin_of(double z) {
  if (z <= 1) return 0;
  return std::min(static_cast<std::size_t>(1 + std::ilogb(z * z)), bin_count - 1);
}

double Level::Distances::bin_floor(std::size_t bin) {
  return bin == 0 ? 0 : std::exp2((static_cast<double>(bin) - 1) / 2);
}

void Level::Distances::add(double z) {
  auto& count = counts_[bin_of(z)];
  if (count == std::numeric_limits<std::uint16_t>::max())
    for (auto& each : counts_) each = static_cast<std::uint16_t>(each / 2);
  ++count;
  most_ = std::max(most_, static_cast<float>(z));
}

double Level::Distances::count() const {
  return std::accumulate(counts_.begin(), counts_.end(), 0.0);
}

double Level::Distances::share_beyond(double z) const {
  if (z <= 0) return 1;
  const double all = count() + 1;
  if (z > most_)
    return std::pow((most_ + tail_offset_scales) / (z + tail_offset_scales), tail_index) / all;
  const std::size_t bin = bin_of(z);
  double beyond = 0;
  for (std::size_t i = bin + 1; i < bin_count; ++i) beyond += counts_[i];
  // Inside the bin as if spread evenly.
  const double low = bin_floor(bin);
  const double high = bin + 1 == bin_count ? most_ : bin_floor(bin + 1);
  if (high > low) beyond += counts_[bin] * std::clamp((high - z) / (high - low), 0.0, 1.0);
  return std::min(1.0, (beyond + 1) / all);
}

bool Level::Distances::sane() const { return most_ >= 0 && most_ <= distance_scales_max; }

// --- level -------------------------------------------------------------------------------------

Level::Level(int windows_per_day)
    : windows_per_slot_(
          static_cast<std::uint16_t>(windows_per_day / static_cast<int>(slot_count))) {
  check(windows_per_day >= static_cast<int>(slot_count) && windows_per_day <= 65'535,
        "a day has 8 to 65,535 windows");
}

LevelJudgement Level::judge(double value, Timestamp start) const {
  check(std::isfinite(value), "an amount is a number");
  return weigh(read(value, slot_of(start)));
}

void Level::learn(double value, Timestamp start) {
  check(std::isfinite(value), "an amount is a number");
  const std::size_t slot = slot_of(start);
  if (windows_ == 0) level_ = mean_of_16_ = mean_of_96_ = static_cast<float>(value);
  const Readings readings = read(value, slot);
  told_bits_ = static_cast<float>(std::max(told_bits_ * told_fade, weigh(readings).bits));
  learn_distances(readings);
  learn_usual(value, readings, slot);
  ++windows_;
}

Level::Readings Level::read(double value, std::size_t slot) const {
  const double age = windows_ + 1.0;
  const double of_16 = toward(mean_of_16_, value, std::max(1.0 / 16, 1 / age));
  const double of_96 = toward(mean_of_96_, value, std::max(1.0 / 96, 1 / age));
  const double from_slot = slot_windows_[slot] == 0 ? 0 : value - slots_[slot];
  const double day_mean = toward(day_distance_, from_slot, 1 / day_mean_windows);
  const bool days = slot_windows_[slot] >= days_min * windows_per_slot_;
  return {{{value - level_, level_, true},
           {of_16 - level_, level_, true},
           {of_96 - level_, level_, true},
           {from_slot, slots_[slot], days},
           {day_mean, slots_[slot], days}}};
}

double Level::in_scales(const Reading& reading, const Question& question) const {
  const double distance = std::fabs(reading.distance);
  if (distance == 0) return 0;
  const double scale = question.scale + least_scale_share * std::fabs(level_);
  return scale > 0 ? std::min(distance / scale, distance_scales_max) : distance_scales_max;
}

double Level::probability(std::size_t question, const Reading& reading) const {
  const Distances& distances = questions_[question].distances;
  const double p = distances.share_beyond(in_scales(reading, questions_[question]));
  if (question < first_day_question) return p;
  // A time of day has been seen on a few days only: a record there counts as the second of its
  // size, and nothing is said past it.
  const double one = 1 / (distances.count() + 1);
  return std::min(1.0, std::max(p, one) + one);
}

LevelJudgement Level::weigh(const Readings& readings) const {
  LevelJudgement judgement;
  double least = 1, asked = 0;
  for (std::size_t i = 0; i < readings.size(); ++i) {
    if (!readings[i].asked || questions_[i].distances.count() < speak_windows) continue;
    ++asked;
    const double p = probability(i, readings[i]);
    if (p >= least) continue;
    least = p;
    judgement.question = static_cast<LevelQuestion>(i);
    judgement.above = readings[i].distance > 0;
    judgement.usual = readings[i].usual;
  }
  const double p = least * std::max(1.0, asked / questions_per_independent);
  if (asked == 0 || p >= 1) return judgement;
  judgement.bits = -std::log2(p);
  judgement.news = judgement.bits >= told_bits_ * told_fade + worse_bits;
  return judgement;
}

double Level::bounded(double distance, const Question& question) const {
  if (windows_ < unbounded_windows || question.scale == 0) return distance;
  const double most = bound_scales * (question.scale + least_scale_share * std::fabs(level_));
  return std::clamp(distance, -most, most);
}

void Level::learn_distances(const Readings& readings) {
  for (std::size_t i = 0; i < readings.size(); ++i) {
    if (!readings[i].asked) continue;
    Question& question = questions_[i];
    const double seen = question.distances.count();
    // Before there is a scale a distance means nothing.
    question.distances.add(seen < scale_windows ? 0 : in_scales(readings[i], question));
    const double rate = std::max(learn_rate, 1 / (seen + 1));
    const double distance = std::fabs(bounded(readings[i].distance, question));
    question.scale = static_cast<float>(toward(question.scale, distance, rate));
  }
}

void Level::learn_usual(double value, const Readings& readings, std::size_t slot) {
  constexpr auto at = [](LevelQuestion question) { return static_cast<std::size_t>(question); };
  const double age = windows_ + 1.0;
  const double distance =
      bounded(readings[at(LevelQuestion::value)].distance, questions_[at(LevelQuestion::value)]);
  level_ = static_cast<float>(level_ + std::max(learn_rate, 1 / age) * distance);
  mean_of_16_ = static_cast<float>(toward(mean_of_16_, value, std::max(1.0 / 16, 1 / age)));
  mean_of_96_ = static_cast<float>(toward(mean_of_96_, value, std::max(1.0 / 96, 1 / age)));
  day_distance_ = static_cast<float>(readings[at(LevelQuestion::time_of_day_mean)].distance);
  auto& seen = slot_windows_[slot];
  if (seen < std::numeric_limits<std::uint16_t>::max()) ++seen;
  const double from_slot = seen == 1 ? value
                                     : bounded(readings[at(LevelQuestion::time_of_day)].distance,
                                               questions_[at(LevelQuestion::time_of_day)]);
  slots_[slot] = static_cast<float>(slots_[slot] +
                                    std::max(day_rate / windows_per_slot_, 1.0 / seen) * from_slot);
}

void Level::save(ByteWriter& out) const {
  // Field by field: the padding at the end has no defined bytes.
  out.put(questions_);
  out.put(slots_);
  out.put(std::array{level_, mean_of_16_, mean_of_96_, day_distance_, told_bits_});
  out.put(windows_);
  out.put(slot_windows_);
  out.put(windows_per_slot_);
}

void Level::load(ByteReader& in) {
  questions_ = in.get<decltype(questions_)>();
  slots_ = in.get<decltype(slots_)>();
  const auto numbers = in.get<std::array<float, 5>>();
  level_ = numbers[0], mean_of_16_ = numbers[1], mean_of_96_ = numbers[2];
  day_distance_ = numbers[3], told_bits_ = numbers[4];
  windows_ = in.get<std::uint32_t>();
  slot_windows_ = in.get<decltype(slot_windows_)>();
  windows_per_slot_ = in.get<std::uint16_t>();
  const auto finite = [](float value) { return std::isfinite(value); };
  bool sane = std::ranges::all_of(slots_, finite) && std::ranges::all_of(numbers, finite) &&
              told_bits_ >= 0 && windows_per_slot_ > 0;
  for (const Question& question : questions_)
    sane = sane && question.distances.sane() && question.scale >= 0 && finite(question.scale);
  if (sane) return;
  *this = Level();
  in.fail();
}

}  // namespace gait::sketch
