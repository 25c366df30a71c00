#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace gait::identity {

// A line of a context file that could not be read, or not all of it. The rest of the file was.
struct LineProblem {
  std::size_t line = 0;  // the first is 1
  std::string message;

  bool operator==(const LineProblem&) const = default;
};

// Notes a problem. A file that is wrong throughout says so a hundred times and then once more.
inline void add_problem(std::vector<LineProblem>& problems, std::size_t line, std::string message) {
  constexpr std::size_t problems_max = 100;
  if (problems.size() < problems_max)
    problems.push_back({line, std::move(message)});
  else if (problems.size() == problems_max)
    problems.push_back({line, "more lines have problems; they are not listed"});
}

}  // namespace gait::identity
