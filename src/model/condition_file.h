#pragma once

#include <string_view>

#include "base/result.h"
#include "model/condition.h"

namespace YAML {
class Node;
}

namespace gait {

// Reads `{path: requestParameters.attribute, is: userData}`, or a list of such under `all`,
// `any` or `none`; docs/action-catalogue.md says how it looks. Strict, like all of a file of
// actions. Lets the exceptions of yaml-cpp through.
Result<Condition> read_condition(const YAML::Node& node, std::string_view file_name,
                                 bool ignore_case);

}  // namespace gait
