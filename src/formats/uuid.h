#pragma once

#include <string_view>

#include "model/activity.h"

namespace gait::formats {

// The id of a record from its text: the same as `EventId::from_text`, and several times as fast
// for the lower-case UUID that nearly every record has.
EventId event_id(std::string_view text, SymbolTable& symbols);

}  // namespace gait::formats
