#include "sketch/count_table.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <utility>

#include "base/check.h"

namespace gait::sketch {
namespace {

constexpr std::size_t entries_first = 64;

bool is_full(std::size_t used, std::size_t capacity) { return used * 8 >= capacity * 7; }

}  // namespace

CountTable::CountTable(std::size_t entries_max) : slots_(entries_first), entries_max_(entries_max) {
  check(std::has_single_bit(entries_max) && entries_max >= entries_first,
        "a mask finds slots: the bound is a power of two");
}

CountTable::Slot& CountTable::slot_of(std::uint64_t key) {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = key & mask;
  while (slots_[at].key != 0 && slots_[at].key != key) at = (at + 1) & mask;
  return slots_[at];
}

std::uint32_t CountTable::count(std::uint64_t key) const {
  return const_cast<CountTable*>(this)->slot_of(key).count;
}

std::uint32_t CountTable::add(std::uint64_t key) {
  check(key != 0, "0 marks an empty slot");
  Slot* slot = &slot_of(key);
  if (slot->key == 0) {
    if (is_full(used_, slots_.size())) {
      make_room();
      slot = &slot_of(key);
    }
    slot->key = key;
    ++used_;
  }
  if (slot->count == std::numeric_limits<std::uint32_t>::max()) return slot->count;
  return slot->count++;
}

void CountTable::make_room() {
  if (slots_.size() < entries_max_) return rebuild(slots_.size() * 2, false);
  while (is_full(used_, slots_.size())) rebuild(slots_.size(), true);
}

void CountTable::rebuild(std::size_t capacity, bool halve) {
  const std::vector<Slot> old = std::exchange(slots_, std::vector<Slot>(capacity));
  used_ = 0;
  for (const Slot& slot : old) {
    const std::uint32_t count = halve ? slot.count / 2 : slot.count;
    if (slot.key == 0 || count == 0) continue;
    slot_of(slot.key) = {slot.key, count};
    ++used_;
  }
}

void CountTable::save(ByteWriter& out) const {
  std::vector<Slot> used;
  for (const Slot& slot : slots_)
    if (slot.key != 0) used.push_back(slot);
  std::ranges::sort(used, {}, &Slot::key);
  out.put(static_cast<std::uint32_t>(used.size()));
  for (const Slot& slot : used) {
    out.put(slot.key);
    out.put(slot.count);
  }
}

void CountTable::load(ByteReader& in) {
  const auto size = in.get<std::uint32_t>();
  if (size > entries_max_ || is_full(size == 0 ? 0 : size - 1, entries_max_)) return in.fail();
  std::size_t capacity = entries_first;
  while (is_full(size, capacity) && capacity < entries_max_) capacity *= 2;
  slots_.assign(capacity, {});
  used_ = 0;
  for (std::uint32_t i = 0; i < size && in.ok(); ++i) {
    const auto key = in.get<std::uint64_t>();
    const auto count = in.get<std::uint32_t>();
    Slot& slot = slot_of(key);
    if (key == 0 || count == 0 || slot.key != 0) return in.fail();
    slot = {key, count};
    ++used_;
  }
}

}  // namespace gait::sketch
