#include "profile/peers.h"

#include <algorithm>
#include <bit>
#include <map>

#include "base/check.h"
#include "base/hash.h"

namespace gait::profile {
namespace {

std::uint64_t key_of(GroupId group, Facet facet, std::uint64_t value) {
  const std::uint64_t key = hash_combine(
      static_cast<std::uint64_t>(group) << 8 | static_cast<std::uint64_t>(facet), value);
  return key == 0 ? 1 : key;
}

// More uses say nothing more.
constexpr std::uint32_t uses_max = 1U << 30;

// What everybody's habit weighs against the group's own, in windows of the group.
constexpr double tenant_windows = 30;

constexpr double days_alike = 7;

// Windows that reach the amount; past the greatest one a Pareto tail goes on.
double reaching(const sketch::GroupAmountTail& tail, double amount, sketch::AmountScale scale) {
  const double most = tail.most();
  if (amount <= most) return tail.reached(tail.bin_of(amount, scale)) + 1;
  return most > 0 ? most / amount : 1;
}

}  // namespace

void PeerDelta::add_value(GroupId group, Facet facet, Symbol value, bool first_of_facet,
                          bool suspect) {
  for (const GroupId to : {group, tenant_group})
    values.push_back({key_of(to, facet, value.value), to, facet, first_of_facet, suspect});
}

void PeerDelta::add_uses(Facet facet, Symbol value, std::uint32_t count) {
  uses.push_back({key_of(tenant_group, facet, value.value), count});
}

void PeerDelta::add_hour(GroupId group, const HourRecord& hour, std::uint32_t elapsed_hours,
                         HourHabit habit) {
  GroupHours& sums = amounts[group];
  const auto reached = hour.amounts();
  for (std::size_t i = 0; i < amount_count; ++i)
    if (reached[i] > 0) sums.tails[i].add(reached[i], amount_scale(i));
  first_hour = first_hour == 0 ? hour.hour : std::min(first_hour, hour.hour);
  sums.elapsed_hours += elapsed_hours;
  sums.habitual_hours += habit != HourHabit::unknown;
  sums.new_hours += habit == HourHabit::first_time;
  ++sums.hours[(hour.hour + 72) % 168];  // 1970-01-01 was a Thursday
}

void PeerDelta::add_gap(GroupId group, std::uint32_t gap_hours) {
  amounts[group].gaps.add(gap_hours, gap_scale);
}

void PeerDelta::add_drift(GroupId group, std::size_t drift_index, double octaves) {
  amounts[group].drift[drift_index].add(drift_amount(octaves), drift_scale);
}

void PeerDelta::clear() {
  first_hour = 0;
  values.clear();
  uses.clear();
  amounts.clear();
}

Peers::Peers() : groups_(groups_max), slots_(4096) {}

const Peers::Slot& Peers::find(std::uint64_t key) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = key & mask;
  while (slots_[at].key != 0 && slots_[at].key != key) at = (at + 1) & mask;
  return slots_[at];
}

std::uint32_t Peers::members_with(GroupId group, Facet facet, Symbol value) const {
  return find(key_of(group, facet, value.value)).members;
}

std::uint32_t Peers::members(GroupId group, Facet facet) const {
  return groups_[group].facets[static_cast<std::size_t>(facet)].members;
}

double Peers::tail_in(GroupId group, Facet facet, Symbol value, bool& known) const {
  const FacetStats& stats = groups_[group].facets[static_cast<std::size_t>(facet)];
  const double fresh = sketch::novelty({stats.pairs, stats.distinct, stats.once, stats.twice});
  const std::uint32_t with = members_with(group, facet, value);
  known = with != 0;
  if (!known) return fresh;
  double mass = 0;
  const int last = std::min<int>(static_cast<int>(std::bit_width(with)), popularity_bins - 1);
  for (int bin = 0; bin <= last; ++bin) mass += stats.mass[static_cast<std::size_t>(bin)];
  return std::min(1.0, fresh + mass / (stats.pairs + 1));
}

