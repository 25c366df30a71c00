#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gait::formats {

// The arguments that an agent gives a tool: the members of one JSON object, as the model wrote it.
// What is no object, or is cut, has the members that stand before the fault.
class ToolArguments {
 public:
  static constexpr std::size_t members_max = 64;  // more are not looked at

  // `json` must outlive this.
  explicit ToolArguments(std::string_view json);

  // The text of an argument: of a string its meaning, of a list its strings with a space between
  // them, of a number or truth value its letters. Empty when it is absent, null or an object.
  std::string text(std::string_view name) const;

 private:
  std::vector<std::pair<std::string_view, std::string_view>> members_;  // names, values as written
};

}  // namespace gait::formats
