#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "record/entry.h"

namespace gait::app {

// Which entries somebody asks for: those that fit everything that is not empty.
struct CaseQuery {
  std::string source, event, identity, session, credential, action, resource, address;
  std::optional<Timestamp> from, until;  // of the event, `until` not included
  std::vector<std::uint64_t> indices;    // any of these; empty = any
  std::vector<std::string> events;       // any of these; empty = any

  bool is_empty() const;  // asks for everything
  bool fits(const record::Entry& entry) const;
};

}  // namespace gait::app
