#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/feedback.h"

namespace gait::report {

// One act of feedback as one line of JSON, without the line end: the line of `feedback.ndjson` in
// a state directory. docs/feedback.schema.json describes it. The same act is the same bytes.
std::string act_json(const FeedbackAct& act);

// Reads a line that `act_json` wrote. Facets that it does not know are passed over, since a newer
// Gait may have written them; a mark that it does not know is an error, since what somebody said
// must not be lost in silence. An error names the field.
Result<FeedbackAct> act_from_json(std::string_view line);

// All acts of a file, in order. An error names the line; a last line without its end counts.
Result<std::vector<FeedbackAct>> acts_from_ndjson(std::string_view text);

}  // namespace gait::report
