#pragma once

#include <cstdint>
#include <vector>

namespace gait::formats {

// What was made of a text before, by the hash of the text: one slot per hash, the newer one stays.
// Of fixed size, so an endless variety of inputs costs time and never memory. `Value` must be a
// plain value; `slots` a power of two.
template <class Value>
class Memo {
 public:
  explicit Memo(std::size_t slots) : slots_(slots) {}

  // The remembered value, or one made by `make()` and remembered. Valid until the next call.
  template <class Make>
  const Value& get(std::uint64_t hash, Make&& make) {
    hash = hash == 0 ? 1 : hash;  // 0 marks a free slot
    Slot& slot = slots_[hash & (slots_.size() - 1)];
    if (slot.hash == hash) [[likely]]
      return slot.value;
    slot.value = make();
    slot.hash = hash;
    return slot.value;
  }

 private:
  struct Slot {
    std::uint64_t hash = 0;
    Value value{};
  };
  std::vector<Slot> slots_;
};

}  // namespace gait::formats
