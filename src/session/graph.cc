#include "session/graph.h"

#include <algorithm>
#include <tuple>

namespace gait::session {
namespace {

constexpr std::size_t slots_first = 256;

}  // namespace

Graph::Graph() : slots_(slots_first) {}

Graph::Slot& Graph::slot_of(Symbol child) {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = child.value & mask;
  while (slots_[at].mint != 0 && slots_[at].child != child.value) at = (at + 1) & mask;
  return slots_[at];
}

void Graph::add(const Mint& mint) {
  if (!mint.child_credential) return;
  Slot& slot = slot_of(mint.child_credential);
  if (slot.mint != 0) {
    const auto order = [](const Mint& m) {
      return std::tuple(m.time, m.parent_identity, m.parent_credential, m.child_identity,
                        m.subject);
    };
    Mint& known = mints_[slot.mint - 1];
    if (order(mint) < order(known)) known = mint;
    return;
  }
  if (mints_.size() >= mints_max) {
    ++dropped_;
    return;
  }
  mints_.push_back(mint);
  slot = {mint.child_credential.value, static_cast<std::uint32_t>(mints_.size())};
  if (mints_.size() * 2 > slots_.size()) grow();
}

void Graph::grow() {
  std::vector<Slot> old(slots_.size() * 2);
  old.swap(slots_);
  for (const Slot& slot : old)
    if (slot.mint != 0) slot_of(Symbol{slot.child}) = slot;
}

const Mint* Graph::origin(Symbol credential) const {
  const Slot& slot = const_cast<Graph*>(this)->slot_of(credential);
  return slot.mint == 0 ? nullptr : &mints_[slot.mint - 1];
}

std::vector<Symbol> Graph::chain(Symbol credential) const {
  std::vector<Symbol> identities;
  std::vector<Symbol> visited{credential};
  while (identities.size() < chain_length_max) {
    const Mint* mint = origin(credential);
    if (mint == nullptr) break;
    if (mint->parent_identity) identities.push_back(mint->parent_identity);
    credential = mint->parent_credential;
    if (!credential || std::ranges::find(visited, credential) != visited.end()) break;
    visited.push_back(credential);
  }
  std::ranges::reverse(identities);
  return identities;
}

std::size_t Graph::memory_bytes() const {
  return mints_.capacity() * sizeof(Mint) + slots_.capacity() * sizeof(Slot);
}

}  // namespace gait::session
