#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "store/log_reader.h"

namespace gait::store {

// Writes what the checkpoint covers as files of c2sp.org/tlog-tiles into a folder, to be served as
// they are: `checkpoint`, `tile/<level>/<n>`, `tile/entries/<n>`, with the partial ones at the end.
// The tiles are computed from the entries, and nothing is put out when they do not lead to the
// signed root: the checkpoint comes last.
//
// Of bundles and tiles of level 0 only those that hold entries of the range are written, and the
// last, partial tile: what is needed to compute the root again from the entries of the range, when
// the others are nobody's business.
struct ExportRange {
  std::uint64_t first = 0, end = UINT64_MAX;  // entries, `end` not included
};
Status export_tiles(LogReader& log, const std::string& folder, const ExportRange& range = {});

}  // namespace gait::store
