#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/action.h"

namespace gait {

// One line of a file of actions: `{action: "sts:AssumeRole", severity: 2, attack: [T1550.001]}`.
struct ActionEntry {
  std::string action;  // exact, or a glob where it has a `*`
  ActionFacts facts;   // of one class; access is unknown unless the line states it
  bool states_access = false;
};

struct ActionFile {
  std::string source;  // format name, `aws_cloudtrail`
  std::vector<ActionEntry> entries;
};

// Reads one YAML file of actions; docs/action-catalogue.md says how it looks. Strict: an unknown
// key or class is an error, since a misspelt line would be a detection that is silently off. The
// message names file and line. Never throws.
Result<ActionFile> read_action_file(std::string_view yaml, std::string_view file_name);

}  // namespace gait
