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
  command->add_flag("--whole-log", wanted->whole_log,
                    "also the entire log as c2sp.org/tlog-tiles, so that nothing can be left out");
  command->callback([&chosen, options, wanted] {
    chosen = [options, wanted] {
      const auto done = write(*options, *wanted);
      if (done) return exit_done;
      complain(done.error().message);
      if (done.error().code == Error::Code::corrupt) return exit_record;
      return done.error().code == Error::Code::invalid ? exit_usage : exit_input;
    };
  });
}

}  // namespace gait::app
