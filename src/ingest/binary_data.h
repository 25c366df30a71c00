#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace gait::ingest {

struct BinaryData {
  std::size_t at = 0;
  std::string advice;  // what it is and how to make a log of it; may be empty
};

// Says whether bytes are no text, from the start of an input (8 KiB say enough). Text has fewer
// than one control byte in 50: one stray byte must not hide a log, since an attacker can write one.
// Separators (0x1c to 0x1f, which auditd uses) and escapes (colours) are text, and so is any
// encoding with bytes above 0x7f.
std::optional<BinaryData> find_binary_data(std::string_view head);

}  // namespace gait::ingest
