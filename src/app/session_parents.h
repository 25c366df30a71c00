#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "store/log_reader.h"

namespace gait::app {

// Where a session comes from: the earliest entry of another session that holds its credential, or
// its key, as a word of its own. Mostly that is the answer in which the credential was issued; the
// entry is named so that people can look.
struct SessionParent {
  std::string child, parent;  // keys of sessions
  std::uint64_t entry = 0;
  Timestamp time;
};

inline constexpr std::size_t session_depth_max = 16;

// The parents of these sessions, theirs, and so on, as far as the first `size` entries tell. A
// session that is not a `child` here has no parent that anybody knows. `credentials` has those of
// each session that is asked for.
Result<std::vector<SessionParent>> find_parents(
    store::LogReader& log, std::uint64_t size,
    const std::map<std::string, std::vector<std::string>>& credentials);

}  // namespace gait::app
