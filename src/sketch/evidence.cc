#include "sketch/evidence.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"

namespace gait::sketch {
namespace {

constexpr double kappa = 0.35;
constexpr double p_min = 1e-30;

}  // namespace

double e_value_bits(double p) {
  const double valid = p < 1 ? std::max(p, p_min) : 1;
  return std::log2(kappa) + (kappa - 1) * std::log2(valid);
}

double merge_e_values(std::span<const double> bits) {
  if (bits.empty()) return 0;
  const double most = std::ranges::max(bits);
  double sum = 0;
  for (const double b : bits) sum += std::exp2(b - most);
  return most + std::log2(sum / static_cast<double>(bits.size()));
}

double Evidence::update(std::uint32_t hour, double p, double half_life_hours) {
  const double before = at(hour, half_life_hours);
  const double after = std::clamp(before + e_value_bits(p), 0.0, bits_max);
  if (before == 0) {
    since_hour_ = std::max(hour, last_hour_);
    hours_ = 0;
  }
  hours_ = after > 0 ? hours_ + 1 : 0;
  bits_ = static_cast<float>(after);
  last_hour_ = std::max(hour, last_hour_);
  return after;
}

double Evidence::at(std::uint32_t hour, double half_life_hours) const {
  check(half_life_hours > 0, "evidence fades");
  const double passed = hour > last_hour_ ? hour - last_hour_ : 0;
  return std::max(0.0, bits_ - passed / half_life_hours);
}

double Evidence::price(double half_life_hours) {
  check(half_life_hours > 0, "evidence fades");
  return -std::log2(-std::expm1(-std::log(2) / half_life_hours));
}

void Evidence::save(ByteWriter& out) const {
  out.put(bits_);
  out.put(last_hour_);
  out.put(since_hour_);
  out.put(hours_);
}

void Evidence::load(ByteReader& in) {
  bits_ = in.get<float>();
  last_hour_ = in.get<std::uint32_t>();
  since_hour_ = in.get<std::uint32_t>();
  hours_ = in.get<std::uint32_t>();
  if (bits_ >= 0 && bits_ <= bits_max) return;
  in.fail();
  *this = {};
}

}  // namespace gait::sketch
