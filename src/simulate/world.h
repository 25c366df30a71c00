#pragma once

#include <string>
#include <vector>

#include "model/change.h"
#include "simulate/fleet.h"

namespace gait::simulate {

// Everything that is decided before the first record is written, and the labels that fill up
// while records are made.
struct World {
  std::uint64_t seed = 0;
  Timestamp start, end;
  std::vector<Identity> fleet;
  std::vector<Label> labels;
  std::vector<Change> changes;  // what was announced
  std::vector<Record> planned;  // records of scenarios; in time order once all are planned

  bool contains(Timestamp time) const { return time >= start && time < end; }
};

// Notes an event in a label.
void note(Label& label, Timestamp time, const std::string& event);

}  // namespace gait::simulate
