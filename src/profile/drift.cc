#include "profile/drift.h"

#include <algorithm>

namespace gait::profile {
namespace {

constexpr double steps_per_octave = 512;
constexpr int rise_a_day_max = 128;  // a quarter of an octave

constexpr std::uint16_t first_window_days = 7, window_days = 30;
constexpr std::uint8_t days_of_window_min = 3;

// A day is its log2(1 + sum / small): a few things more or less are no growth.
constexpr std::array<double, drift_count> small{16, 16 * 16'384.0, 16};

// The half octaves at which growth is told next: a half octave, one octave, two, three...
int next_told(int told) { return told < 2 ? told + 1 : told + 2; }

}  // namespace

double Drift::Level::octaves() const {
  return reference() == 0 ? 0 : (recent - reference()) / steps_per_octave;
}

void Drift::Level::close_day(double small_amount) {
  if (today <= 0) return;
  const int level = static_cast<int>(std::clamp(
      std::log2(1 + static_cast<double>(today) / small_amount) * steps_per_octave, 1.0, 65'535.0));
  const int rise = recent == 0 ? level : std::min((level - recent) / 2, rise_a_day_max);
  recent = static_cast<std::uint16_t>(recent + rise);
  if (days < 255) ++days;
  open = static_cast<std::uint16_t>(open + (level - open) / days);
  today = 0;
}

void Drift::Level::freeze() {
  if (days < days_of_window_min) return;  // too little to go by: the window goes on
  older = frozen;
  frozen = open;
  open = 0;
  days = 0;
  told = static_cast<std::uint8_t>(std::clamp(static_cast<int>(2 * octaves()), 0, int{told}));
}

void Drift::add(const HourRecord& hour) {
  const auto day = static_cast<std::uint16_t>(hour.hour / 24);
  if (day_ == 0) window_ = day;
  day_ = std::max(day_, day);
  const auto amounts = hour.amounts();
  for (std::size_t i = 0; i < drift_count; ++i)
    levels_[i].today += static_cast<float>(amounts[drift_amounts[i]]);
}

Drift::Closed Drift::close_day(std::uint32_t day) {
  Closed closed;
  if (day_ == 0 || day <= day_) return closed;
  closed.day_ended = true;
  for (std::size_t i = 0; i < drift_count; ++i) {
    Level& level = levels_[i];
    const bool active = level.today > 0;
    level.close_day(small[i]);
    closed.octaves[i] = level.octaves();
    closed.measured[i] = active && level.reference() != 0;
    const int reached = static_cast<int>(2 * closed.octaves[i]);
    if (reached >= next_told(level.told)) {
      level.told = static_cast<std::uint8_t>(std::min(reached, 250));
      telling_ = static_cast<std::uint16_t>(telling_ | 1U << i);
    } else if (reached + 2 <= level.told) {
      level.told = static_cast<std::uint8_t>(std::max(reached, 0));  // it has come down again
    }
  }
  day_ = static_cast<std::uint16_t>(day);
  if (day_ - window_ < (frozen_ == 0 ? first_window_days : window_days)) return closed;
  for (Level& level : levels_) level.freeze();
  window_ = day_;
  if (frozen_ < 2) ++frozen_;
  return closed;
}

Drift::Growth Drift::growth(std::size_t i) const {
  const Level& level = levels_[i];
  if (level.reference() == 0) return {};
  const double since_window = day_ - window_;
  const double length = frozen_ == 1 ? first_window_days : window_days;
  const auto amount = [&](std::uint16_t at) {
    return small[i] * (std::exp2(at / steps_per_octave) - 1);
  };
  return {level.octaves(), amount(level.recent), amount(level.reference()),
          since_window + (level.older != 0 ? window_days : 0) + length / 2};
}

}  // namespace gait::profile
