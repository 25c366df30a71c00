#include "record/secret_names.h"

#include <algorithm>
#include <array>

#include "base/hash.h"

namespace gait::record {
namespace {

constexpr std::size_t name_bytes_max = 128;

// What each character of a name becomes: without case; `_` and `-` nothing.
constexpr std::array<char, 256> folds = [] {
  std::array<char, 256> table{};
  for (std::size_t c = 0; c < 256; ++c) table[c] = static_cast<char>(c);
  for (std::size_t c = 'A'; c <= 'Z'; ++c) table[c] = static_cast<char>(c - 'A' + 'a');
  table['_'] = table['-'] = '\0';
  return table;
}();

struct Folded {
  std::array<char, name_bytes_max> room;
  std::size_t size = 0;
  std::uint32_t letters = 0;  // which occur; others may seem to

  explicit Folded(std::string_view name) {
    for (const char c : name.substr(0, name_bytes_max)) {
      const char folded = folds[static_cast<unsigned char>(c)];
      room[size] = folded;
      size += folded != '\0' ? 1 : 0;
      letters |= 1U << (static_cast<unsigned char>(folded) & 31);
    }
  }
  std::string_view text() const { return {room.data(), size}; }
};

}  // namespace

SecretNames::SecretNames(const SecretRules& rules) {
  know(rules.exceptions, Answer::plain);
  know(rules.contents, Answer::contents);
  know(rules.names, Answer::whole);
  // Of a name that stands in two lists the first counts.
  std::stable_sort(known_.begin(), known_.end(),
                   [](const Known& a, const Known& b) { return a.hash < b.hash; });
  for (const std::string& text : rules.name_parts) {
    std::uint32_t letters = 0;
    for (const char c : text) letters |= 1U << (static_cast<unsigned char>(c) & 31);
    parts_.push_back({text, letters});
  }
}

void SecretNames::know(const std::vector<std::string>& names, Answer answer) {
  for (const std::string& name : names) {
    const std::uint64_t hash = hash64(name);
    known_.push_back({hash, answer});
    hashes_.set(hash % hashes_.size());
  }
}

SecretNames::Answer SecretNames::ask(std::string_view name) const {
  const Folded folded(name);
  const std::uint64_t hash = hash64(folded.text());
  if (hashes_.test(hash % hashes_.size())) {
    const auto at = std::ranges::lower_bound(known_, hash, {}, &Known::hash);
    if (at != known_.end() && at->hash == hash) return at->answer;
  }
  for (const Part& part : parts_)
    if ((part.letters & ~folded.letters) == 0 &&
        folded.text().find(part.text) != std::string_view::npos)
      return Answer::part;
  return Answer::plain;
}

}  // namespace gait::record
