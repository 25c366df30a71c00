#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "record/entry.h"

namespace gait::record {

// Keeps what it covers from erasure and pruning until it is released. Empty conditions cover all.
struct Hold {
  std::string id;  // stated by who holds: `case-17`
  std::string identity, session;
  Timestamp from, until;  // of the events, [from, until); 0 is without a border

  bool operator==(const Hold&) const = default;
};

// What an erasure or a pruning would take away. What is not stated may be anything, so that a hold
// is never passed over for want of knowledge.
struct Removal {
  std::optional<std::vector<std::string>> identities, sessions;
  std::optional<Timestamp> earliest, latest;
};
bool may_cover(const Hold& hold, const Removal& removal);

// What the record says of itself, folded from its own entries in their order; there is no other
// place where a hold is kept. Whoever removes something first appends the entry that says so, then
// folds up to the end of the log, and removes it only if `hold_over` finds nothing then.
class RecordState {
 public:
  // Entries of other sources change nothing. `corrupt` when the record's own entry is not of the
  // form that is written below; a removal must then not go on.
  Status apply(const Entry& entry);

  // A hold that may cover the removal; null when there is none.
  const Hold* hold_over(const Removal& removal) const;

  const std::map<std::string, Hold>& holds() const { return holds_; }

  // What was ever asked to be removed; a hold may have kept it.
  const std::set<std::string>& erased_keys() const { return erased_keys_; }
  std::uint64_t minimum_index() const { return minimum_index_; }

 private:
  std::map<std::string, Hold> holds_;
  std::set<std::string> erased_keys_;
  std::uint64_t minimum_index_ = 0;
};

// The `raw` of the record's own entries; `kind` is as the function says, identity and session of a
// hold are those of the envelope. `why` and `by` are for people.
struct Reason {
  std::string_view why, by;
};
std::string hold_body(const Hold& hold, const Reason& reason);            // `hold`
std::string release_body(std::string_view id, const Reason& reason);      // `release`
std::string erasure_body(std::string_view key_id, const Reason& reason);  // `erasure`
std::string prune_body(std::uint64_t minimum_index, const Hash& root_of_all, std::uint64_t size,
                       const Reason& reason);  // `prune`

// Below it everything may go when the entries before `index` are too old: whole segments only, as
// c2sp.org/tlog-tiles says of pruning.
constexpr std::uint64_t minimum_index_for(std::uint64_t index) { return index / 65'536 * 65'536; }

}  // namespace gait::record
