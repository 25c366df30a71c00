#pragma once

#include <cstdint>
#include <vector>

#include "model/activity.h"
#include "model/change.h"
#include "model/identity.h"

namespace gait {

// An in-log change, still in symbols: turned into a Change once all input is read.
struct ChangeEvidence {
  EventId event;
  Timestamp time;
  ChangeType type = ChangeType::other;
  Symbol by;          // identity that did it
  Symbol action;      // how
  Symbol resource;    // what was changed
  Symbol subject;     // identity it is about, where the record names one
  Symbol credential;  // credential it is about
};

// The same call as another account's trail saw it: `shared` names the pair, `rich` marks the side
// that knows who called.
struct Twin {
  Symbol shared;
  EventId event;
  bool rich = false;
};

struct ParseCounts {
  std::uint64_t records = 0;     // seen
  std::uint64_t activities = 0;  // of them understood as an activity
  std::uint64_t ignored = 0;     // known and not an activity: digests, insights, service chatter
  std::uint64_t malformed = 0;   // not readable
  std::uint64_t bytes = 0;
};

// What a parser makes of the records it is given. Plain values; batches of several threads are
// joined by appending.
struct Batch {
  std::vector<Activity> activities;
  std::vector<Principal> principals;
  std::vector<Mint> mints;
  std::vector<ChangeEvidence> changes;
  std::vector<Twin> twins;
  ParseCounts counts;
};

}  // namespace gait
