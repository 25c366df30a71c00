#include "profile/store.h"

#include "base/check.h"

namespace gait::profile {
namespace {

constexpr std::size_t slots_first = 64;
constexpr std::size_t chunk_first = 16, chunk_max = 1024;

}  // namespace

Store::Store() : slots_(slots_first) {}

Store::Slot& Store::slot_of(std::uint64_t identity) {
  const std::size_t mask = slots_.size() - 1;
  // The low bits have chosen the shard.
  std::size_t at = (identity >> 16) & mask;
  while (slots_[at].profile != nullptr && slots_[at].identity != identity) at = (at + 1) & mask;
  return slots_[at];
}

Profile* Store::find(Symbol identity) { return slot_of(identity.value).profile; }

Profile& Store::add(Profile profile) {
  const std::uint64_t identity = profile.identity().value;
  check(slot_of(identity).profile == nullptr, "an identity has one profile");
  if (chunks_.empty() || chunks_.back().size() == chunks_.back().capacity()) {
    chunks_.emplace_back();
    chunks_.back().reserve(chunks_.size() < 6 ? chunk_first << (chunks_.size() - 1) : chunk_max);
  }
  Profile& kept = chunks_.back().emplace_back(std::move(profile));
  slot_of(identity) = {identity, &kept};
  if (++size_ * 4 > slots_.size() * 3) grow();
  return kept;
}

void Store::grow() {
  std::vector<Slot> old(slots_.size() * 2);
  old.swap(slots_);
  for (const Slot& slot : old)
    if (slot.profile != nullptr) slot_of(slot.identity) = slot;
}

std::size_t Store::memory_bytes() const {
  std::size_t bytes = slots_.capacity() * sizeof(Slot);
  for (const auto& chunk : chunks_) {
    bytes += (chunk.capacity() - chunk.size()) * sizeof(Profile);
    for (const Profile& profile : chunk) bytes += profile.memory_bytes();
  }
  return bytes;
}

}  // namespace gait::profile
