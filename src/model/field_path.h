#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace gait {

// Where in a record a value stands: `requestParameters.ipPermissions.items[*].cidrIp`.
struct FieldPath {
  struct Step {
    enum class Kind : std::uint8_t { member, element, any_element };

    Kind kind = Kind::member;
    std::string name;       // of a member
    std::size_t index = 0;  // of an element, from 0

    bool operator==(const Step&) const = default;
  };

  std::vector<Step> steps;
  bool ignore_case = false;  // names of members are compared without case

  bool operator==(const FieldPath&) const = default;
};

// Members are parted by dots; `[0]` is an element, `[*]` any element, where a value that is no
// array is its own only element. A name with other characters than letters, digits, `_`, `-`, `:`,
// `/` and `@` stands in double quotes: `labels."app.kubernetes.io/name"`. The error says what is
// wrong.
Result<FieldPath> parse_field_path(std::string_view text);

// What a record has at a path: the texts of all values there, strings without their quotes, other
// values as they are written. What is absent or null has no text.
using FieldLookup = std::function<std::vector<std::string>(const FieldPath& path)>;

}  // namespace gait
