#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/symbols.h"

namespace gait {

// What an argument's value looks like. A date is not a name: that a new one comes says nothing.
enum class ValueShape : std::uint8_t {
  truth,       // true, false
  number,      // 12, 98.70
  date,        // digits and the signs between them: 2026-11-21 10:00
  word,        // letters without a space
  identifier,  // letters and digits without a space: an account number, a file name
  address,     // user@host, a URL
  phrase,      // up to 6 words
  text,        // more
};
inline constexpr std::array<std::string_view, 8> value_shape_names{
    "truth", "number", "date", "word", "identifier", "address", "phrase", "text"};

// Where an argument's value comes from, as the runtime or gateway of an agent can see it.
enum class ValueSource : std::uint8_t {
  unknown,  // neither the task nor the results of calls are visible
  task,     // the user named it
  field,    // it stood alone in the result of an earlier call: a field, a list item, a line
  part,     // it stood inside a longer text in such a result
  nowhere,  // made up or computed
};
inline constexpr std::array<std::string_view, 5> value_source_names{"unknown", "task", "field",
                                                                    "part", "nowhere"};

// One scalar given to a tool; a list gives several with the same parameter. The text itself is
// not kept.
struct Argument {
  Symbol parameter;
  Symbol value;  // of the value in lower case without surrounding quotes and punctuation
  double amount = 0;
  ValueShape shape = ValueShape::word;
  ValueSource source = ValueSource::unknown;
  bool is_amount = false;  // the caller sent a number, not the text of one
};

struct ToolCall {
  Symbol tool;
  std::vector<Argument> arguments;
};

// What an agent does for one request of its user: the unit in which agents are learned.
struct ToolRun {
  Symbol session;                  // tells runs apart; never 0
  Symbol task;                     // of the wording of the request; 0 when it is not visible
  std::vector<Symbol> task_words;  // its words, sorted, without repetition
  std::vector<ToolCall> calls;     // in order
};

}  // namespace gait
