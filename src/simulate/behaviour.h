#pragma once

#include <cstdint>
#include <vector>

#include "simulate/fleet.h"
#include "simulate/random.h"
#include "simulate/record_writer.h"
#include "simulate/world.h"

namespace gait::simulate {

// Appends what one identity does in the hour that begins at `hour`: its habits, its failures, the
// mints of its sessions. Runs that begin in the hour are complete, also where they end after it.
// Depends only on the seed and the identity, so hours may be made in any order.
void act(World& world, std::size_t index, Timestamp hour, std::vector<Record>& out);

// Appends what the cloud itself does in an account in this hour, as AWSService.
void act_as_cloud(const World& world, Timestamp hour, std::vector<Record>& out);

// The session that a worker of a spread-out identity has at this time.
Session running_session(const World& world, const Identity& identity, std::uint32_t worker,
                        Timestamp time);

// One call of a habit with its usual noise. `label` may be null. Calls after the end of the world
// do not happen.
void do_habit(const World& world, const Session& session, const Habit& habit, Timestamp time,
              Label* label, Random& random, std::vector<Record>& out);

}  // namespace gait::simulate
