#include "engine/groups.h"

namespace gait::engine {
namespace {

constexpr std::size_t types = principal_type_names.size();
static_assert(1 + identity_class_names.size() + types <= profile::groups_max);

}  // namespace

profile::GroupId group_of(const identity::Registry::Stated& stated) {
  if (stated.identity_class != IdentityClass::unknown)
    return static_cast<profile::GroupId>(1 + types +
                                         static_cast<std::size_t>(stated.identity_class));
  return static_cast<profile::GroupId>(1 + static_cast<std::size_t>(stated.type));
}

std::string group_name(profile::GroupId group) {
  if (group == profile::tenant_group) return "everybody";
  if (group <= types) return "type " + std::string(principal_type_names[group - 1U]);
  return "class " + std::string(identity_class_names[group - 1U - types]);
}

}  // namespace gait::engine
