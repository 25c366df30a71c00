#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/symbols.h"
#include "model/identity.h"

namespace gait::session {

// Which credential made which: the edges from a session to the sessions and keys it created.
//
// Late linking: a child may act before its mint is seen (logs are unordered, and a role's first
// call often has the second of its AssumeRole). So edges are kept by child and asked for when
// needed; a child without one is normal (its mint lies before the logs, or in another account).
// Any order of the same mints gives the same graph: of two mints of one child the earlier wins,
// then the smaller parent.
class Graph {
 public:
  Graph();
  void add(const Mint& mint);

  // How this credential came to be; nullptr when no mint of it was seen.
  const Mint* origin(Symbol credential) const;

  // The identities from the origin to the parent of the credential, outermost first. Stops at the
  // first parent whose own mint is unknown, at a cycle, and after `chain_length_max` steps.
  std::vector<Symbol> chain(Symbol credential) const;

  std::size_t size() const { return mints_.size(); }
  std::size_t dropped() const { return dropped_; }  // edges not kept because the graph was full
  std::size_t memory_bytes() const;

  template <class Visit>
  void for_each(Visit visit) const {
    for (const Mint& mint : mints_) visit(mint);
  }

 private:
  // Where the mint of a credential is, plus one; asked once per activity, so small and flat.
  struct Slot {
    std::uint64_t child = 0;
    std::uint32_t mint = 0;
  };
  Slot& slot_of(Symbol child);
  void grow();

  std::vector<Slot> slots_;
  std::vector<Mint> mints_;
  std::size_t dropped_ = 0;
};

inline constexpr std::size_t chain_length_max = 16;
inline constexpr std::size_t mints_max = 2'000'000;

}  // namespace gait::session
