#pragma once

#include <optional>
#include <string>
#include <unordered_map>

#include "base/time.h"
#include "model/identity.h"

namespace gait {

// What the people say about an identity, as against what its logs show.
struct InventoryEntry {
  std::string identity;  // canonical key
  IdentityClass identity_class = IdentityClass::unknown;
  std::string owner, purpose, environment, account, service;
  std::optional<Timestamp> secret_created, secret_rotated;
};

using Inventory = std::unordered_map<std::string, InventoryEntry>;

}  // namespace gait
