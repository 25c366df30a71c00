// The commands that ask what an earlier scan kept with --data: identities, profile, findings,
// explain. (`findings mark` is in mark_command.cc.)

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "app/commands.h"
#include "app/context_files.h"
#include "app/exit_code.h"
#include "app/kept_files.h"
#include "app/scan.h"
#include "app/terminal.h"
#include "app/version.h"
#include "detect/standing.h"
#include "ingest/files.h"
#include "report/findings_json.h"
#include "report/findings_text.h"
#include "report/identity_json.h"
#include "report/identity_text.h"
#include "report/ocsf.h"

namespace gait::app {
namespace {

constexpr std::size_t bytes_max = std::size_t{8} << 30;

struct Arguments {
  std::string data, context, format = "text", name, severity;
};

struct State {
  std::unique_ptr<ActionCatalogue> catalogue;
  std::unique_ptr<engine::Engine> engine;
};

Result<State> open_state(const Arguments& arguments) {
  State state;
  std::vector<std::string> problems;
  TRY(auto catalogue, read_catalogue(""));
  state.catalogue = std::make_unique<ActionCatalogue>(std::move(catalogue));
  TRY(auto context, read_context(arguments.context, problems));
  for (const std::string& problem : problems) complain(problem);
  state.engine = std::make_unique<engine::Engine>(std::move(context), *state.catalogue);
  const std::string path = state_path(arguments.data);
  auto bytes = ingest::read_text_file(path, bytes_max);
  if (!bytes) {
    bytes.error().message += "; `gait scan PATH --data DIR` makes it";
    return std::move(bytes.error());
  }
  if (auto loaded = state.engine->load(*bytes); !loaded)
    return std::move(loaded.error()).in(fmt::format("state `{}`", path));
  return state;
}

int fail(const Error& error) {
  complain(error.message);
  return error.code == Error::Code::invalid ? exit_usage : exit_input;
}

// Findings lend identities their risk and standing; without findings there is none.
Result<std::vector<Finding>> findings_if_any(const Arguments& arguments) {
  auto findings = read_findings(arguments.data);
  if (!findings && findings.error().code == Error::Code::not_found) return std::vector<Finding>{};
  return findings;
}

int list_identities(const Arguments& arguments) {
  const auto state = open_state(arguments);
  if (!state) return fail(state.error());
  const auto findings = findings_if_any(arguments);
  if (!findings) return fail(findings.error());
  auto identities = state->engine->identities(*findings);
  detect::put_standings(identities, *findings, state->engine->fold().watermark());
  if (arguments.format == "json")
    fmt::print("{}", report::identities_json(identities));
  else
    fmt::print("{}", report::identities_text(identities, text_options()));
  return exit_done;
}

// The identity that a name means: its key, or the end of one key only.
Result<std::string> full_key(const engine::Engine& engine, const std::string& name) {
  if (engine.fold().find(symbol_of(name)) != nullptr) return name;
  std::vector<std::string> matches;
  engine.fold().for_each_profile([&](const profile::Profile& profile) {
    const std::string_view key = engine.symbols().text(profile.identity());
    if (key.ends_with("/" + name)) matches.emplace_back(key);
  });
  std::ranges::sort(matches);
  if (matches.size() == 1) return matches.front();
  if (matches.empty())
    return Error{Error::Code::not_found,
                 fmt::format("no identity `{}`; `gait identities` lists those there are", name)};
  return Error{Error::Code::invalid, fmt::format("`{}` could be `{}` or `{}`; give the whole key",
                                                 name, matches[0], matches[1])};
}

int show_profile(const Arguments& arguments) {
  const auto state = open_state(arguments);
  if (!state) return fail(state.error());
  const auto key = full_key(*state->engine, arguments.name);
  if (!key) return fail(key.error());
  const auto findings = findings_if_any(arguments);
  if (!findings) return fail(findings.error());
  std::vector<IdentitySummary> one{*state->engine->identity(*key, *findings)};
  detect::put_standings(one, *findings, state->engine->fold().watermark());
  if (arguments.format == "json")
    fmt::print("{}\n", report::profile_json(one.front()));
  else
    fmt::print("{}", report::profile_text(one.front(), text_options()));
  return exit_done;
}

void print_findings(const std::vector<Finding>& findings, const std::string& format) {
  if (format == "json")
    fmt::print("{}", report::findings_ndjson(findings));
  else if (format == "ocsf")
    for (const Finding& finding : findings) fmt::print("{}\n", report::ocsf_json(finding, version));
  else
    fmt::print("{}", report::findings_text(findings, text_options()));
}

int list_findings(const Arguments& arguments) {
  if (arguments.data.empty())
    return fail(
        {Error::Code::invalid, "--data is required: the folder that a scan kept its state in"});
  auto findings = read_findings(arguments.data);
  if (!findings) return fail(findings.error());
  const Severity least = parse_severity(arguments.severity).value_or(Severity::info);
  std::erase_if(*findings, [&](const Finding& f) { return f.severity < least; });
  print_findings(*findings, arguments.format);
  return exit_done;
}

int explain(const Arguments& arguments) {
  const auto findings = read_findings(arguments.data);
  if (!findings) return fail(findings.error());
  for (const Finding& finding : *findings) {
    if (finding.id != arguments.name) continue;
    if (arguments.format == "text")
      fmt::print("{}", report::explain_text(finding, text_options()));
    else
      print_findings({finding}, arguments.format);
    return exit_done;
  }
  return fail(
      {Error::Code::not_found,
       fmt::format("no finding `{}`; `gait findings` lists those there are", arguments.name)});
}

std::shared_ptr<Arguments> add(CLI::App& app, Command& chosen, const char* name, const char* help,
                               int (*command)(const Arguments&),
                               const std::vector<std::string>& formats, CLI::App*& added) {
  added = app.add_subcommand(name, help);
  auto arguments = std::make_shared<Arguments>();
  added->add_option("--data", arguments->data, "folder that a scan kept its state in")->required();
  added->add_option("--format", arguments->format, "of standard output")
      ->check(CLI::IsMember(formats))
      ->capture_default_str();
  // The callback of a command comes after those of its own commands, which go before it.
  added->callback([&chosen, arguments, command, self = added] {
    if (!self->get_subcommands().empty()) return;
    chosen = [arguments, command] { return command(*arguments); };
  });
  return arguments;
}

void add_context(CLI::App& command, Arguments& arguments) {
  command.add_option("--context", arguments.context,
                     "inventory.csv and changes.ndjson: a folder, or one of them");
}

}  // namespace

void add_identities(CLI::App& app, Command& chosen) {
  CLI::App* command = nullptr;
  const auto arguments = add(app, chosen, "identities", "every identity ever seen", list_identities,
                             {"text", "json"}, command);
  add_context(*command, *arguments);
}

void add_profile(CLI::App& app, Command& chosen) {
  CLI::App* command = nullptr;
  const auto arguments = add(app, chosen, "profile", "how one identity behaves", show_profile,
                             {"text", "json"}, command);
  command->add_option("ID", arguments->name, "its key, or the last part of it")->required();
  add_context(*command, *arguments);
}

void add_findings(CLI::App& app, Command& chosen) {
  CLI::App* command = nullptr;
  const auto arguments = add(app, chosen, "findings", "what was found", list_findings,
                             {"text", "json", "ocsf"}, command);
  command->add_option("--severity", arguments->severity, "at least this")
      ->check(CLI::IsMember({"info", "low", "medium", "high", "critical"}));
  command->get_option("--data")->required(false);  // its own commands have theirs
  add_marks(*command, chosen);
}

void add_explain(CLI::App& app, Command& chosen) {
  CLI::App* command = nullptr;
  const auto arguments = add(app, chosen, "explain", "one finding in full", explain,
                             {"text", "json", "ocsf"}, command);
  command->add_option("FINDING", arguments->name, "its id, `f-...`")->required();
}

}  // namespace gait::app
