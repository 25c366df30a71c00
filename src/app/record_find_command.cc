#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "app/commands.h"
#include "app/exit_code.h"
#include "app/record_case.h"
#include "app/record_options.h"
#include "app/terminal.h"
#include "record/entry_query.h"
#include "store/find.h"

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

// The part of a question that the indexes of the log answer.
record::EntryQuery indexed_part(const CaseQuery& query) {
  using record::Dimension;
  record::EntryQuery part;
  part[Dimension::identity] = query.identity;
  part[Dimension::session] = query.session;
  part[Dimension::credential] = query.credential;
  part[Dimension::action] = query.action;
  part[Dimension::resource] = query.resource;
  part[Dimension::address] = query.address;
  part.from = query.from;
  part.until = query.until;
  return part;
}

// By the indexes: fast, and none of what is found is false, but an index may not know of an entry.
Result<std::vector<FoundEntry>> look_up(store::LogReader& log, const std::string& folder,
                                        const CaseQuery& query) {
  TRY(const store::FindAnswer answer,
      store::find(log, folder, indexed_part(query), {.entries_max = found_entries_max}));
  for (const std::string& note : answer.notes) say(note);
  std::vector<FoundEntry> found;
  for (const store::FoundEntry& each : answer.entries) {
    TRY(record::Entry entry, record::decode_entry(each.text));
    if (query.fits(entry)) found.push_back({each.text, std::move(entry)});
  }
  return found;
}

Status find(const RecordOptions& options, bool complete) {
  TRY(const CaseQuery query, query_of(options));
  TRY(store::LogReader log, store::LogReader::open(options.log));
  auto found = complete ? find_entries(log, log.size(), query) : look_up(log, options.log, query);
  if (!found) return std::move(found.error());
  for (const FoundEntry& entry : *found) print(entry, options.format);
  say(fmt::format("{} of {} entries", found->size(), log.size()));
  return Nothing{};
}

}  // namespace

void add_record_find(CLI::App& record, Command& chosen) {
  auto* command = record.add_subcommand("find", "entries by who, what, when and where");
  auto options = add_record_options(*command, true);
  auto complete = std::make_shared<bool>(false);
  command->add_flag("--complete", *complete,
                    "read every entry instead of the indexes, which prove nothing");
  command->callback([&chosen, options, complete] {
    chosen = [options, complete] {
      const auto done = find(*options, *complete);
      return done ? exit_done : fail_record(done.error());
    };
  });
}

}  // namespace gait::app
