#include "record/entry_query.h"

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

}  // namespace gait::record
