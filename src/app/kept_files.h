#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "detect/feedback.h"
#include "model/feedback.h"
#include "model/finding.h"

// The lists that a data folder keeps beside the learned state (scan.h).
namespace gait::app {

// `feedback.ndjson`: every act of feedback, in the order in which they were made.
std::string feedback_path(const std::string& data_folder);

// All acts; none where nobody said anything. A line that cannot be read is an error: what somebody
// said must not be lost in silence.
Result<std::vector<FeedbackAct>> read_acts(const std::string& data_folder);

// What those acts come to. For a scan, which has no folder unless it is asked to keep: none.
Result<detect::Feedback> read_feedback(const std::string& data_folder);

// Adds one act behind all others. The old file or the new one is there in full at any time. Two
// people who do this in the same moment may lose one act: the command shows what was kept.
Status keep_act(const std::string& data_folder, const FeedbackAct& act);

// Every finding kept so far, with the marks that hold now.
Result<std::vector<Finding>> read_findings(const std::string& data_folder);

}  // namespace gait::app
