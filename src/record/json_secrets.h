#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "record/redaction.h"

namespace gait::record {

inline constexpr int nested_max = 8;  // JSON in strings of JSON

// What stands in place of a range of a text.
struct TextEdit {
  TextRange range;
  std::string text;
};

// The edits that take the secrets out of JSON, in no order; of those that overlap the first one in
// the text counts. `nested` is how many strings it lies in. Reads also what is cut off or otherwise
// no JSON, as far as strings go.
std::vector<TextEdit> find_json_secrets(const Redactor& redactor, std::string_view text,
                                        int nested);

// Redacts JSON as it is, and text by what it looks like. False, and `out` is untouched, when there
// is no secret.
bool redact_content(const Redactor& redactor, std::string_view text, RawKind kind, int nested,
                    std::string& out);

}  // namespace gait::record
