#include "profile/tool_text.h"

#include <algorithm>
#include <charconv>

namespace gait::profile {
namespace {

constexpr std::string_view around_values = " \t\n\r\"'`,;()[]{}<>.:!?";
constexpr std::string_view quotes_and_blanks = "'\"`*_ \t\r";
constexpr std::string_view opens = "\n:=,[{(|;>";  // what may stand before a value on its own
constexpr std::string_view closes = "\n,]})|;<:";  // and after it
constexpr std::string_view sentence_ends = ".!?";
constexpr std::size_t occurrences_max = 64;
constexpr std::size_t stem_letters = 5, word_letters_min = 3;
constexpr std::size_t phrase_words_max = 6;

bool is_in(char c, std::string_view set) { return set.find(c) != std::string_view::npos; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word_char(char c) { return is_letter(c) || is_digit(c) || (c >= 'A' && c <= 'Z'); }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool is_number(std::string_view value) {
  double number = 0;
  const auto [end, failure] = std::from_chars(value.data(), value.data() + value.size(), number);
  return failure == std::errc{} && end == value.data() + value.size();
}

bool is_address(std::string_view value) {
  const std::size_t at = value.find('@');
  return (at != std::string_view::npos && at > 0 && at + 1 < value.size()) ||
         value.find("://") != std::string_view::npos || value.starts_with("www.");
}

// The place of the first character before `at` that is no quote or blank; npos at the beginning.
std::size_t before(std::string_view text, std::size_t at) {
  return at == 0 ? std::string_view::npos : text.find_last_not_of(quotes_and_blanks, at - 1);
}

bool opens_before(std::string_view text, std::size_t at) {
  const std::size_t left = before(text, at);
  if (left == std::string_view::npos || is_in(text[left], opens)) return true;
  if (text[left] != '-') return false;
  const std::size_t line = text.find_last_not_of(" \t-", left);  // a dash begins a list item
  return line == std::string_view::npos || text[line] == '\n';
}

bool closes_after(std::string_view text, std::size_t at) {
  const std::size_t right = text.find_first_not_of(quotes_and_blanks, at);
  if (right == std::string_view::npos || is_in(text[right], closes)) return true;
  if (!is_in(text[right], sentence_ends)) return false;
  const std::size_t next = text.find_first_not_of(quotes_and_blanks, right + 1);
  return next == std::string_view::npos || text[next] == '\n';
}

bool cuts_a_word(std::string_view text, std::size_t at, std::size_t length) {
  const auto joined = [&](std::size_t a, std::size_t b) {
    return is_word_char(text[a]) && is_word_char(text[b]);
  };
  const std::size_t end = at + length;
  return (at > 0 && joined(at - 1, at)) || (end < text.size() && joined(end - 1, end));
}

Standing standing_of(std::string_view text, std::string_view value) {
  Standing best = Standing::absent;
  std::size_t at = text.find(value);
  for (std::size_t i = 0; i < occurrences_max && at != std::string_view::npos; ++i) {
    if (!cuts_a_word(text, at, value.size())) {
      if (opens_before(text, at) && closes_after(text, at + value.size())) return Standing::alone;
      best = Standing::part;
    }
    at = text.find(value, at + 1);
  }
  return best;
}

}  // namespace

std::string lower_case(std::string_view text) {
  std::string lowered(text);
  std::ranges::transform(lowered, lowered.begin(), lower);
  return lowered;
}

std::string normal_value(std::string_view text) {
  const std::size_t first = text.find_first_not_of(around_values);
  if (first == std::string_view::npos) return {};
  const std::size_t last = text.find_last_not_of(around_values);
  return lower_case(text.substr(first, last - first + 1));
}

ValueShape shape_of(std::string_view value) {
  if (value == "true" || value == "false") return ValueShape::truth;
  if (is_number(value)) return ValueShape::number;
  const bool digits = std::ranges::any_of(value, is_digit);
  if (digits && value.find_first_not_of("0123456789 :-/.+tz") == std::string_view::npos)
    return ValueShape::date;
  const auto blanks = static_cast<std::size_t>(std::ranges::count(value, ' '));
  const bool one_line = value.find('\n') == std::string_view::npos;
  if (blanks >= phrase_words_max || !one_line) return ValueShape::text;
  if (blanks > 0) return ValueShape::phrase;
  if (is_address(value)) return ValueShape::address;
  return digits ? ValueShape::identifier : ValueShape::word;
}

std::vector<Symbol> words_of(std::string_view text) {
  const std::string lowered = lower_case(text);
  std::vector<Symbol> words;
  for (std::size_t at = 0; at < lowered.size();) {
    std::size_t end = at;
    while (end < lowered.size() && is_letter(lowered[end])) ++end;
    if (end - at >= word_letters_min)
      words.push_back(
          symbol_of(std::string_view(lowered).substr(at, std::min(end - at, stem_letters))));
    at = end + 1;
  }
  std::ranges::sort(words);
  words.erase(std::unique(words.begin(), words.end()), words.end());
  if (words.size() > task_words_max) words.resize(task_words_max);
  return words;
}

Standing standing_in(std::string_view text, std::string_view value) {
  if (value.empty()) return Standing::absent;
  Standing best = standing_of(text, value);
  if (best == Standing::alone || !is_number(value)) return best;
  for (const std::string_view decimals : {".0", ".00"})
    best = std::max(best, standing_of(text, std::string(value).append(decimals)));
  return best;
}

}  // namespace gait::profile
