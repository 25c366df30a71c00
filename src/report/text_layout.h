#pragma once

#include <string>
#include <string_view>

#include "model/severity.h"

namespace gait::report {

// How a terminal is written to. No colour unless the caller knows that a person looks at it.
struct TextOptions {
  int width = 100;  // columns; under 40 counts as 40
  bool colour = false;
};

enum class Ink { plain, strong, faint, critical, high, medium, low, info };

Ink ink_of(Severity severity);

// The text in that ink; as it is when there is no colour.
std::string inked(std::string_view text, Ink ink, const TextOptions& options);

// Columns that UTF-8 text takes: characters, not bytes.
std::size_t columns(std::string_view text);

// The text with spaces up to `width` columns, before or after it. Longer text stays as it is.
std::string padded(std::string_view text, std::size_t width);
std::string padded_left(std::string_view text, std::size_t width);

// At most `width` columns; where something is left out, the last is an ellipsis.
std::string clipped(std::string_view text, std::size_t width);

// Adds `text`, wrapped at spaces, to `out`: `lead` stands before its first line, and every line
// begins at column `indent`. Both must be printable() already. Words longer than a line are not
// broken, so that they can be copied.
void add_paragraph(std::string& out, std::string_view lead, std::string_view text,
                   std::size_t indent, const TextOptions& options, Ink ink = Ink::plain);

}  // namespace gait::report
