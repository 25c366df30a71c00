#include "app/case_query.h"

#include <algorithm>
#include <array>
#include <utility>

namespace gait::app {
namespace {

template <class Value>
bool is_any_of(const std::vector<Value>& wanted, const Value& value) {
  return wanted.empty() || std::find(wanted.begin(), wanted.end(), value) != wanted.end();
}

}  // namespace

bool CaseQuery::is_empty() const {
  const std::array words{&source,     &event,  &identity, &session,
                         &credential, &action, &resource, &address};
  return std::all_of(words.begin(), words.end(), [](const auto* word) { return word->empty(); }) &&
         !from && !until && indices.empty() && events.empty();
}

bool CaseQuery::fits(const record::Entry& entry) const {
  const std::array<std::pair<const std::string*, const std::string*>, 8> words{
      {{&source, &entry.source},
       {&event, &entry.event_id},
       {&identity, &entry.identity},
       {&session, &entry.session},
       {&credential, &entry.credential},
       {&action, &entry.action},
       {&resource, &entry.resource},
       {&address, &entry.address}}};
  for (const auto& [wanted, value] : words)
    if (!wanted->empty() && *wanted != *value) return false;
  if (from && entry.time < *from) return false;
  if (until && entry.time >= *until) return false;
  return is_any_of(indices, entry.index) && is_any_of(events, entry.event_id);
}

}  // namespace gait::app
