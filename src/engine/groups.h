#pragma once

#include <string>

#include "identity/registry.h"
#include "profile/peers.h"

namespace gait::engine {

// The peer group of an identity: its class where that is stated, else the type of its principal.
// A guess from behaviour is no group: it would move while the behaviour is being learned.
profile::GroupId group_of(const identity::Registry::Stated& stated);

// "class web_workload", "type role".
std::string group_name(profile::GroupId group);

}  // namespace gait::engine
