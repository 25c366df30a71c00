#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace gait::formats {

// One step from a JSON value to a value inside it.
struct PathStep {
  enum class Kind {
    member,   // `.name`, `['name.with.dots']`: of an object
    element,  // `[2]`: of an array
    any,      // `[*]`: each element of an array; the first value found counts
    row,      // `[]`: each element of an array, as a record of its own
    keyed,    // `{name}`: of an array of `{"key": name, "value": ..}`, the value of that key
  };
  Kind kind = Kind::member;
  std::string name;       // of `member` and `keyed`
  std::size_t index = 0;  // of `element`, at most `element_max`

  static constexpr std::size_t element_max = 63;
  bool operator==(const PathStep&) const = default;
};

// Reads a path: `user.extra['example.com/pod'][0]`, `spans[].attributes{gen_ai.tool.name}`. A
// leading `$.` is allowed, as JSONPath (RFC 9535) has it. `{name}` looks at the members `key`,
// `name`, `type` or `displayName` of the elements, and takes the first of `value`, `stringValue`,
// `newValue` ...: docs/adding-a-format.md lists them.
Result<std::vector<PathStep>> parse_path(std::string_view path);

}  // namespace gait::formats
