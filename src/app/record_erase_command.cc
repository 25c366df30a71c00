#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <set>

#include "app/commands.h"
#include "app/exit_code.h"
#include "app/record_notes.h"
#include "app/record_options.h"
#include "app/terminal.h"
#include "store/key_ring.h"
#include "store/log_folder.h"

namespace gait::app {
namespace {

struct Arguments {
  std::shared_ptr<RecordOptions> options;
  std::string key, why, by;
};

// What would become unreadable without the key.
Result<record::Removal> removal_of(const std::string& log, const std::string& key) {
  std::set<std::string> identities, sessions;
  record::Removal removal;
  TRY_STATUS(visit_entries(log, [&](const record::Entry& entry) -> Status {
    const auto is_its = [&](const record::SealedField& field) { return field.key == key; };
    if (std::ranges::none_of(entry.sealed, is_its)) return Nothing{};
    identities.insert(entry.identity);
    sessions.insert(entry.session);
    removal.earliest = std::min(entry.time, removal.earliest.value_or(entry.time));
    removal.latest = std::max(entry.time, removal.latest.value_or(entry.time));
    return Nothing{};
  }));
  if (identities.empty())
    return Error{Error::Code::not_found, fmt::format("no entry is sealed with key `{}`", key)};
  removal.identities.emplace(identities.begin(), identities.end());
  removal.sessions.emplace(sessions.begin(), sessions.end());
  return removal;
}

// The entry first, then the holds of the whole log, then the key: so a hold always wins.
Status erase(const Arguments& arguments) {
  const std::string& log = arguments.options->log;
  TRY(const store::KeyRing keys, store::KeyRing::open(store::LogFolder{log}.keys()));
  TRY(const record::Removal removal, removal_of(log, arguments.key));
  const auto refuse_if_held = [&]() -> Status {
    TRY(const auto state, read_record_state(log));
    const record::Hold* hold = state.hold_over(removal);
    if (hold == nullptr) return Nothing{};
    return Error{Error::Code::invalid,
                 fmt::format("hold `{}` keeps it; `gait record release` ends a hold", hold->id)};
  };
  TRY_STATUS(refuse_if_held());
  const record::Reason reason{arguments.why, arguments.by};
  TRY(const std::uint64_t index,
      append_note(log, {"erasure", {}, {}, record::erasure_body(arguments.key, reason)},
                  clock_now()));
  TRY_STATUS(refuse_if_held());
  TRY_STATUS(keys.destroy(arguments.key));
  say(fmt::format("entry {}: what key `{}` sealed cannot be read any more", index, arguments.key));
  return Nothing{};
}

}  // namespace

void add_record_erase(CLI::App& record, Command& chosen) {
  auto* command = record.add_subcommand(
      "erase", "destroy a data key, so that nobody reads what it sealed; all proofs stay true");
  auto arguments = std::make_shared<Arguments>();
  arguments->options = add_record_options(*command, false);
  command->add_option("KEY", arguments->key, "id of the data key, as sealed fields name it")
      ->required();
  command->add_option("--why", arguments->why, "for whoever reads it later")->required();
  command->add_option("--by", arguments->by, "who decided it")->required();
  command->callback([&chosen, arguments] {
    chosen = [arguments]() -> int {
      const auto done = erase(*arguments);
      return done ? exit_done : fail_record(done.error());
    };
  });
}

}  // namespace gait::app
