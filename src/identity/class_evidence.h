#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "model/action.h"
#include "model/identity.h"

namespace gait::identity {

// Counts of what an identity does, from which its class may be guessed where nobody states it.
// Adding is commutative; counts of several threads are summed by `merge`.
struct ClassEvidence {
  std::uint64_t calls = 0;
  std::uint64_t lookups = 0;        // reads of what there is and how it is: List, Describe, ...
  std::uint64_t secret_reads = 0;   // of class secret_read
  std::uint64_t secret_writes = 0;  // storing or rotating a secret
  std::uint64_t backups = 0;        // making, copying, keeping or dropping copies
  std::uint64_t model_calls = 0;    // asking a language model or an agent
  std::uint64_t service_bits = 0;   // one hashed bit for each service called

  void add(std::string_view action, const ActionFacts& facts, std::uint64_t times = 1);
  void merge(const ClassEvidence& other);
  int services() const;  // different ones; slightly low from about 20 on

  bool operator==(const ClassEvidence&) const = default;
};

struct ClassGuess {
  IdentityClass identity_class = IdentityClass::unknown;
  std::string reason;  // "62 % of 4112 calls store or rotate secrets"
};

// Guesses a class from behaviour alone. Careful: only where one trait prevails over at least 20
// calls, else unknown. The shares are judgement, not measurement; the inventory overrules them.
ClassGuess guess_class(const ClassEvidence& evidence);

}  // namespace gait::identity
