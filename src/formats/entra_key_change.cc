#include "formats/entra_key_change.h"

#include <algorithm>
#include <set>

#include "formats/azure_ids.h"

namespace gait::formats {
namespace {

constexpr std::string_view identifier = "KeyIdentifier=";
constexpr std::size_t guid_bytes = 36;

// The ids in a text, in the order of their letters.
void add_ids(std::string_view text, std::set<std::string>& ids) {
  for (std::size_t at = text.find(identifier); at != std::string_view::npos;
       at = text.find(identifier, at)) {
    at += identifier.size();
    ids.insert(azure_id(text.substr(at, guid_bytes)));
  }
}

std::string first_that_is_not_in(const std::set<std::string>& ids,
                                 const std::set<std::string>& others) {
  for (const std::string& id : ids)
    if (!others.contains(id)) return id;
  return {};
}

}  // namespace

// Both values stand as strings of JSON in JSON, so these names in quotes are names of members.
EntraKeyChange entra_key_change(std::string_view modified_properties) {
  constexpr std::string_view old_name = "\"oldValue\"", new_name = "\"newValue\"";
  std::set<std::string> before, after;
  std::size_t old_at = modified_properties.find(old_name);
  std::size_t new_at = modified_properties.find(new_name);
  while (old_at != new_at) {  // until neither is found
    const bool is_old = old_at < new_at;
    std::size_t& here = is_old ? old_at : new_at;
    const std::size_t from = here;
    here = modified_properties.find(is_old ? old_name : new_name, here + 1);
    const std::string_view text = modified_properties.substr(from, std::min(old_at, new_at) - from);
    add_ids(text, is_old ? before : after);
  }
  return {first_that_is_not_in(after, before), first_that_is_not_in(before, after)};
}

}  // namespace gait::formats
