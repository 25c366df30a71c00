#pragma once

#include <string>

#include "base/result.h"
#include "store/log_folder.h"

namespace gait::store {

// The secret that turns secrets in records into marks: the same secret has the same mark in one
// log, and nobody without this key can try guesses against it. Made with the log, in
// `keys/pepper.key`, readable by its owner only.
Result<std::string> read_or_make_pepper(const std::string& keys);

}  // namespace gait::store
