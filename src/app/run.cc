#include <CLI/CLI.hpp>
#include <exception>
#include <iostream>

#include "app/commands.h"
#include "app/exit_code.h"
#include "app/terminal.h"
#include "app/version.h"

namespace gait::app {

int run(int argument_count, char** arguments) {
  CLI::App app{
      "Gait learns how each machine identity behaves from the audit logs you have,\n"
      "and says in numbers when one stops behaving like itself.",
      "gait"};
  app.set_version_flag("--version", std::string(version));
  app.require_subcommand(1);
  app.footer(
      "Start with `gait demo`, or `gait scan FOLDER` on your own logs.\n"
      "Exit codes: 0 done, 1 findings at or above --fail-on, 2 wrong usage, 3 input could "
      "not\nbe read, 4 a record does not verify.");
  Command chosen;
  add_scan(app, chosen);
  add_demo(app, chosen);
  add_simulate(app, chosen);
  add_identities(app, chosen);
  add_profile(app, chosen);
  add_findings(app, chosen);
  add_explain(app, chosen);
  add_doctor(app, chosen);
  add_record(app, chosen);
  const auto named = [&](const CLI::App* command) { return command->get_name() == arguments[1]; };
  if (argument_count > 1 && *arguments[1] != '-' && app.get_subcommands(named).empty()) {
    complain(std::string("no command `") + arguments[1] + "`; `gait --help` lists those there are");
    return exit_usage;
  }
  try {
    app.parse(argument_count, arguments);
  } catch (const CLI::Success& help) {
    return app.exit(help);
  } catch (const CLI::ParseError& error) {
    complain(error.what());
    say("try `gait --help`, or `gait COMMAND --help`");
    return exit_usage;
  }
  try {
    return chosen();
  } catch (const std::exception& error) {
    // Only what nobody can provide for comes here, such as no memory.
    complain(error.what());
    return exit_input;
  }
}

}  // namespace gait::app
