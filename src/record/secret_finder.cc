#include "record/secret_finder.h"

#include <algorithm>

#include "base/check.h"
#include "model/token_shape.h"
#include "record/base64.h"

namespace gait::record {
namespace {

constexpr std::size_t token_bytes_min = 16, name_bytes_max = 64;
constexpr std::size_t none = std::string_view::npos;

// What ends a run of inert characters.
enum class Sort : std::uint8_t { inert, sign, other };
constexpr std::array<Sort, 256> sorts = [] {
  std::array<Sort, 256> table{};
  table.fill(Sort::other);
  for (const char c : std::string_view("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                       "0123456789+/-_."))
    table[static_cast<unsigned char>(c)] = Sort::inert;
  table[static_cast<unsigned char>('=')] = Sort::sign;
  return table;
}();

Sort sort_of(char c) { return sorts[static_cast<unsigned char>(c)]; }

bool is_name_character(char c) {
  return (sort_of(c) == Sort::inert && c != '+' && c != '/' && c != '.');
}
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); }
bool is_quote(char c) { return c == '"' || c == '\'' || c == '`'; }

std::string lower(std::string_view text) {
  std::string low(text);
  for (char& c : low)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return low;
}

std::size_t run_end(std::string_view text, std::size_t at) {
  while (at < text.size() && is_token_character(text[at])) ++at;
  return at;
}

// From `-----BEGIN ... PRIVATE KEY-----` to the end of its last line; what is cut off at either
// side counts as if it were there.
bool find_pem(std::string_view text, std::size_t from, TextRange& key) {
  constexpr std::string_view line = "PRIVATE KEY-----", begin = "-----BEGIN", end = "-----END";
  const std::size_t first = text.find(line, from);
  if (first == none) return false;
  const std::size_t opened = text.substr(0, first).rfind(begin);
  const std::size_t closed = text.substr(0, first).rfind(end);
  const bool is_end = closed != none && closed >= from && (opened == none || opened < closed);
  if (is_end) {
    key = {from, first + line.size()};
    return true;
  }
  const std::size_t last = text.find(end, first);
  const std::size_t behind = last == none ? none : text.find("-----", last + end.size());
  key = {opened == none || opened < from ? first : opened,
         behind == none ? text.size() : behind + 5};
  return true;
}

// `user:password@` behind `://`.
bool find_in_url(std::string_view text, std::size_t colon, TextRange& secret) {
  if (text.substr(colon, 3) != "://") return false;
  const std::size_t from = colon + 3;
  const std::size_t end = std::min(text.find_first_of("/?#\"'<> \t\r\n", from), text.size());
  const std::size_t at = text.substr(0, end).rfind('@');
  const std::size_t between = text.find(':', from);
  if (at == none || at < from || between >= at || between + 1 == at) return false;
  secret = {between + 1, at};
  return true;
}

// The value that begins at `at`, behind blanks, quotes and the backslashes before those.
TextRange value_at(std::string_view text, std::size_t at, bool whole_line) {
  const std::size_t blank_end = std::min(text.find_first_not_of(" \t\\", at), text.size());
  if (blank_end < text.size() && is_quote(text[blank_end])) {
    const std::size_t begin = blank_end + 1;
    std::size_t end = std::min(text.find(text[blank_end], begin), text.size());
    while (end > begin && text[end - 1] == '\\') --end;
    return {begin, end};
  }
  const std::string_view ends = whole_line ? "\"'\r\n" : "\"'`&;<> \t\r\n";
  return {blank_end, std::min(text.find_first_of(ends, blank_end), text.size())};
}

bool says_nothing(std::string_view value) {
  return value.empty() || value[0] == '{' || value[0] == '[' || value == "true" ||
         value == "false" || value == "null" || value == "None" || value == "*";
}

bool is_line_name(std::string_view name) {
  const std::string low = lower(name);
  return low.ends_with("authorization") || low.ends_with("cookie");
}

}  // namespace

bool is_mark(std::string_view text) {
  return text.size() == mark_start.size() + mark_hex_digits && text.starts_with(mark_start) &&
         std::ranges::all_of(text.substr(mark_start.size()), is_hex);
}

std::size_t scheme_bytes(std::string_view text) {
  const std::size_t space = text.substr(0, 20).find(' ');
  if (space == none) return 0;
  const std::string word = lower(text.substr(0, space));
  constexpr std::array<std::string_view, 6> schemes{"bearer", "basic",  "token",
                                                    "apikey", "digest", "negotiate"};
  if (std::ranges::find(schemes, word) == schemes.end()) return 0;
  return std::min(text.find_first_not_of(' ', space), text.size());
}

SecretFinder::SecretFinder(const SecretRules& rules) : names_(rules), tokens_(rules.tokens) {
  for (const TokenShape& shape : known_tokens())
    tokens_.push_back({std::string(shape.start), shape.length_min});
  const auto first = [](const SecretRules::Token& token) {
    return static_cast<unsigned char>(token.start.at(0));
  };
  std::ranges::sort(tokens_, {}, first);
  if (tokens_.size() > 255) tokens_.resize(255);
  for (std::size_t c = 0; c < 256; ++c)
    first_of_[c + 1] = static_cast<std::uint8_t>(
        std::ranges::upper_bound(tokens_, static_cast<unsigned char>(c), {}, first) -
        tokens_.begin());
}

bool SecretFinder::is_token(std::string_view text) const {
  const auto c = static_cast<unsigned char>(text[0]);
  for (std::size_t i = first_of_[c]; i < first_of_[c + 1U]; ++i)
    if (text.size() >= tokens_[i].length_min && text.starts_with(tokens_[i].start)) return true;
  return is_aws_secret(text);
}

// A token begins with the run, behind a `/` or `=` in it, or behind `%3D` and the like.
bool SecretFinder::find_in_run(std::string_view text, TextRange run, TextRange& secret) const {
  const auto try_at = [&](std::size_t at) {
    if (run.end - at < token_bytes_min || !is_token(text.substr(at, run.end - at))) return false;
    secret = {at, run.end};
    return true;
  };
  if (run.end - run.begin < token_bytes_min) return false;
  if (try_at(run.begin)) return true;
  if (run.begin > 0 && text[run.begin - 1] == '%' && try_at(run.begin + 2)) return true;
  for (std::size_t at = run.begin; at + token_bytes_min < run.end; ++at)
    if ((text[at] == '/' || text[at] == '=') && try_at(at + 1)) return true;
  return false;
}

// `sign` is a `=` or `:`; the name stands before it.
bool SecretFinder::find_after_name(std::string_view text, std::size_t from, std::size_t sign,
                                   TextRange& secret) const {
  std::size_t end = sign;
  while (end > from && (text[end - 1] == ' ' || text[end - 1] == '\\' || is_quote(text[end - 1])))
    --end;
  std::size_t begin = end;
  while (begin > from && end - begin < name_bytes_max && is_name_character(text[begin - 1]))
    --begin;
  if (end - begin < 3) return false;
  // `...:secret:prod/db` is part of an ARN.
  if (text[sign] == ':' && begin > from && (text[begin - 1] == ':' || text[begin - 1] == '/'))
    return false;
  const std::string_view name = text.substr(begin, end - begin);
  const SecretNames::Answer answer = names_.ask(name);
  if (answer != SecretNames::Answer::part && answer != SecretNames::Answer::whole) return false;
  secret = value_at(text, sign + 1, is_line_name(name));
  secret.begin += scheme_bytes(text.substr(secret.begin, secret.end - secret.begin));
  const std::string_view value = text.substr(secret.begin, secret.end - secret.begin);
  if (says_nothing(value)) return false;
  return answer == SecretNames::Answer::whole || !std::ranges::all_of(value, is_digit);
}

// `--password x`, `Bearer x`, `Basic x`; a blank is behind the word.
bool SecretFinder::find_after_word(std::string_view text, TextRange word, TextRange& secret) const {
  const std::string_view said = text.substr(word.begin, word.end - word.begin);
  if (said.size() > 3 && said.starts_with("--")) {
    const SecretNames::Answer answer = names_.ask(said);
    if (answer != SecretNames::Answer::part && answer != SecretNames::Answer::whole) return false;
    secret = value_at(text, word.end, false);
    return !says_nothing(text.substr(secret.begin, secret.end - secret.begin));
  }
  if (said.size() != 5 && said.size() != 6) return false;
  const std::string low = lower(said);
  if (low != "bearer" && low != "basic") return false;
  secret = {word.end + 1, run_end(text, word.end + 1)};
  const std::string_view value = text.substr(secret.begin, secret.end - secret.begin);
  if (low == "bearer") return value.size() >= token_bytes_min;
  const auto pair = from_base64(value);
  return pair && pair->find(':') != none;
}

bool SecretFinder::find_line(std::string_view text, std::size_t from, TextRange& secret) const {
  const auto is_new = [&](TextRange& found, std::size_t& at, std::size_t& run) {
    if (!is_mark(text.substr(found.begin, found.end - found.begin))) return true;
    at = run = std::max(at, found.end);
    return false;
  };
  std::size_t run = from;
  for (std::size_t at = from; at <= text.size();) {
    while (at < text.size() && sort_of(text[at]) == Sort::inert) ++at;
    if (at < text.size() && text[at] == '=') {
      const std::size_t sign = at++;
      if (find_after_name(text, from, sign, secret) && is_new(secret, at, run)) return true;
      continue;
    }
    if (find_in_run(text, {run, at}, secret)) return true;
    if (at >= text.size()) return false;
    const TextRange word{run, at};
    const std::size_t sign = at++;
    run = at;
    if (text[sign] == ' ' && find_after_word(text, word, secret) && is_new(secret, at, run))
      return true;
    if (text[sign] == ':' &&
        (find_in_url(text, sign, secret) || find_after_name(text, from, sign, secret)) &&
        is_new(secret, at, run))
      return true;
  }
  return false;
}

bool SecretFinder::find(std::string_view text, std::size_t from, TextRange& secret) const {
  if (from >= text.size()) return false;
  const bool found = find_line(text, from, secret);
  TextRange key;
  if (text.size() - from < 16 || !find_pem(text, from, key)) return found;
  if (!found || key.end <= secret.begin) {
    secret = key;
  } else if (key.begin < secret.end) {
    secret = {std::min(key.begin, secret.begin), std::max(key.end, secret.end)};
  }
  return true;
}

}  // namespace gait::record
