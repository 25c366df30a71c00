#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "model/finding.h"

namespace gait::app {

// One scenario as it really happened, from the `labels.ndjson` of a simulation.
struct Label {
  std::string scenario, description;
  bool attack = false;
  std::vector<std::string> identities, events;
  Timestamp start, end;
};

Result<std::vector<Label>> read_labels(std::string_view ndjson);

// What the findings say of a label.
struct LabelResult {
  Label label;
  std::vector<const Finding*> findings;  // about it, worst first
};

// A finding is about a label when it names one of its identities (or has it as a member) and
// happened while the label did, give or take an hour.
struct Score {
  std::vector<LabelResult> labels;
  std::size_t attacks = 0, attacks_found = 0;
  std::size_t confounders = 0, confounders_high = 0;  // of these with a high or critical finding
  std::vector<const Finding*> unlabelled;             // about none: false alerts
};
Score score(const std::vector<Label>& labels, const std::vector<Finding>& findings);

}  // namespace gait::app
