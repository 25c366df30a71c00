#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace gait::record {

// Entries in a row (c2sp.org/tlog-tiles, "log entries"): each is its length as two bytes, most
// significant first, and the entry. A whole bundle of a log has 256.
inline constexpr std::size_t entry_bytes_max = 65'535;
inline constexpr std::size_t bundle_entries = 256;

// The entry is at most `entry_bytes_max` long.
void append_entry(std::string& bundle, std::string_view entry);

// Takes the first entry off the front. False, and nothing is taken, when there is none or it is cut
// off; only a bundle that was whole is empty then.
bool take_entry(std::string_view& bundle, std::string_view& entry);

// Appends the entries to `entries`; they point into `bundle`. Fails, having appended some, when the
// last one is cut off.
Status split_bundle(std::string_view bundle, std::vector<std::string_view>& entries);

}  // namespace gait::record
