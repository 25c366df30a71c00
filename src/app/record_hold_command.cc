#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <chrono>

#include "app/commands.h"
#include "app/exit_code.h"
#include "app/record_notes.h"
#include "app/record_options.h"
#include "app/terminal.h"

namespace gait::app {
namespace {

Timestamp now() {
  const auto since_1970 = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::nanoseconds>(since_1970).count()};
}

struct Arguments {
  std::string log;
  Note note;
};

Result<std::uint64_t> hold(const Arguments& arguments) {
  const Hold& hold = arguments.note.hold;
  if ((hold.identity + hold.session + hold.credential + hold.resource).empty())
    return Error{Error::Code::invalid, "say what to hold: `--identity KEY`, `--session KEY`, .."};
  return append_note(arguments.log, arguments.note, now());
}

Result<std::uint64_t> release(const Arguments& arguments) {
  Holds holds;
  TRY_STATUS(
      visit_entries(arguments.log, [&](const record::Entry& entry) { return holds.see(entry); }));
  for (const Hold& standing : holds.standing())
    if (standing.index == arguments.note.hold.index)
      return append_note(arguments.log, arguments.note, now());
  return Error{Error::Code::not_found,
               fmt::format("no hold {} stands; `gait record status` lists those that do",
                           arguments.note.hold.index)};
}

std::shared_ptr<Arguments> add(CLI::App& command, Command& chosen, const char* done,
                               Result<std::uint64_t> (*run)(const Arguments&)) {
  auto arguments = std::make_shared<Arguments>();
  arguments->note.kind = command.get_name();
  command.add_option("DIR", arguments->log, "folder of the record")->required();
  Hold& hold = arguments->note.hold;
  command.add_option("--reason", hold.reason, "why, for whoever reads it later")->required();
  command.add_option("--by", hold.by, "who decided it")->required();
  command.callback([&chosen, arguments, done, run] {
    chosen = [arguments, done, run]() -> int {
      const auto index = run(*arguments);
      if (!index) return fail_record(index.error());
      fmt::print("{} {}\n", done, *index);
      return exit_done;
    };
  });
  return arguments;
}

}  // namespace

void add_record_hold(CLI::App& record, Command& chosen) {
  auto* command = record.add_subcommand(
      "hold", "keep entries from being erased or pruned until the hold is released");
  auto arguments = add(*command, chosen, "hold", hold);
  Hold& wanted = arguments->note.hold;
  command->add_option("--identity", wanted.identity, "of this identity");
  command->add_option("--session", wanted.session, "of this session");
  command->add_option("--credential", wanted.credential, "of this credential");
  command->add_option("--resource", wanted.resource, "about this resource");
}

void add_record_release(CLI::App& record, Command& chosen) {
  auto* command = record.add_subcommand("release", "end a hold");
  auto arguments = add(*command, chosen, "released by entry", release);
  command->add_option("HOLD", arguments->note.hold.index, "as `hold` printed it")->required();
}

}  // namespace gait::app
