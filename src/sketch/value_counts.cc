#include "sketch/value_counts.h"

#include <algorithm>
#include <tuple>

#include "base/check.h"

namespace gait::sketch {
namespace {

// Values are hashes already; the family only has to move equal values of two families apart.
std::size_t place_of(std::uint8_t family, std::uint64_t value) {
  return static_cast<std::size_t>(value + family * 0x9e3779b97f4a7c15ULL);
}

constexpr std::size_t capacity_first = 8;

}  // namespace

ValueSlot* ValueCounts::find(std::uint8_t family, std::uint64_t value) {
  if (capacity_ == 0) return nullptr;
  const std::size_t mask = capacity_ - 1U;
  for (std::size_t at = place_of(family, value) & mask;; at = (at + 1) & mask) {
    ValueSlot& slot = slots_[at];
    if (slot.value == value && slot.family == family) return &slot;
    if (slot.value == 0) return nullptr;
  }
}

bool ValueCounts::insert(std::uint8_t family, std::uint64_t value, std::uint16_t day) {
  check(value != 0, "0 marks an empty slot");
  if ((used_ + 1U) * 8 > capacity_ * 7U) {
    if (capacity_ == capacity_max) return false;
    rebuild(capacity_ == 0 ? capacity_first : capacity_ * 2U);
  }
  const std::size_t mask = capacity_ - 1U;
  std::size_t at = place_of(family, value) & mask;
  while (slots_[at].value != 0) at = (at + 1) & mask;
  slots_[at] = {value, 1, day, day, family, 0};
  ++used_;
  return true;
}

std::uint64_t ValueCounts::evict_least(std::uint8_t family) {
  ValueSlot* least = nullptr;
  const auto order = [](const ValueSlot& s) { return std::tuple(s.count, s.last_day, s.value); };
  for (std::size_t i = 0; i < capacity_; ++i) {
    ValueSlot& slot = slots_[i];
    if (slot.value == 0 || slot.family != family) continue;
    if (least == nullptr || order(slot) < order(*least)) least = &slot;
  }
  if (least == nullptr) return 0;
  const std::uint64_t value = least->value;
  least->value = 0;
  rebuild(capacity_);  // closes the gap in every probe chain
  return value;
}

void ValueCounts::age(std::uint8_t family) {
  for (std::size_t i = 0; i < capacity_; ++i) {
    ValueSlot& slot = slots_[i];
    if (slot.value == 0 || slot.family != family) continue;
    slot.count = static_cast<std::uint16_t>(slot.count / 2);
    if (slot.count == 0) slot.value = 0;
  }
  if (capacity_ != 0) rebuild(capacity_);
}

void ValueCounts::rebuild(std::size_t capacity) {
  auto old = std::move(slots_);
  const std::size_t old_capacity = capacity_;
  slots_ = std::make_unique<ValueSlot[]>(capacity);
  capacity_ = static_cast<std::uint16_t>(capacity);
  used_ = 0;
  const std::size_t mask = capacity - 1;
  for (std::size_t i = 0; i < old_capacity; ++i) {
    if (old[i].value == 0) continue;
    std::size_t at = place_of(old[i].family, old[i].value) & mask;
    while (slots_[at].value != 0) at = (at + 1) & mask;
    slots_[at] = old[i];
    ++used_;
  }
}

void ValueCounts::save(ByteWriter& out) const {
  std::vector<ValueSlot> used;
  for (const ValueSlot& slot : slots())
    if (slot.value != 0) used.push_back(slot);
  std::ranges::sort(used, {}, [](const ValueSlot& s) { return std::tuple(s.family, s.value); });
  out.put(used_);
  for (const ValueSlot& slot : used) out.put(slot);
}

void ValueCounts::load(ByteReader& in) {
  const auto count = in.get<std::uint16_t>();
  if (count * 8U > capacity_max * 7U) return in.fail();
  for (unsigned i = 0; i < count && in.ok(); ++i) {
    const auto slot = in.get<ValueSlot>();
    if (slot.value == 0 || slot.count == 0 || find(slot.family, slot.value) != nullptr)
      return in.fail();
    insert(slot.family, slot.value, slot.first_day);
    *find(slot.family, slot.value) = slot;
  }
}

}  // namespace gait::sketch
