#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "app/commands.h"
#include "app/exit_code.h"
#include "app/record_case.h"
#include "app/record_options.h"
#include "app/terminal.h"

namespace gait::app {
namespace {

void print(const FoundEntry& found, const std::string& format) {
  if (format == "json") return fmt::print("{}\n", found.bytes);
  const record::Entry& entry = found.entry;
  fmt::print("{:>9}  {}  {}  {}  {}\n", entry.index,
             entry.time.ns == 0 ? "no time" : to_rfc3339(entry.time),
             entry.identity.empty() ? "-" : entry.identity,
             entry.action.empty() ? entry.source : entry.action, entry.resource);
}

Status find(const RecordOptions& options) {
  TRY(const CaseQuery query, query_of(options));
  TRY(store::LogReader log, store::LogReader::open(options.log));
  TRY(const auto found, find_entries(log, log.size(), query));
  for (const FoundEntry& entry : found) print(entry, options.format);
  say(fmt::format("{} of {} entries", found.size(), log.size()));
  return Nothing{};
}

}  // namespace

void add_record_find(CLI::App& record, Command& chosen) {
  auto* command = record.add_subcommand("find", "entries by who, what, when and where");
  auto options = add_record_options(*command, true);
  command->callback([&chosen, options] {
    chosen = [options] {
      const auto done = find(*options);
      return done ? exit_done : fail_record(done.error());
    };
  });
}

}  // namespace gait::app
