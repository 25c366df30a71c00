#pragma once

#include "detect/group_shift.h"
#include "detect/make_finding.h"

namespace gait::detect {

// One finding for everybody who moved together. Its probability is that of the most surprised
// member, divided by the share of the group that moved: the more moved, the less it says of each.
// At most medium, since a theft seldom takes a third of a group at once; at least low, since
// somebody should know. `context` needs changes, owner and the like, not the identity.
Finding make_group_finding(const GroupShift& shift, const std::vector<Episode>& episodes,
                           const FindingContext& context, const Names& names,
                           const SymbolTable& symbols);

// Takes the shift's moves out of the episodes that took part in it, and the amounts with them.
void remove_shift(const GroupShift& shift, std::vector<Episode>& episodes);

}  // namespace gait::detect
