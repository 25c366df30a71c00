#include "ingest/read_outcome.h"

#include <utility>

namespace gait::ingest {

void ReadOutcome::note(TroubleKind kind, std::uint64_t at, std::string message) {
  auto& first = troubles[static_cast<std::size_t>(kind)];
  if (!first || at < first->at) first = Trouble{at, std::move(message)};
}

void ReadOutcome::join(const ReadOutcome& other) {
  bytes += other.bytes;
  good_records += other.good_records;
  for (std::size_t i = 0; i < trouble_kinds; ++i)
    if (other.troubles[i])
      note(static_cast<TroubleKind>(i), other.troubles[i]->at, other.troubles[i]->message);
}

std::vector<InputProblem> ReadOutcome::problems(const std::string& path) const {
  std::vector<InputProblem> result;
  for (const auto& trouble : troubles)
    if (trouble) result.push_back({path, trouble->message, good_records == 0});
  return result;
}

}  // namespace gait::ingest
