#include "record/note_text.h"

#include <simdjson.h>

#include <algorithm>
#include <array>

namespace gait::record {
namespace {

// White_Space of Unicode 15 beyond ASCII, in UTF-8; the ASCII ones but for the space are control
// characters. U+2000 to U+200A share two bytes and are told by the third.
constexpr std::array<std::string_view, 8> wide_spaces{
    "\xc2\x85",      // U+0085 next line
    "\xc2\xa0",      // U+00A0 no-break space
    "\xe1\x9a\x80",  // U+1680 ogham space mark
    "\xe2\x80\xa8",  // U+2028 line separator
    "\xe2\x80\xa9",  // U+2029 paragraph separator
    "\xe2\x80\xaf",  // U+202F narrow no-break space
    "\xe2\x81\x9f",  // U+205F medium mathematical space
    "\xe3\x80\x80",  // U+3000 ideographic space
};

bool holds_wide_space(std::string_view text) {
  if (std::ranges::any_of(wide_spaces,
                          [text](std::string_view space) { return text.find(space) != text.npos; }))
    return true;
  for (std::size_t at = 0; (at = text.find("\xe2\x80", at)) != text.npos; ++at)
    if (at + 2 < text.size() && static_cast<unsigned char>(text[at + 2]) <= 0x8a) return true;
  return false;
}

}  // namespace

bool is_note_text(std::string_view text) {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n'; };
  return std::ranges::none_of(text, is_control) &&
         simdjson::validate_utf8(text.data(), text.size());
}

bool is_key_name(std::string_view name) {
  return !name.empty() && is_note_text(name) && name.find_first_of("\n +") == name.npos &&
         !holds_wide_space(name);
}

}  // namespace gait::record