double Peers::tail(GroupId group, Facet facet, Symbol value) const {
  bool known = false;
  const double in_group = tail_in(group, facet, value, known);
  if (known || group == tenant_group) return in_group;
  return in_group * tail_in(tenant_group, facet, value, known);
}

double Peers::newcomer(Facet facet, Symbol value) const {
  const Slot& slot = find(key_of(tenant_group, facet, value.value));
  return sketch::newcomer(slot.uses, slot.members);
}

double Peers::survival(GroupId group, std::size_t amount_index, double amount) const {
  const PeerDelta::GroupHours& sums = groups_[group].amounts;
  const auto& tail = sums.tails[amount_index];
  const sketch::AmountScale scale = amount_scale(amount_index);
  const double most = tail.most();
  const double beyond = most > 0 && amount > most ? most / amount : 1;
  const double reached = amount > most ? 0 : tail.reached(tail.bin_of(amount, scale));
  return (reached + beyond) / (std::max(sums.elapsed_hours, tail.windows()) + 1);
}

double Peers::gap_survival(GroupId group, double gap_hours) const {
  const PeerDelta::GroupHours& own = groups_[group].amounts;
  const PeerDelta::GroupHours& all = groups_[tenant_group].amounts;
  const double everybody = reaching(all.gaps, gap_hours, gap_scale) / (all.tails[1].windows() + 1);
  const double reached =
      gap_hours > own.gaps.most() ? 0 : own.gaps.reached(own.gaps.bin_of(gap_hours, gap_scale));
  return std::min(
      1.0, (reached + tenant_windows * everybody) / (own.tails[1].windows() + tenant_windows));
}

double Peers::drift_survival(GroupId group, std::size_t drift_index, double octaves) const {
  const auto& own = groups_[group].amounts.drift[drift_index];
  const auto& all = groups_[tenant_group].amounts.drift[drift_index];
  const double amount = drift_amount(octaves);
  // The level of a day is mostly that of the day before: a week of one identity counts as one.
  const double reached_by_all = reaching(all, amount, drift_scale) / days_alike;
  const double everybody =
      std::max(reached_by_all, amount > all.most() ? reaching(all, amount, drift_scale) : 0) /
      (all.windows() / days_alike + 1);
  const double reached = amount > own.most() ? 0 : own.reached(own.bin_of(amount, drift_scale));
  return std::min(1.0, (reached / days_alike + tenant_windows * everybody) /
                           (own.windows() / days_alike + tenant_windows));
}

double Peers::new_hour_rate(GroupId group) const {
  const PeerDelta::GroupHours& sums = groups_[group].amounts;
  return (sums.new_hours + 0.5) / (sums.habitual_hours + 1);
}

// A suspect value is heard of when enough members have shown it; then all of them count.
bool Peers::still_suspect(const PeerDelta::NewValue& value) {
  if (find(value.key).members >= suspects_told) return false;
  if (suspects_.size() >= suspects_max && !suspects_.contains(value.key)) return true;
  std::uint8_t& witnesses = suspects_[value.key];
  return ++witnesses < suspects_told;
}

void Peers::add(const PeerDelta::NewValue& value) {
  if (!value.suspect) return add_one(value);
  if (still_suspect(value)) return;
  const auto witnesses = suspects_.extract(value.key);
  const int members = witnesses.empty() ? 1 : witnesses.mapped();
  for (int i = 0; i < members; ++i) add_one(value);
}

void Peers::add_one(const PeerDelta::NewValue& value) {
  FacetStats& stats = groups_[value.group].facets[static_cast<std::size_t>(value.facet)];
  if (value.first_of_facet) ++stats.members;
  Slot& slot = const_cast<Slot&>(find(value.key));
  if (slot.key == 0) {
    if (used_ >= peer_values_max) return;
    slot.key = value.key;
    ++used_;
    ++stats.distinct;
  }
  const auto bin_of = [](std::uint32_t members) {
    return static_cast<std::size_t>(
        std::min<int>(static_cast<int>(std::bit_width(members)), popularity_bins - 1));
  };
  if (slot.members > 0) stats.mass[bin_of(slot.members)] -= slot.members;
  if (slot.members == 1) --stats.once, ++stats.twice;
  if (slot.members == 2) --stats.twice;
  ++slot.members;
  ++slot.uses;
  if (slot.members == 1) ++stats.once;
  stats.mass[bin_of(slot.members)] += slot.members;
  ++stats.pairs;
  if (used_ * 2 > slots_.size()) grow();
}

