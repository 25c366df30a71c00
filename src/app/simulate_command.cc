#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "app/commands.h"
#include "app/exit_code.h"
#include "app/terminal.h"
#include "app/write_fleet.h"

namespace gait::app {
namespace {

struct Arguments {
  simulate::FleetOptions fleet;
  std::string folder = "gait-fleet", start;
  bool list = false;
};

int list_scenarios() {
  for (const simulate::ScenarioInfo& scenario : simulate::scenarios())
    fmt::print("{:<11} {:<28} {}\n", scenario.kind, scenario.name, scenario.description);
  return exit_done;
}

int simulate_fleet(Arguments arguments) {
  if (arguments.list) return list_scenarios();
  if (!arguments.start.empty() && !parse_rfc3339(arguments.start, arguments.fleet.start)) {
    complain(fmt::format("--start: `{}` is no time; write it as `2026-11-02T00:00:00Z`",
                         arguments.start));
    return exit_usage;
  }
  const auto files = write_fleet(arguments.fleet, arguments.folder);
  if (!files) {
    complain(files.error().message);
    const bool usage =
        files.error().code == Error::Code::invalid || files.error().code == Error::Code::conflict;
    return usage ? exit_usage : exit_input;
  }
  say(
      fmt::format("{} files in {}; now try `gait scan {} --context {}/context --geo "
                  "{}/networks.mmdb`",
                  *files, arguments.folder, arguments.folder, arguments.folder, arguments.folder));
  return exit_done;
}

}  // namespace

void add_simulate(CLI::App& app, Command& chosen) {
  auto* command = app.add_subcommand("simulate", "write a fleet's logs in real formats");
  auto arguments = std::make_shared<Arguments>();
  simulate::FleetOptions& fleet = arguments->fleet;
  command->add_option("--out", arguments->folder, "folder to write to; must be empty or new")
      ->capture_default_str();
  command->add_option("--seed", fleet.seed, "same seed, same bytes")->capture_default_str();
  command->add_option("--identities", fleet.identities, "how many; above 1,000 a long tail")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str();
  command->add_option("--days", fleet.days, "how long")
      ->check(CLI::Range(1, 366))
      ->capture_default_str();
  command->add_option("--start", arguments->start, "first moment (RFC 3339), 2026-11-02T00:00:00Z");
  command->add_option("--scenario", fleet.scenarios,
                      "what happens, by name, repeatable; `default` is everything");
  command->add_option("--scale", fleet.activity_scale, "activity of the full identities")
      ->check(CLI::Range(0.01, 1000.0))
      ->capture_default_str();
  command->add_flag("--ndjson", fleet.ndjson, "one cloudtrail.ndjson rather than gz files");
  command->add_flag("--list", arguments->list, "list the scenarios and stop");
  command->callback(
      [&chosen, arguments] { chosen = [arguments] { return simulate_fleet(*arguments); }; });
}

}  // namespace gait::app
