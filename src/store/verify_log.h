#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "record/checkpoint.h"
#include "record/hash.h"

namespace gait::store {

// What a full check of a log found.
struct LogVerdict {
  record::Checkpoint checkpoint;       // signed by `log.vkey`
  std::uint64_t entries = 0;           // whose frames are whole and in order
  std::uint64_t bytes = 0;             // of these entries
  std::uint64_t unsigned_entries = 0;  // behind the checkpoint: not yet vouched for
  record::Hash root{};                 // of all entries
};

// Each entry in turn, before the root over it is known; an error that it returns ends the check.
using VerifyVisit = std::function<Status(std::uint64_t index, std::string_view entry)>;

// Reads every entry, hashes it, and recomputes the tree from nothing else, up to the root that was
// signed; rows and tree states are not looked at. Fails with the first thing that is wrong. More
// than a million small entries per second. A log that is being written is checked as it was when
// this began.
Result<LogVerdict> verify_log(const std::string& folder, const VerifyVisit& visit = {});

}  // namespace gait::store
