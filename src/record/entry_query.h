#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "record/entry.h"

namespace gait::record {

// What entries are looked up by.
enum class Dimension : std::uint8_t { identity, session, credential, action, resource, address };
inline constexpr std::size_t dimension_count = 6;

std::string_view value_of(const Entry& entry, Dimension dimension);

// When it happened; when it came, where the source does not say. 0 is unknown.
Timestamp time_of(const Entry& entry);

// Entries that have all of these values and happened in [from, until). Empty values are not asked
// for; with a time, entries of unknown time do not match.
struct EntryQuery {
  std::array<std::string, dimension_count> values;
  std::optional<Timestamp> from, until;

  std::string& operator[](Dimension d) { return values[static_cast<std::size_t>(d)]; }
  const std::string& operator[](Dimension d) const { return values[static_cast<std::size_t>(d)]; }

  bool has_time() const { return from || until; }
  bool matches_time(Timestamp time) const;
  bool matches(const Entry& entry) const;
};

// What stands in the text of each entry that matches: most others are told apart without decoding.
std::vector<std::string> needles_of(const EntryQuery& query);
bool holds_all(std::string_view entry, const std::vector<std::string>& needles);

}  // namespace gait::record
