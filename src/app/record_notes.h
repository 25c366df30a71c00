#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "record/entry.h"
#include "store/log_reader.h"

namespace gait::app {

// What must stay: entries that fit all members which are not empty. An entry of the record about
// itself, of kind `hold`, with these members in its envelope and the reason in its `raw`.
struct Hold {
  std::uint64_t index = 0;  // of its entry; by this it is released
  Timestamp since;
  std::string identity, session, credential, resource;
  std::string reason, by;
};

// The holds that nobody released, out of all entries of a log, given in their order.
class Holds {
 public:
  Status see(const record::Entry& entry);
  const std::vector<Hold>& standing() const { return holds_; }

 private:
  std::vector<Hold> holds_;
};

// Appends what the record says of itself, durable and signed when it returns: the index of its
// entry. `log` must be there. `now` is when.
struct Note {
  std::string kind;  // `hold`, `release`
  Hold hold;         // of a release only `index`, `reason` and `by`
};
Result<std::uint64_t> append_note(const std::string& log, const Note& note, Timestamp now);

}  // namespace gait::app
