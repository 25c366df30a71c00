#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "simulate/fleet.h"
#include "simulate/random.h"
#include "simulate/record_writer.h"

namespace gait::simulate {

// Opens a session of an identity. `worker` is which of its pods, tasks or instances; `number`
// tells its sessions apart: the same three give the same ids, names and addresses. An identity
// with a long-lived key uses the key of that time.
Session open_session(const Identity& identity, std::uint32_t worker, std::uint64_t number,
                     Timestamp from);

// Moves a session to another region, where the cloud's addresses are others.
void move_session(Session& session, const Identity& identity, std::string_view region,
                  std::uint64_t number);

// Appends the records that made the session: none for a long-lived key; for a chained one also
// the session of its parent, and both accounts' view of the AssumeRole with one sharedEventID.
void mint_session(const std::vector<Identity>& fleet, const Identity& identity,
                  const Session& session, std::uint64_t number, Random& random,
                  std::vector<Record>& out);

// `parent` assumes `child` to open `session`; the records of both accounts. Returns the event ids.
std::vector<std::string> assume_role(const Session& parent, const Identity& child,
                                     const Session& session, Random& random,
                                     std::vector<Record>& out);

}  // namespace gait::simulate
