#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "formats/fields.h"

namespace re2 {
class RE2;
}

namespace gait::formats {

// How a mapping file makes one value of the fields of a record; docs/mapping.md says how it is
// written. In this order: the first term that is there, or all of them joined; the pattern's group;
// the table; the default; small letters; the hash; the prefix. What is empty stays empty.
struct MappedValue {
  struct Term {
    std::size_t field = 0;  // place in the format's list of fields
    std::string constant;   // instead of a field, where it is not empty
  };
  std::vector<Term> terms;
  bool is_joined = false;
  std::string separator, prefix, fallback;
  std::shared_ptr<const re2::RE2> pattern;
  int group = 1;
  std::vector<std::pair<std::string, std::string>> table;  // a key that ends in `*` is a prefix
  bool is_lower = false;
  bool is_hashed = false;  // SHA-256 in hex: for tokens, which must not be kept

  bool is_given() const { return !terms.empty(); }
  std::string of(const Fields& fields) const;
};

}  // namespace gait::formats
