#pragma once

#include <cstddef>
#include <string_view>

#include "model/activity.h"

namespace gait::formats {

// The id of a record from its text: the same as `EventId::from_text`, and several times as fast
// for the lower-case UUID that nearly every record has.
EventId event_id(std::string_view text, SymbolTable& symbols);

// Whether a text is written like a UUID, in letters of any case.
constexpr bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_dash = i == 8 || i == 13 || i == 18 || i == 23;
    const char c = text[i];
    const bool is_digit =
        (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    if (is_dash ? c != '-' : !is_digit) return false;
  }
  return true;
}

}  // namespace gait::formats
