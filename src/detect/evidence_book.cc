#include "detect/evidence_book.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace gait::detect {
namespace {

constexpr std::uint32_t apart_hours = 6;

double strength(const sketch::Evidence& evidence, std::uint32_t hour) {
  return evidence.e_bits(hour);
}

}  // namespace

EvidenceBook::Entry EvidenceBook::next(std::uint64_t key, std::uint32_t hour, double active_hours,
                                       double bits) const {
  Entry entry;
  if (const auto known = entries_.find(key); known != entries_.end()) {
    entry = known->second;
    double calm = active_hours - entry.active_hours - 1;
    for (; calm >= 1 && entry.evidence.at(hour) > 0; --calm) entry.evidence.update(hour, 1);
  }
  entry.active_hours = static_cast<float>(active_hours);
  // A burst that goes on from hour to hour is one piece of news.
  const bool goes_on = entry.news_hour != 0 && hour < entry.news_hour + apart_hours;
  const double p = std::exp2(-bits);
  if (goes_on && sketch::e_value_bits(p) > 0) return entry;
  if (sketch::e_value_bits(p) > 0) entry.news_hour = hour;
  entry.evidence.update(hour, p);
  return entry;
}

Accumulated EvidenceBook::with(std::uint64_t key, std::uint32_t hour, double active_hours,
                               double bits) const {
  const sketch::Evidence evidence = next(key, hour, active_hours, bits).evidence;
  const double strong = strength(evidence, hour);
  if (strong <= 0 || evidence.hours() < 2) return {};
  return {std::min(strong, evidence_bits_max), evidence.hours(),
          Timestamp::from_seconds(std::int64_t{evidence.since_hour()} * 3600)};
}

void EvidenceBook::add(std::uint64_t key, std::uint32_t hour, double active_hours, double bits) {
  const Entry entry = next(key, hour, active_hours, bits);
  if (entry.evidence.at(hour) <= 0 || strength(entry.evidence, hour) >= evidence_alarm_bits) {
    entries_.erase(key);
    return;
  }
  entries_[key] = entry;
  if (entries_.size() > evidence_entries_max) drop_weakest(hour);
}

// Half of them go; by key where two are equal, so that the order of arrival does not matter.
void EvidenceBook::drop_weakest(std::uint32_t hour) {
  std::vector<std::pair<double, std::uint64_t>> all;
  for (const auto& [key, entry] : entries_) all.emplace_back(strength(entry.evidence, hour), key);
  std::ranges::sort(all);
  for (std::size_t i = 0; i < all.size() / 2; ++i) entries_.erase(all[i].second);
}

void EvidenceBook::save(ByteWriter& out) const {
  std::vector<std::uint64_t> keys;
  for (const auto& [key, entry] : entries_) keys.push_back(key);
  std::ranges::sort(keys);
  out.put(static_cast<std::uint64_t>(keys.size()));
  for (const std::uint64_t key : keys) {
    out.put(key);
    entries_.at(key).evidence.save(out);
    out.put(entries_.at(key).active_hours);
    out.put(entries_.at(key).news_hour);
  }
}

void EvidenceBook::load(ByteReader& in) {
  const auto count = in.get<std::uint64_t>();
  if (count > evidence_entries_max) return in.fail();
  for (std::uint64_t i = 0; i < count && in.ok(); ++i) {
    const auto key = in.get<std::uint64_t>();
    Entry& entry = entries_[key];
    entry.evidence.load(in);
    entry.active_hours = in.get<float>();
    entry.news_hour = in.get<std::uint32_t>();
    if (!(entry.active_hours >= 0)) return in.fail();
  }
}

}  // namespace gait::detect
