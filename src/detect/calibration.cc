#include "detect/calibration.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace gait::detect {
namespace {

constexpr std::size_t groups_max = 256;
// What everybody's hours weigh in a group, in hours: one odd hour of a group of three must not
// speak louder than all hours of all others.
constexpr double everybody_weight = 1000;

constexpr float together_bits_min = 6;
constexpr double week_hours = 168;
constexpr double alarm_bits = 13, alarm_weight = 0.125;

// Both ends of a link must depart: one hour in 20.
constexpr double link_bits_min = 4.33;

// Deeper than this nothing can be told apart any more.
constexpr double bits_max = 100;

double probability_of(double bits) { return std::exp2(-std::min(bits, bits_max)); }
// More work of a master is more work of its servants: how much and when say nothing of a chain.
bool tells_conduct(Question question) {
  return question == Question::what || question == Question::where || question == Question::as_whom;
}

double bits_of(double p) { return std::max(0.0, -std::log2(std::max(p, 1e-30))); }

}  // namespace

Calibration::Calibration() : groups_(groups_max) {}

template <class Pick>
double Calibration::bits(std::uint16_t group, double raw, Pick pick) const {
  if (raw <= 0) return 0;
  const Group *own = groups_[group].get(), *all = groups_[everybody].get();
  const double stated = probability_of(raw);
  const double prior = all == nullptr ? stated : pick(*all).survival(raw, stated);
  return bits_of(own == nullptr || own == all ? prior
                                              : pick(*own).survival(raw, prior, everybody_weight));
}

double Calibration::facet_bits(std::uint16_t group, Facet facet, double raw) const {
  // A group can take away from what the own history says, by doing the like all the time; that it
  // never does is no reason to say more.
  return std::min(raw, bits(group, raw, [&](const Group& g) -> const sketch::Calibrator& {
                    return g.facets[static_cast<std::size_t>(facet)];
                  }));
}

double Calibration::lane_bits(std::uint16_t group, Lane lane, double raw) const {
  return bits(group, raw, [&](const Group& g) -> const sketch::Calibrator& {
    return g.lanes[static_cast<std::size_t>(lane)];
  });
}

double Calibration::samples(std::uint16_t group) const {
  return groups_[group] == nullptr ? 0 : groups_[group]->lanes[0].samples();
}

void Calibration::add_to(std::uint16_t group, std::span<const HourSample> hours) {
  if (hours.empty()) return;
  if (groups_[group] == nullptr) groups_[group] = std::make_unique<Group>();
  double all = 0;
  for (const HourSample& hour : hours) all += hour.weight;
  for (std::size_t i = 0; i < facet_count; ++i)
    add_to(groups_[group]->facets[i], hours, all, [i](const HourSample& h) { return h.facets[i]; });
  for (std::size_t i = 0; i < lane_count; ++i)
    add_to(groups_[group]->lanes[i], hours, all, [i](const HourSample& h) { return h.lanes[i]; });
}

// Most hours depart in nothing: those are added in one.
template <class BitsOf>
void Calibration::add_to(sketch::Calibrator& calibrator, std::span<const HourSample> hours,
                         double all, BitsOf bits_of_hour) {
  double calm = all;
  for (const HourSample& hour : hours) {
    const float bits = bits_of_hour(hour);
    if (bits <= 0) continue;
    calibrator.add(bits, hour.weight);
    calm -= hour.weight;
  }
  for (; calm > sketch::Calibrator::weight_max; calm -= sketch::Calibrator::weight_max)
    calibrator.add(0, sketch::Calibrator::weight_max);
  calibrator.add(0, calm);
}

void Calibration::add(std::vector<HourSample> hours) {
  // By group: how many members departed in this hour.
  std::array<float, groups_max> together{};
  const auto departs = [](const HourSample& hour) {
    return hour.lanes[static_cast<std::size_t>(Lane::baseline)] >= together_bits_min ||
           hour.facets[static_cast<std::size_t>(Facet::burst)] >= together_bits_min;
  };
  for (const HourSample& hour : hours) together[hour.group] += departs(hour) ? 1.0F : 0.0F;
  for (HourSample& hour : hours)
    if (departs(hour)) hour.weight /= together[hour.group];
  add_to(everybody, hours);
  std::ranges::stable_sort(hours, {}, &HourSample::group);
  for (auto from = hours.begin(); from != hours.end();) {
    const auto to = std::find_if(from, hours.end(),
                                 [&](const HourSample& hour) { return hour.group != from->group; });
    if (from->group != everybody) add_to(from->group, {from, to});
    from = to;
  }
}

std::size_t Calibration::memory_bytes() const {
  const auto used = std::ranges::count_if(groups_, [](const auto& g) { return g != nullptr; });
  return groups_.capacity() * sizeof(groups_[0]) + static_cast<std::size_t>(used) * sizeof(Group);
}

void Calibration::save(ByteWriter& out) const {
  for (const auto& group : groups_) {
    out.put(static_cast<std::uint8_t>(group != nullptr));
    if (group == nullptr) continue;
    for (const sketch::Calibrator& facet : group->facets) facet.save(out);
    for (const sketch::Calibrator& lane : group->lanes) lane.save(out);
  }
}

void Calibration::load(ByteReader& in) {
  for (auto& group : groups_) {
    if (in.get<std::uint8_t>() == 0 || !in.ok()) continue;
    group = std::make_unique<Group>();
    for (sketch::Calibrator& facet : group->facets) facet.load(in);
    for (sketch::Calibrator& lane : group->lanes) lane.load(in);
  }
}

float hour_weight(double active_hours, const LaneBits& lanes) {
  const double alarm = *std::ranges::max_element(lanes) >= alarm_bits ? alarm_weight : 1;
  return static_cast<float>(alarm * week_hours / std::max(active_hours, week_hours));
}

double HourJudgement::add(Facet facet, double raw) {
  const auto at = static_cast<std::size_t>(facet);
  const double stated =
      calibration_ == nullptr ? raw : calibration_->facet_bits(sample_.group, facet, raw);
  stated_[at] = std::max(stated_[at], stated);
  sample_.facets[at] = std::max(sample_.facets[at], static_cast<float>(raw));
  return stated;
}

void HourJudgement::add_stated(Facet facet, double stated) {
  double& most = stated_[static_cast<std::size_t>(facet)];
  most = std::max(most, stated);
}

double HourJudgement::state(Lane lane, double raw) {
  float& most = sample_.lanes[static_cast<std::size_t>(lane)];
  most = std::max(most, static_cast<float>(raw));
  return calibration_ == nullptr ? most : calibration_->lane_bits(sample_.group, lane, most);
}

double HourJudgement::conduct() const {
  FacetBits facets{};
  for (std::size_t i = 0; i < facet_count; ++i)
    if (tells_conduct(facet_table[i].question)) facets[i] = stated_[i];
  return bits_of(probability(question_bits(facets)));
}

LaneBits HourJudgement::combine(double upstream) {
  FacetBits facets = stated_;
  facets[static_cast<std::size_t>(Facet::burst)] = 0;  // a lane of its own
  const double baseline = state(Lane::baseline, bits_of(probability(question_bits(facets))));
  // Of one facet only, which its group has borne out already.
  const double volume = stated_[static_cast<std::size_t>(Facet::burst)];
  const double own = conduct();
  const bool linked = upstream >= link_bits_min && own >= link_bits_min;
  return {baseline, volume, state(Lane::chain, linked ? own + upstream : 0)};
}

HourSample HourJudgement::sample(float weight) const {
  HourSample sample = sample_;
  sample.weight = weight;
  return sample;
}

}  // namespace gait::detect
