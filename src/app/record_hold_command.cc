#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "app/commands.h"
#include "app/exit_code.h"
#include "app/record_notes.h"
#include "app/record_options.h"
#include "app/terminal.h"

namespace gait::app {
namespace {

struct Arguments {
  std::shared_ptr<RecordOptions> options;
  record::Hold hold;
  std::string from, until, why, by;

  record::Reason reason() const { return {why, by}; }
};

Status hold(const Arguments& arguments) {
  const RecordOptions times{.log = {},
                            .format = {},
                            .from = arguments.from,
                            .until = arguments.until,
                            .finding = {},
                            .data = {},
                            .query = {}};
  TRY(const CaseQuery query, query_of(times));
  record::Hold hold = arguments.hold;
  hold.from = query.from.value_or(Timestamp{});
  hold.until = query.until.value_or(Timestamp{});
  TRY(const auto state, read_record_state(arguments.options->log));
  if (state.holds().contains(hold.id))
    return Error{Error::Code::invalid, fmt::format("a hold `{}` stands; use another id", hold.id)};
  TRY(const std::uint64_t index,
      append_note(arguments.options->log,
                  {"hold", hold.identity, hold.session, hold_body(hold, arguments.reason())},
                  clock_now()));
  say(fmt::format("entry {}: hold `{}`", index, hold.id));
  return Nothing{};
}

Status release(const Arguments& arguments) {
  const std::string& id = arguments.hold.id;
  TRY(const auto state, read_record_state(arguments.options->log));
  if (!state.holds().contains(id))
    return Error{Error::Code::not_found,
                 fmt::format("no hold `{}`; `gait record status` lists those that stand", id)};
  TRY(const std::uint64_t index,
      append_note(arguments.options->log,
                  {"release", {}, {}, record::release_body(id, arguments.reason())}, clock_now()));
  say(fmt::format("entry {}: `{}` is released", index, id));
  return Nothing{};
}

std::shared_ptr<Arguments> add(CLI::App& command, Command& chosen,
                               Status (*run)(const Arguments&)) {
  auto arguments = std::make_shared<Arguments>();
  arguments->options = add_record_options(command, false);
  command.add_option("ID", arguments->hold.id, "of the hold, your own choice: `case-17`")
      ->required();
  command.add_option("--why", arguments->why, "for whoever reads it later")->required();
  command.add_option("--by", arguments->by, "who decided it")->required();
  command.callback([&chosen, arguments, run] {
    chosen = [arguments, run]() -> int {
      const auto done = run(*arguments);
      return done ? exit_done : fail_record(done.error());
    };
  });
  return arguments;
}

}  // namespace

void add_record_hold(CLI::App& record, Command& chosen) {
  auto* command = record.add_subcommand(
      "hold", "keep entries from erasure and pruning until the hold is released");
  const auto arguments = add(*command, chosen, hold);
  command->add_option("--identity", arguments->hold.identity, "those of this identity alone");
  command->add_option("--session", arguments->hold.session, "those of this session alone");
  command->add_option("--from", arguments->from, "those of events not before this time (RFC 3339)");
  command->add_option("--until", arguments->until, "those of events before this time");
}

void add_record_release(CLI::App& record, Command& chosen) {
  add(*record.add_subcommand("release", "end a hold"), chosen, release);
}

}  // namespace gait::app
