#include "record/entry_query.h"

#include <algorithm>

#include "record/json_text.h"

namespace gait::record {

std::string_view value_of(const Entry& entry, Dimension dimension) {
  switch (dimension) {
    case Dimension::identity:
      return entry.identity;
    case Dimension::session:
      return entry.session;
    case Dimension::credential:
      return entry.credential;
    case Dimension::action:
      return entry.action;
    case Dimension::resource:
      return entry.resource;
    case Dimension::address:
      return entry.address;
  }
  return {};
}

Timestamp time_of(const Entry& entry) { return entry.time.ns > 0 ? entry.time : entry.received; }

bool EntryQuery::matches_time(Timestamp time) const {
  if (!has_time()) return true;
  return time.ns > 0 && (!from || time >= *from) && (!until || time < *until);
}

bool EntryQuery::matches(const Entry& entry) const {
  for (std::size_t d = 0; d < dimension_count; ++d)
    if (!values[d].empty() && value_of(entry, static_cast<Dimension>(d)) != values[d]) return false;
  return matches_time(time_of(entry));
}

std::vector<std::string> needles_of(const EntryQuery& query) {
  constexpr std::array<std::string_view, dimension_count> keys{
      R"(,"identity":)", R"(,"session":)",  R"(,"credential":)",
      R"(,"action":)",   R"(,"resource":)", R"(,"address":)"};
  std::vector<std::string> needles;
  for (std::size_t d = 0; d < dimension_count; ++d) {
    if (query.values[d].empty()) continue;
    needles.emplace_back(keys[d]);
    append_json_string(needles.back(), query.values[d], field_bytes_max);
  }
  return needles;
}

bool holds_all(std::string_view entry, const std::vector<std::string>& needles) {
  return std::ranges::all_of(needles, [entry](const std::string& needle) {
    return entry.find(needle) != std::string_view::npos;
  });
}

}  // namespace gait::record
