#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/symbols.h"
#include "identity/class_evidence.h"
#include "identity/credentials.h"
#include "model/batch.h"
#include "model/identity.h"
#include "model/inventory.h"

namespace gait::identity {

// Everything known of who an identity is, for people.
struct IdentityFacts {
  PrincipalType type = PrincipalType::unknown;
  Human human = Human::unknown;
  std::string human_reason;  // which rule says so; empty when no record said anything
  std::string account;       // as the logs say it, else the inventory
  std::string owner, purpose, environment, service;  // of the inventory
  IdentityClass identity_class = IdentityClass::unknown;
  std::string class_reason;  // never empty
  std::vector<CredentialFacts> credentials;
};

// Who is who: joins what each record says of its actor, what people wrote down, and what happened
// to credentials.
//
// Records may differ. The one with the greatest weight decides whether it is a human; between equal
// weights the reason whose text sorts first. Type and account are those of the weightiest record
// that knows them; between equals the smaller type and the account that sorts first. So the order
// of reading does not matter.
//
// The class is that of the inventory, else what the records state structurally (a human, a CI
// runner, an agent, a cloud service), else a guess from behaviour. The reason says which.
class Registry {
 public:
  static constexpr std::size_t identities_max = 2'000'000;

  explicit Registry(Inventory inventory = {});

  // `symbols` has the texts of all principals that were added, this one included.
  void add(const Principal& principal, const SymbolTable& symbols);

  CredentialBook& credentials() { return credentials_; }

  // Null when the inventory does not have the identity.
  const InventoryEntry* inventory_of(std::string_view identity) const;

  // An identity that no record and no inventory knows has facts, too: unknown ones.
  IdentityFacts describe(Symbol identity, const ClassEvidence& behaviour,
                         const SymbolTable& symbols) const;

  // The class that is stated, by the inventory or by the kind of principal, and that kind; cheaper
  // than to describe.
  struct Stated {
    IdentityClass identity_class = IdentityClass::unknown;
    PrincipalType type = PrincipalType::unknown;
  };
  Stated stated(Symbol identity, const SymbolTable& symbols) const;

  // What is believed, as principals that tell another registry the same; by identity.
  std::vector<Principal> principals() const;

  std::size_t memory_bytes() const;
  std::size_t size() const { return beliefs_.size(); }
  std::size_t dropped() const { return dropped_; }  // principals beyond `identities_max`

 private:
  // What is believed in each matter so far, and by what weight. 24 bytes: there may be a million.
  struct Belief {
    Symbol reason, account;
    Human human = Human::unknown;
    PrincipalType type = PrincipalType::unknown;
    std::uint8_t human_weight = 0, type_weight = 0, account_weight = 0;
  };

  void believe(const Principal& principal, Belief& belief, const SymbolTable& symbols) const;

  std::unordered_map<Symbol, Belief> beliefs_;
  Inventory inventory_;
  CredentialBook credentials_;
  std::size_t dropped_ = 0;
};

}  // namespace gait::identity