void Peers::apply(const PeerDelta& delta) {
  for (const PeerDelta::NewValue& value : delta.values) add(value);
  for (const PeerDelta::Uses& more : delta.uses) {
    Slot& slot = const_cast<Slot&>(find(more.key));
    if (slot.key != 0) slot.uses = slot.uses > uses_max ? slot.uses : slot.uses + more.uses;
  }
  if (delta.first_hour != 0)
    first_hour_ = first_hour_ == 0 ? delta.first_hour : std::min(first_hour_, delta.first_hour);
  for (const auto& [group, sums] : delta.amounts) {
    for (const GroupId to : {group, tenant_group}) {
      PeerDelta::GroupHours& total = groups_[to].amounts;
      for (std::size_t i = 0; i < amount_count; ++i) total.tails[i].merge(sums.tails[i]);
      total.elapsed_hours += sums.elapsed_hours;
      total.habitual_hours += sums.habitual_hours;
      total.new_hours += sums.new_hours;
      for (std::size_t h = 0; h < 168; ++h) total.hours[h] += sums.hours[h];
      total.gaps.merge(sums.gaps);
      for (std::size_t i = 0; i < drift_count; ++i) total.drift[i].merge(sums.drift[i]);
    }
  }
}

void Peers::grow() {
  std::vector<Slot> old(slots_.size() * 2);
  old.swap(slots_);
  for (const Slot& slot : old)
    if (slot.key != 0) const_cast<Slot&>(find(slot.key)) = slot;
}

std::size_t Peers::memory_bytes() const {
  constexpr std::size_t node_bytes = sizeof(std::pair<std::uint64_t, std::uint8_t>) + 16;
  return slots_.capacity() * sizeof(Slot) + groups_.capacity() * sizeof(Group) +
         suspects_.size() * node_bytes;
}

void Peers::save(ByteWriter& out) const {
  for (const Group& group : groups_) {
    out.put(group.facets);
    out.put(group.amounts);
  }
  out.put(static_cast<std::uint64_t>(used_));
  std::vector<Slot> used;
  for (const Slot& slot : slots_)
    if (slot.key != 0) used.push_back(slot);
  std::ranges::sort(used, {}, &Slot::key);  // the same state is the same bytes
  for (const Slot& slot : used) out.put(slot);
  out.put(first_hour_);
  const std::map<std::uint64_t, std::uint8_t> suspects(suspects_.begin(), suspects_.end());
  out.put(static_cast<std::uint32_t>(suspects.size()));
  for (const auto& [key, witnesses] : suspects) {
    out.put(key);
    out.put(witnesses);
  }
}

void Peers::load(ByteReader& in) {
  for (Group& group : groups_) {
    group.facets = in.get<decltype(group.facets)>();
    group.amounts = in.get<PeerDelta::GroupHours>();
  }
  const auto count = in.get<std::uint64_t>();
  if (count > peer_values_max) return in.fail();
  for (std::uint64_t i = 0; i < count && in.ok(); ++i) {
    const auto slot = in.get<Slot>();
    if (slot.key == 0 || find(slot.key).key != 0) return in.fail();
    const_cast<Slot&>(find(slot.key)) = slot;
    if (++used_ * 2 > slots_.size()) grow();
  }
  first_hour_ = in.get<std::uint32_t>();
  const auto suspects = in.get<std::uint32_t>();
  if (suspects > suspects_max) return in.fail();
  for (std::uint32_t i = 0; i < suspects && in.ok(); ++i) {
    const auto key = in.get<std::uint64_t>();
    suspects_[key] = in.get<std::uint8_t>();
  }
}

}  // namespace gait::profile
