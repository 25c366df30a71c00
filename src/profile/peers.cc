#include "profile/peers.h"

#include <algorithm>
#include <bit>

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

}  // namespace

void PeerDelta::add_value(GroupId group, Facet facet, Symbol value, bool first_of_facet) {
  for (const GroupId to : {group, tenant_group})
    values.push_back({key_of(to, facet, value.value), to, facet, first_of_facet});
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
  sums.elapsed_hours += elapsed_hours;
  sums.habitual_hours += habit != HourHabit::unknown;
  sums.new_hours += habit == HourHabit::first_time;
  ++sums.hours[(hour.hour + 72) % 168];  // 1970-01-01 was a Thursday
}

void PeerDelta::clear() {
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

double Peers::new_hour_rate(GroupId group) const {
  const PeerDelta::GroupHours& sums = groups_[group].amounts;
  return (sums.new_hours + 0.5) / (sums.habitual_hours + 1);
}

void Peers::add(const PeerDelta::NewValue& value) {
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
  for (const auto& [group, sums] : delta.amounts) {
    for (const GroupId to : {group, tenant_group}) {
      PeerDelta::GroupHours& total = groups_[to].amounts;
      for (std::size_t i = 0; i < amount_count; ++i) total.tails[i].merge(sums.tails[i]);
      total.elapsed_hours += sums.elapsed_hours;
      total.habitual_hours += sums.habitual_hours;
      total.new_hours += sums.new_hours;
      for (std::size_t h = 0; h < 168; ++h) total.hours[h] += sums.hours[h];
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
  return slots_.capacity() * sizeof(Slot) + groups_.capacity() * sizeof(Group);
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
}

}  // namespace gait::profile
