#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/action.h"
#include "model/condition.h"

namespace gait {

// One line of a file of actions: `{action: "sts:AssumeRole", severity: 2, attack: [T1550.001]}`.
struct ActionEntry {
  enum class Match : std::uint8_t { exact, glob, regex };

  std::string action;  // or glob or regular expression; in lower case where case is ignored
  Match match = Match::exact;
  ActionFacts facts;  // of one class; access is unknown unless the line states it
  std::optional<Condition> when;
  std::uint8_t otherwise = 0;  // severity where `when` does not hold; 0: the entry does not count
};

struct ActionFile {
  std::string source;  // format name, `aws_cloudtrail`
  bool ignore_case = false;
  std::vector<ActionEntry> entries;
};

// Reads one YAML file of actions; docs/action-catalogue.md says how it looks. Strict: an unknown
// key or class is an error, since a misspelt line would be a detection that is silently off. The
// message names file and line. Never throws.
Result<ActionFile> read_action_file(std::string_view yaml, std::string_view file_name);

}  // namespace gait
