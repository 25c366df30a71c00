#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/symbols.h"
#include "model/batch.h"
#include "model/identity.h"
#include "model/inventory.h"

namespace gait::identity {

// What is known of one credential that an identity presents or was given.
struct CredentialFacts {
  std::string id;  // never the secret
  CredentialKind kind = CredentialKind::unknown;
  std::optional<Timestamp> first, last;  // uses; none when it was made and never used
  std::optional<Timestamp> issued;       // made, by the logs or the inventory
  std::optional<Timestamp> rotated;      // its secret was last replaced
  std::optional<Timestamp> disabled;     // switched off or deleted, last time

  // Days since the secret was made or last replaced, at a time; unknown before that and where
  // nobody knows when it was made.
  std::optional<double> age_days(Timestamp at) const;
};

// The credentials of all identities. Every `add` is commutative, so the order of reading does not
// matter, and what is told of a credential is exact.
//
// Bounded: an identity has at most `kept_max` credentials, and those are chosen by what never
// changes: long-lived first, then by symbol, which is a sample as good as random. A choice by last
// use would forget and relearn, and tell a wrong first use.
class CredentialBook {
 public:
  static constexpr std::size_t kept_max = 8;
  static constexpr std::size_t identities_max = 2'000'000;
  static constexpr std::size_t events_max = 1'000'000;

  void add_use(Symbol identity, Symbol credential, CredentialKind kind, Timestamp first,
               Timestamp last);
  void add(const Mint& mint);              // of a long-lived credential; others are no news
  void add(const ChangeEvidence& change);  // rotations, credentials created and disabled

  // Most recently used first. `entry` is what the inventory says of the identity, or null.
  std::vector<CredentialFacts> of(Symbol identity, const InventoryEntry* entry,
                                  const SymbolTable& symbols) const;

 private:
  struct Key {
    std::uint8_t rank = 0;  // by kind: what lives longer comes first
    Symbol credential;
    auto operator<=>(const Key&) const = default;
  };
  struct Uses {
    CredentialKind kind = CredentialKind::unknown;
    std::optional<Timestamp> first, last;
  };
  struct Events {
    std::optional<Timestamp> issued, rotated, disabled;
  };

  Uses* keep(Symbol identity, Symbol credential, CredentialKind kind);
  Events* events_of(Symbol credential);
  CredentialFacts facts_of(Symbol identity, const Key& key, const Uses& uses,
                           const InventoryEntry* entry, const SymbolTable& symbols) const;

  std::unordered_map<Symbol, std::map<Key, Uses>> kept_;  // by identity
  std::unordered_map<Symbol, Events> events_;             // by credential
  std::unordered_map<Symbol, Timestamp> rotations_;       // by identity, the latest
};

}  // namespace gait::identity
