#pragma once

#include <cstdint>
#include <vector>

#include "profile/profile.h"

namespace gait::profile {

// The profiles of one shard, found by identity. Profiles never move, and come in the order in
// which they were added.
class Store {
 public:
  Store();

  Profile* find(Symbol identity);
  const Profile* find(Symbol identity) const { return const_cast<Store*>(this)->find(identity); }

  // The identity must not be there yet.
  Profile& add(Profile profile);

  std::size_t size() const { return size_; }
  std::size_t memory_bytes() const;  // of everything, profiles included

  template <class Visit>
  void for_each(Visit visit) const {
    for (const auto& chunk : chunks_)
      for (const Profile& profile : chunk) visit(profile);
  }
  template <class Visit>
  void for_each(Visit visit) {
    for (auto& chunk : chunks_)
      for (Profile& profile : chunk) visit(profile);
  }

 private:
  struct Slot {
    std::uint64_t identity = 0;
    Profile* profile = nullptr;
  };
  Slot& slot_of(std::uint64_t identity);
  void grow();

  std::vector<Slot> slots_;
  std::vector<std::vector<Profile>> chunks_;
  std::size_t size_ = 0;
};

}  // namespace gait::profile
