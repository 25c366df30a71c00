#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulate/fleet.h"
#include "simulate/random.h"
#include "simulate/record_writer.h"
#include "simulate/world.h"

namespace gait::simulate {

// What one scenario writes with: it takes identities that nobody else has taken, opens sessions,
// makes calls, changes how an identity behaves for a while, and announces. Everything it does is
// noted in its label.
//
// Times before the start or after the end of the world are left out, so that a scenario need not
// know how many days there are.
class Script {
 public:
  Script(World& world, std::size_t label, std::uint64_t nth);

  // An identity of this kind, the scenario's own from now on and named in its label.
  std::optional<std::size_t> take(Kind kind);
  // One that only helps, if possible of those that nobody took; it is not in the label.
  std::size_t any(Kind kind) const;
  // A brand-new identity, which exists from `from` on.
  std::size_t create(Kind kind, const std::string& service, Timestamp from);
  // Adds an identity to the label that take() did not find.
  void implicate(std::size_t who);

  Identity& identity(std::size_t who) { return world_.fleet[who]; }
  Random& random() { return random_; }
  // That hour of the day, so many days before the end; the first day where there are fewer.
  Timestamp at(int days_before_end, int hour, int minute = 0) const;
  // The same, or on the Friday before when that is a weekend: for what happens among colleagues.
  Timestamp workday(int days_before_end, int hour, int minute = 0) const;

  // The session which the identity has at that time anyway, if it is always there.
  Session running(std::size_t who, Timestamp time);
  // A session of its own; its mint is part of the scenario.
  Session open(std::size_t who, Timestamp from);
  // A session of `child` that `parent` assumes, though it never did.
  Session assume(const Session& parent, std::size_t child, Timestamp from);

  void call(const Session& session, Timestamp time, std::string_view action,
            std::string_view resource = {}, Outcome outcome = Outcome::success,
            std::int64_t bytes = 0);

  // The identity behaves like this for a while; the phase's events are the scenario's.
  void during(std::size_t who, Phase phase);
  // The same, but nothing of it is remarkable.
  void quietly(std::size_t who, Phase phase);
  void announce(Change change);

  const World& world() const { return world_; }

 private:
  Label& label() { return world_.labels[label_]; }
  void plan(Record record);

  World& world_;
  std::size_t label_;
  Random random_;
  std::uint64_t session_number_;
};

}  // namespace gait::simulate
