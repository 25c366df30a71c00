#include "identity/credentials.h"

#include <algorithm>
#include <utility>

namespace gait::identity {
namespace {

std::uint8_t rank_of(CredentialKind kind) {
  switch (kind) {
    case CredentialKind::long_lived:
      return 0;
    case CredentialKind::unknown:
      return 1;
    case CredentialKind::federated:
      return 2;
    case CredentialKind::ephemeral:
      return 3;
    case CredentialKind::none:
      return 4;
  }
  return 4;
}

void keep_first(std::optional<Timestamp>& known, Timestamp time) {
  if (!known || time < *known) known = time;
}
void keep_last(std::optional<Timestamp>& known, std::optional<Timestamp> time) {
  if (time && (!known || *known < *time)) known = time;
}

// What the inventory says is about the long-lived secret of the identity, and only about one that
// was not in use before it was made.
void apply(const InventoryEntry& entry, CredentialFacts& facts) {
  if (facts.kind != CredentialKind::long_lived) return;
  if (!facts.issued && entry.secret_created &&
      !(facts.first && *facts.first < *entry.secret_created))
    facts.issued = entry.secret_created;
  keep_last(facts.rotated, entry.secret_rotated);
}

}  // namespace

std::optional<double> CredentialFacts::age_days(Timestamp at) const {
  std::optional<Timestamp> made = issued;
  if (rotated && *rotated <= at) keep_last(made, rotated);
  if (!made || *made > at) return std::nullopt;
  return (static_cast<double>(at.ns) - static_cast<double>(made->ns)) / 86'400e9;
}

CredentialBook::Uses* CredentialBook::keep(Symbol identity, Symbol credential,
                                           CredentialKind kind) {
  if (!identity || !credential) return nullptr;
  if (kept_.size() >= identities_max && !kept_.contains(identity)) return nullptr;
  auto& kept = kept_[identity];
  const Key key{rank_of(kind), credential};
  if (kept.size() == kept_max && kept.rbegin()->first < key) return nullptr;
  Uses& uses = kept[key];
  uses.kind = kind;
  if (kept.size() > kept_max) kept.erase(std::prev(kept.end()));
  return &uses;
}

CredentialBook::Events* CredentialBook::events_of(Symbol credential) {
  if (!credential) return nullptr;
  auto known = events_.find(credential);
  if (known != events_.end()) return &known->second;
  return events_.size() < events_max ? &events_[credential] : nullptr;
}

void CredentialBook::add_use(Symbol identity, Symbol credential, CredentialKind kind,
                             Timestamp first, Timestamp last) {
  Uses* uses = keep(identity, credential, kind);
  if (uses == nullptr) return;
  keep_first(uses->first, first);
  keep_last(uses->last, last);
}

void CredentialBook::add(const Mint& mint) {
  if (!mint.long_lived) return;
  keep(mint.child_identity, mint.child_credential, CredentialKind::long_lived);
  if (Events* events = events_of(mint.child_credential)) keep_first(events->issued, mint.time);
}

void CredentialBook::add(const ChangeEvidence& change) {
  const bool created = change.type == ChangeType::credential_created;
  const bool rotated = change.type == ChangeType::rotation;
  const bool disabled = change.type == ChangeType::credential_disabled;
  if (!created && !rotated && !disabled) return;

  if (Events* events = events_of(change.credential)) {
    if (created) keep_first(events->issued, change.time);
    if (rotated) keep_last(events->rotated, change.time);
    if (disabled) keep_last(events->disabled, change.time);
    return;
  }
  if (!rotated || !change.subject) return;
  if (rotations_.size() >= events_max && !rotations_.contains(change.subject)) return;
  Timestamp& latest = rotations_.try_emplace(change.subject, change.time).first->second;
  latest = std::max(latest, change.time);
}

CredentialFacts CredentialBook::facts_of(Symbol identity, const Key& key, const Uses& uses,
                                         const InventoryEntry* entry,
                                         const SymbolTable& symbols) const {
  CredentialFacts facts;
  facts.id = symbols.text(key.credential);
  facts.kind = uses.kind;
  facts.first = uses.first;
  facts.last = uses.last;
  if (auto events = events_.find(key.credential); events != events_.end()) {
    facts.issued = events->second.issued;
    facts.rotated = events->second.rotated;
    facts.disabled = events->second.disabled;
  }
  if (auto rotation = rotations_.find(identity);
      rotation != rotations_.end() && facts.kind == CredentialKind::long_lived)
    keep_last(facts.rotated, rotation->second);
  if (entry != nullptr) apply(*entry, facts);
  return facts;
}

std::vector<CredentialFacts> CredentialBook::of(Symbol identity, const InventoryEntry* entry,
                                                const SymbolTable& symbols) const {
  auto found = kept_.find(identity);
  if (found == kept_.end()) return {};

  std::vector<CredentialFacts> credentials;
  for (const auto& [key, uses] : found->second) {
    CredentialFacts facts = facts_of(identity, key, uses, entry, symbols);
    auto same = std::ranges::find(credentials, facts.id, &CredentialFacts::id);
    if (same == credentials.end()) {
      credentials.push_back(std::move(facts));
      continue;
    }
    // One id, two kinds: records differ in what they say. The longer-lived kind, which comes
    // first, is believed; the uses are joined.
    if (facts.first) keep_first(same->first, *facts.first);
    keep_last(same->last, facts.last);
  }
  auto recent_first = [](const CredentialFacts& a, const CredentialFacts& b) {
    if (a.last != b.last) return b.last < a.last;
    return a.id < b.id;
  };
  std::ranges::sort(credentials, recent_first);
  return credentials;
}

}  // namespace gait::identity
