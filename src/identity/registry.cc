#include "identity/registry.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <utility>

namespace gait::identity {
namespace {

// The classes that a kind of principal has by its nature. A bot may do any work, as may a role.
std::optional<IdentityClass> class_of(PrincipalType type) {
  switch (type) {
    case PrincipalType::human:
      return IdentityClass::human;
    case PrincipalType::ci_runner:
      return IdentityClass::ci_runner;
    case PrincipalType::ai_agent:
      return IdentityClass::ai_agent;
    case PrincipalType::cloud_service:
      return IdentityClass::cloud_service;
    case PrincipalType::unknown:
    case PrincipalType::service_account:
    case PrincipalType::role:
    case PrincipalType::workload:
    case PrincipalType::bot:
    case PrincipalType::api_key:
    case PrincipalType::root:
    case PrincipalType::anonymous:
      return std::nullopt;
  }
  return std::nullopt;
}

ClassGuess class_of(const IdentityFacts& facts, const InventoryEntry* entry,
                    const ClassEvidence& behaviour) {
  if (entry != nullptr && entry->identity_class != IdentityClass::unknown)
    return {entry->identity_class, "the inventory says so"};
  if (facts.human == Human::yes)
    return {IdentityClass::human, fmt::format("it is a human: {}", facts.human_reason)};
  if (auto structural = class_of(facts.type))
    return {*structural, fmt::format("its records are those of a {}",
                                     principal_type_names[static_cast<std::size_t>(facts.type)])};
  ClassGuess guess = guess_class(behaviour);
  if (guess.identity_class != IdentityClass::unknown)
    guess.reason = fmt::format("a guess from behaviour: {}", guess.reason);
  return guess;
}

}  // namespace

Registry::Registry(Inventory inventory) : inventory_(std::move(inventory)) {}

void Registry::add(const Principal& principal, const SymbolTable& symbols) {
  if (!principal.identity) return;
  auto known = beliefs_.find(principal.identity);
  if (known == beliefs_.end()) {
    if (beliefs_.size() >= identities_max) {
      ++dropped_;
      return;
    }
    known = beliefs_.emplace(principal.identity, Belief{}).first;
  }
  believe(principal, known->second, symbols);
}

void Registry::believe(const Principal& principal, Belief& belief,
                       const SymbolTable& symbols) const {
  const std::uint8_t weight = principal.weight;
  if (principal.reason && (!belief.reason || weight > belief.human_weight ||
                           (weight == belief.human_weight &&
                            std::tuple(symbols.text(principal.reason), principal.human) <
                                std::tuple(symbols.text(belief.reason), belief.human)))) {
    belief.reason = principal.reason;
    belief.human = principal.human;
    belief.human_weight = weight;
  }
  if (principal.type != PrincipalType::unknown &&
      (belief.type == PrincipalType::unknown || weight > belief.type_weight ||
       (weight == belief.type_weight && principal.type < belief.type))) {
    belief.type = principal.type;
    belief.type_weight = weight;
  }
  if (principal.account && (!belief.account || weight > belief.account_weight ||
                            (weight == belief.account_weight &&
                             symbols.text(principal.account) < symbols.text(belief.account)))) {
    belief.account = principal.account;
    belief.account_weight = weight;
  }
}

Registry::Stated Registry::stated(Symbol identity, const SymbolTable& symbols) const {
  Stated stated;
  const auto known = beliefs_.find(identity);
  if (known != beliefs_.end()) stated.type = known->second.type;
  const InventoryEntry* entry = inventory_.empty() ? nullptr : inventory_of(symbols.text(identity));
  if (entry != nullptr && entry->identity_class != IdentityClass::unknown)
    stated.identity_class = entry->identity_class;
  else if (known != beliefs_.end() && known->second.human == Human::yes)
    stated.identity_class = IdentityClass::human;
  else
    stated.identity_class = class_of(stated.type).value_or(IdentityClass::unknown);
  return stated;
}

std::vector<Principal> Registry::principals() const {
  std::vector<Principal> all;
  for (const auto& [identity, belief] : beliefs_) {
    Principal human, type, account;
    human.identity = type.identity = account.identity = identity;
    human.reason = belief.reason;
    human.human = belief.human;
    human.weight = belief.human_weight;
    type.type = belief.type;
    type.weight = belief.type_weight;
    account.account = belief.account;
    account.weight = belief.account_weight;
    all.insert(all.end(), {human, type, account});
  }
  std::ranges::stable_sort(all, {}, &Principal::identity);
  return all;
}

std::size_t Registry::memory_bytes() const {
  return beliefs_.size() * (sizeof(std::pair<const Symbol, Belief>) + sizeof(void*)) +
         beliefs_.bucket_count() * sizeof(void*);
}

const InventoryEntry* Registry::inventory_of(std::string_view identity) const {
  auto found = inventory_.find(std::string(identity));
  return found == inventory_.end() ? nullptr : &found->second;
}

IdentityFacts Registry::describe(Symbol identity, const ClassEvidence& behaviour,
                                 const SymbolTable& symbols) const {
  IdentityFacts facts;
  if (auto known = beliefs_.find(identity); known != beliefs_.end()) {
    facts.human = known->second.human;
    facts.human_reason = symbols.text(known->second.reason);
    facts.type = known->second.type;
    facts.account = symbols.text(known->second.account);
  }
  const InventoryEntry* entry = inventory_of(symbols.text(identity));
  if (entry != nullptr) {
    if (facts.account.empty()) facts.account = entry->account;
    facts.owner = entry->owner;
    facts.purpose = entry->purpose;
    facts.environment = entry->environment;
    facts.service = entry->service;
  }
  auto [identity_class, reason] = class_of(facts, entry, behaviour);
  facts.identity_class = identity_class;
  facts.class_reason = std::move(reason);
  facts.credentials = credentials_.of(identity, entry, symbols);
  return facts;
}

}  // namespace gait::identity
