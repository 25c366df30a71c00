#pragma once

#include <string>

#include "base/result.h"
#include "store/log_reader.h"

namespace gait::store {

// Writes what the checkpoint covers as files of c2sp.org/tlog-tiles into a folder, to be served as
// they are: `checkpoint`, `tile/<level>/<n>`, `tile/entries/<n>`, with the partial ones at the end.
// The tiles are computed from the entries, and nothing is put out when they do not lead to the
// signed root: the checkpoint comes last.
Status export_tiles(LogReader& log, const std::string& folder);

}  // namespace gait::store
