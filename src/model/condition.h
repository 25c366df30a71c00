#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/field_path.h"

namespace gait {

// What must hold of a record for an entry of the catalogue to count: a test of one field, or all,
// any or none of several conditions. A value of its own, since it is read from a file.
struct Condition {
  enum class Kind : std::uint8_t { field, all, any, none };

  // Of a field that stands several times, one value that passes is enough; `is_not` and `absent`
  // hold when none is the value, or is there.
  enum class Test : std::uint8_t {
    is,
    is_not,
    contains,  // the text anywhere in the value
    matches,   // a glob with `*`
    any_of,    // one of `texts`
    present,
    absent,
    differs_from,  // a value is there, and it is none of those at `other`
  };

  Kind kind = Kind::field;
  std::vector<Condition> parts;  // of all, any and none

  FieldPath path;
  Test test = Test::present;
  std::vector<std::string> texts;  // several of any_of; one of is, is_not, contains, matches
  FieldPath other;                 // of differs_from
  bool ignore_case = false;        // `texts` are then in lower case
};
inline constexpr std::array<std::string_view, 8> condition_test_names{
    "is", "is_not", "contains", "matches", "any_of", "present", "absent", "differs_from"};

bool holds(const Condition& condition, const FieldLookup& lookup);

}  // namespace gait
