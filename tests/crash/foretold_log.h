#pragma once

// A log whose entries can be foretold, for programs that are killed while they write it.

#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "record/checkpoint.h"
#include "record/entry.h"
#include "record/frontier.h"
#include "record/note.h"
#include "store/log_reader.h"
#include "store/log_writer.h"

namespace gait::store::crash {

using record::entry_head;

// What comes behind the index; up to 3,000 bytes, and no two alike.
inline std::string entry_tail(std::uint64_t index) {
  std::uint64_t noise = (index + 1) * 0x9e3779b97f4a7c15;
  noise ^= noise >> 29;
  const std::size_t bytes = noise % 8 == 0 ? noise / 8 % 3000 : noise / 8 % 300;
  return fmt::format(R"(,"raw":"{}"}})", std::string(bytes, static_cast<char>('a' + noise % 26)));
}
inline std::string entry_at(std::uint64_t index) {
  return std::string(entry_head) + std::to_string(index) + entry_tail(index);
}

// Segments so small that a test sees many of them.
inline LogOptions options_for(const std::string& folder) {
  LogOptions options;
  options.folder = folder;
  options.origin = "gait.local/crash";
  options.segments = {std::uint64_t{400} << 10, std::uint64_t{1} << 20};
  options.sign_every = std::chrono::milliseconds(2);
  options.queue.wait_max = std::chrono::microseconds(200);
  return options;
}

// Entries from `first` on are the foretold ones, and there are at least `acknowledged`; the tree
// is added to.
inline Status check_entries(LogReader& log, std::uint64_t acknowledged, record::Frontier& tree) {
  const auto wrong = [](std::string what) { return Error{Error::Code::corrupt, std::move(what)}; };
  if (log.size() < acknowledged)
    return wrong(
        fmt::format("{} entries were acknowledged, {} are there", acknowledged, log.size()));
  return log.for_each(tree.size(), log.size(),
                      [&](std::uint64_t index, std::string_view entry) -> Status {
                        if (entry != entry_at(index))
                          return wrong(fmt::format("entry {} is another one", index));
                        tree.add(record::leaf_hash(entry));
                        return Nothing{};
                      });
}

}  // namespace gait::store::crash
