#include "store/find.h"

#include <fmt/format.h>

#include <algorithm>

#include "store/index_files.h"

namespace gait::store {
namespace {

using record::EntryQuery;
using record::segment_entries;
using record::SegmentIndex;

class Search {
 public:
  Search(LogReader& log, const std::string& folder, const EntryQuery& query,
         const FindOptions& options)
      : log_(log),
        files_(LogFolder{folder}),
        query_(query),
        options_(options),
        needles_(record::needles_of(query)) {}

  Result<FindAnswer> run() {
    const std::uint64_t whole = log_.size() / segment_entries;
    for (std::uint64_t n = log_.first_index() / segment_entries; n < whole && !enough(); ++n)
      TRY_STATUS(look_up(n));
    if (!enough())
      TRY_STATUS(read(std::max(whole * segment_entries, log_.first_index()), log_.size(), false));
    answer_.is_cut = answer_.entries.size() > options_.entries_max;
    if (answer_.is_cut) answer_.entries.pop_back();
    return std::move(answer_);
  }

 private:
  // One more than asked for, so that it is known whether there are more.
  bool enough() const {
    return !options_.complete && answer_.entries.size() > options_.entries_max;
  }

  Status look_up(std::uint64_t n) {
    const std::uint64_t first = n * segment_entries;
    if (first < log_.first_index()) return read(log_.first_index(), first + segment_entries, false);
    TRY(const std::vector<std::uint32_t> positions, candidates(n));
    if (options_.complete) {
      known_ = positions;
      return read(first, first + segment_entries, true);
    }
    for (const std::uint32_t position : positions) {
      TRY(const std::string text, log_.entry(first + position));
      take(first + position, text);
      if (enough()) break;
    }
    return Nothing{};
  }

  Result<std::vector<std::uint32_t>> candidates(std::uint64_t n) {
    TRY(SegmentIndex index, files_.open(n, log_, answer_.notes));
    auto found = index.find(query_);
    if (found || found.error().code != Error::Code::corrupt) return found;
    answer_.notes.push_back(fmt::format("`{}` is damaged; it was made again", files_.path(n)));
    TRY(SegmentIndex again, files_.rebuild(n, log_, answer_.notes));
    return again.find(query_);
  }

  Status read(std::uint64_t first, std::uint64_t end, bool is_indexed) {
    return log_.for_each(first, end, [&](std::uint64_t index, std::string_view text) -> Status {
      if (enough() || !take(index, text) || !is_indexed) return Nothing{};
      const auto position = static_cast<std::uint32_t>(index - first);
      if (!std::ranges::binary_search(known_, position)) answer_.hidden.push_back(index);
      return Nothing{};
    });
  }

  // Whether it matches.
  bool take(std::uint64_t index, std::string_view text) {
    if (!record::holds_all(text, needles_)) return false;
    const auto entry = record::decode_entry(text);
    if (!entry || !query_.matches(*entry)) return false;
    if (answer_.entries.size() <= options_.entries_max)
      answer_.entries.push_back({index, std::string(text)});
    return true;
  }

  LogReader& log_;
  IndexFiles files_;
  const EntryQuery& query_;
  const FindOptions& options_;
  const std::vector<std::string> needles_;
  std::vector<std::uint32_t> known_;  // complete: what the index of this segment named
  FindAnswer answer_;
};

}  // namespace

Result<FindAnswer> find(LogReader& log, const std::string& folder, const EntryQuery& query,
                        const FindOptions& options) {
  return Search(log, folder, query, options).run();
}

}  // namespace gait::store
