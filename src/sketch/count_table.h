#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/bytes.h"

namespace gait::sketch {

// Counts by key in bounded memory: an open hash table that doubles from 64 slots to `entries_max`.
// Exact until it is full; then every count is halved and keys with count 1 are forgotten, as often
// as it takes to make room (the ageing of a lossy counter: what is frequent stays). So a key that
// was forgotten looks new again: novelty errs to the side of surprise, and only then.
class CountTable {
 public:
  // `entries_max` is a power of two, at least 64; 7/8 of it are used.
  explicit CountTable(std::size_t entries_max);

  // Adds one and returns the count before. `key` is well mixed, as symbols are, and not 0.
  std::uint32_t add(std::uint64_t key);
  std::uint32_t count(std::uint64_t key) const;

  std::size_t size() const { return used_; }
  std::size_t memory_bytes() const { return slots_.capacity() * sizeof(Slot); }

  // By key, so that the same counts are the same bytes.
  void save(ByteWriter& out) const;
  // Takes what `save` wrote for a table of the same bound; more makes `in` fail.
  void load(ByteReader& in);

 private:
  struct Slot {
    std::uint64_t key = 0;  // 0 = empty
    std::uint32_t count = 0;
  };
  Slot& slot_of(std::uint64_t key);
  void make_room();
  void rebuild(std::size_t capacity, bool halve);

  std::vector<Slot> slots_;
  std::size_t entries_max_, used_ = 0;
};

}  // namespace gait::sketch
