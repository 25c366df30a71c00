#pragma once

#include <string>
#include <vector>

#include "formats/json_format.h"
#include "model/action_catalogue.h"
#include "model/network.h"
#include "model/summary.h"

namespace gait::app {

// What to read, and how.
struct ShowOptions {
  std::vector<std::string> paths;
  std::vector<const formats::JsonFormat*> formats;  // in the order in which they are asked
  const formats::LogFormat* input = nullptr;        // of everything; null = find out
  std::string
      scope;  // cluster, tenant or organisation where the records do not say; empty = default
};

// Prints what each record of the inputs becomes, in their order, in words: who did what to what,
// when, from where, how much, with what credential and result; and what is wrong with those that
// become nothing. Returns the inputs that could not be read, or not all of them.
std::vector<InputProblem> show_records(const ShowOptions& options, const ActionCatalogue& catalogue,
                                       const NetworkLookup* networks);

}  // namespace gait::app
