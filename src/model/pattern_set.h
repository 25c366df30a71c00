#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace gait {

// Regular expressions that a text is searched for all at once: case does not matter, and a match
// anywhere in the text counts. RE2: time grows with the text, never with what it holds.
class PatternSet {
 public:
  PatternSet();
  ~PatternSet();
  PatternSet(PatternSet&&) noexcept;
  PatternSet& operator=(PatternSet&&) noexcept;

  // Replaces what is in the set. The error names the expression and what is wrong with it.
  Status compile(const std::vector<std::string>& expressions);

  // The indices of the expressions found in `text`, ascending.
  std::vector<int> find(std::string_view text) const;

 private:
  struct Compiled;
  std::unique_ptr<Compiled> compiled_;  // none when the set is empty
};

// Empty when `expression` can be compiled, else what is wrong.
std::string problem_of_expression(std::string_view expression);

}  // namespace gait
