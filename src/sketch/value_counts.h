#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <type_traits>
#include <vector>

#include "base/bytes.h"

namespace gait::sketch {

// One value that a family of values has had.
struct ValueSlot {
  std::uint64_t value = 0;  // 0 = empty slot
  std::uint16_t count = 0;  // windows with it; at least 1 in a used slot
  std::uint16_t first_day = 0, last_day = 0;
  std::uint8_t family = 0;
  std::uint8_t mark = 0;  // of the owner; 0 when it is new
};
static_assert(sizeof(ValueSlot) == 16 && std::has_unique_object_representations_v<ValueSlot>);

// Values with their counts, of several families in one small hash table: a lookup touches one or
// two cache lines, and an identity that does little costs 128 bytes. Grows by doubling to 128
// slots; the owner bounds each family with `evict_least` before it inserts.
class ValueCounts {
 public:
  static constexpr std::size_t capacity_max = 128;

  ValueCounts() = default;
  ValueCounts(ValueCounts&&) = default;
  ValueCounts& operator=(ValueCounts&&) = default;

  // The slot of a value, or nullptr. Valid until the next insert or eviction.
  ValueSlot* find(std::uint8_t family, std::uint64_t value);
  const ValueSlot* find(std::uint8_t family, std::uint64_t value) const {
    return const_cast<ValueCounts*>(this)->find(family, value);
  }

  // A new slot with count 1. The value must not be there yet. Returns false, and inserts nothing,
  // when 7/8 of 128 slots are used.
  bool insert(std::uint8_t family, std::uint64_t value, std::uint16_t day);

  // Removes the value of the family with the least count; among those the longest unseen, then the
  // smallest value, so that the choice does not depend on where slots lie. Returns what it removed,
  // or 0 when the family has no value.
  std::uint64_t evict_least(std::uint8_t family);

  // Halves the counts of a family; values that had count 1 are forgotten.
  void age(std::uint8_t family);

  std::size_t used() const { return used_; }
  std::span<const ValueSlot> slots() const { return {slots_.get(), capacity_}; }
  std::size_t memory_bytes() const { return capacity_ * sizeof(ValueSlot); }

  // By family and value, so that the same values are the same bytes wherever slots lie.
  void save(ByteWriter& out) const;
  void load(ByteReader& in);

 private:
  void rebuild(std::size_t capacity);

  std::unique_ptr<ValueSlot[]> slots_;
  std::uint16_t capacity_ = 0;
  std::uint16_t used_ = 0;
};

}  // namespace gait::sketch
