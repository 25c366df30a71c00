#include "session/graph.h"

#include <algorithm>
#include <tuple>

namespace gait::session {

void Graph::add(const Mint& mint) {
  if (!mint.child_credential) return;
  if (mints_.size() >= mints_max && !mints_.contains(mint.child_credential)) {
    ++dropped_;
    return;
  }
  const auto [at, is_new] = mints_.try_emplace(mint.child_credential, mint);
  if (is_new) return;
  const auto order = [](const Mint& m) {
    return std::tuple(m.time, m.parent_identity, m.parent_credential, m.child_identity, m.subject);
  };
  if (order(mint) < order(at->second)) at->second = mint;
}

const Mint* Graph::origin(Symbol credential) const {
  const auto found = mints_.find(credential);
  return found == mints_.end() ? nullptr : &found->second;
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
  return mints_.size() * (sizeof(std::pair<const Symbol, Mint>) + 2 * sizeof(void*)) +
         mints_.bucket_count() * sizeof(void*);
}

}  // namespace gait::session
