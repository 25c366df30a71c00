#pragma once

#include <string_view>

namespace gait::record {

// Takes lines off the front of a text; only a newline ends one.
class Lines {
 public:
  explicit Lines(std::string_view text) : rest_(text) {}

  // False when no newline is left; `line` is then untouched.
  bool next(std::string_view& line) {
    const std::size_t end = rest_.find('\n');
    if (end == std::string_view::npos) return false;
    line = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    return true;
  }
  std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
};

}  // namespace gait::record
