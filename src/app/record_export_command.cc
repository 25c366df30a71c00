#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "app/commands.h"
#include "app/exit_code.h"
#include "app/record_case.h"
#include "app/record_options.h"
#include "app/terminal.h"

namespace gait::app {
namespace {

Status write(const RecordOptions& options, CaseOptions wanted) {
  wanted.log = options.log;
  TRY(wanted.query, query_of(options));
  TRY(const std::size_t entries, write_case(wanted));
  say(fmt::format("{} entries in `{}`; a stranger checks them with `python3 -I {}/verify.py`",
                  entries, wanted.folder, wanted.folder));
  return Nothing{};
}

}  // namespace

void add_record_export(CLI::App& record, Command& chosen) {
  auto* command = record.add_subcommand(
      "export", "a case: entries with proofs, for somebody who has neither Gait nor this log");
  auto options = add_record_options(*command, true);
  auto wanted = std::make_shared<CaseOptions>();
  command->add_option("--out", wanted->folder, "new folder for the case")->required();
  auto* whole = command->add_flag_callback(
      "--whole-log", [wanted] { wanted->tiles = CaseLog::whole; },
      "also the entire log as c2sp.org/tlog-tiles: anybody sees that nothing was left out");
  command
      ->add_flag_callback(
          "--range", [wanted] { wanted->tiles = CaseLog::range; },
          "the same from the first entry of the case to the last, with what others did between")
      ->excludes(whole);
  command->callback([&chosen, options, wanted] {
    chosen = [options, wanted] {
      const auto done = write(*options, *wanted);
      return done ? exit_done : fail_record(done.error());
    };
  });
}

}  // namespace gait::app
