#pragma once

#include <cstdint>
#include <vector>

#include "simulate/fleet.h"
#include "simulate/world.h"

namespace gait::simulate {

// The identities of a large organisation that are hardly ever there: of them 66 % have at most 4
// activities in the whole time, 92 % at most 16, 98 % at most 64, and none more than 600. They
// come in short visits. Twelve bytes are kept for a visit; what an identity is follows from its
// number when it is needed.
class LongTail {
 public:
  LongTail(const World& world, std::uint32_t identities);

  // Appends the visits of this hour.
  void act(const World& world, Timestamp hour, std::vector<Record>& out) const;

 private:
  struct Visit {
    std::uint32_t hour, identity;
    std::uint32_t calls;
  };
  std::vector<Visit> visits_;  // by hour, then identity
};

// The identity with this number in the long tail.
Identity tail_identity(const World& world, std::uint32_t number);

}  // namespace gait::simulate
