#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace gait::formats {

// Letters of ASCII, for logs that write one name in several cases.
constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }
constexpr char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c & 0x5f) : c; }

inline std::string lower(std::string_view text) {
  std::string letters(text);
  std::ranges::transform(letters, letters.begin(), [](char c) { return lower(c); });
  return letters;
}

inline std::string upper(std::string_view text) {
  std::string letters(text);
  std::ranges::transform(letters, letters.begin(), [](char c) { return upper(c); });
  return letters;
}

// Whether a text, in whatever case, is or ends with `lower_letters`.
inline bool is_letters(std::string_view text, std::string_view lower_letters) {
  return std::ranges::equal(text, lower_letters, {}, [](char c) { return lower(c); });
}
inline bool ends_with_letters(std::string_view text, std::string_view lower_letters) {
  return text.size() >= lower_letters.size() &&
         is_letters(text.substr(text.size() - lower_letters.size()), lower_letters);
}

// Where `lower_letters` stands in a text of whatever case; npos when it does not.
inline std::size_t find_letters(std::string_view text, std::string_view lower_letters) {
  const auto same = [](char c, char letter) { return lower(c) == letter; };
  const auto found =
      std::search(text.begin(), text.end(), lower_letters.begin(), lower_letters.end(), same);
  return found == text.end() ? std::string_view::npos
                             : static_cast<std::size_t>(found - text.begin());
}

}  // namespace gait::formats
