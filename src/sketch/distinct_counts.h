#pragma once

#include <cstddef>
#include <cstdint>

#include "base/bytes.h"
#include "base/hash.h"
#include "sketch/count_table.h"

namespace gait::sketch {

// How many different members each key has had: how many tasks went with a tool, say. Exact while
// both tables have room. When the members fill theirs they are forgotten, the counts are not: a
// member that comes back then counts once more for its keys.
class DistinctCounts {
 public:
  // Bounds as in CountTable.
  DistinctCounts(std::size_t keys_max, std::size_t members_max)
      : counts_(keys_max), members_(members_max) {}

  // True when the member is new to the key.
  bool add(std::uint64_t key, std::uint64_t member) {
    const std::uint64_t pair = hash_combine(key, member);
    if (members_.add(pair == 0 ? 1 : pair) > 0) return false;
    counts_.add(key);
    return true;
  }
  double count(std::uint64_t key) const { return counts_.count(key); }

  void save(ByteWriter& out) const {
    counts_.save(out);
    members_.save(out);
  }
  void load(ByteReader& in) {
    counts_.load(in);
    members_.load(in);
  }

  std::size_t memory_bytes() const { return counts_.memory_bytes() + members_.memory_bytes(); }

 private:
  CountTable counts_, members_;
};

}  // namespace gait::sketch
