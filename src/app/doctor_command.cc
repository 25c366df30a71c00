#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>

#include "app/commands.h"
#include "app/context_files.h"
#include "app/exit_code.h"
#include "app/log_formats.h"
#include "app/read_logs.h"
#include "app/scan.h"
#include "app/show_records.h"
#include "app/terminal.h"
#include "ingest/files.h"
#include "ingest/mmdb.h"

namespace gait::app {
namespace {

constexpr std::size_t listed_max = 10;
constexpr std::size_t state_bytes_max = std::size_t{8} << 30;

struct Arguments {
  std::vector<std::string> paths, geo;
  std::string context, rules, data, input, scope, mapping;
  bool show = false;
};

// Prints one line per thing that was looked at, and remembers whether anything was wrong.
class Checklist {
 public:
  void good(const std::string& what) const { fmt::print("ok       {}\n", what); }
  void bad(const std::string& what) {
    fmt::print("problem  {}\n", what);
    all_good_ = false;
  }
  void note(const std::string& what) const { fmt::print("note     {}\n", what); }
  bool all_good() const { return all_good_; }

 private:
  bool all_good_ = true;
};

void check_context(const Arguments& arguments, Checklist& list) {
  if (arguments.context.empty()) return list.note("no --context: owners and changes are unknown");
  std::vector<std::string> problems;
  const auto context = read_context(arguments.context, problems);
  if (!context) return list.bad(context.error().message);
  for (const std::string& problem : problems) list.bad(problem);
  list.good(fmt::format("context: {} identities, {} changes", context->inventory.size(),
                        context->changes.size()));
}

std::unique_ptr<NetworkLookup> check_networks(const Arguments& arguments, Checklist& list) {
  if (arguments.geo.empty()) {
    list.note("no --geo: places are address prefixes, countries are unknown");
    return nullptr;
  }
  auto opened = ingest::MmdbLookup::open(arguments.geo);
  if (!opened) {
    list.bad(opened.error().message);
    return nullptr;
  }
  list.good(fmt::format("networks: {} file(s)", arguments.geo.size()));
  return *std::move(opened);
}

void check_state(const Arguments& arguments, const ActionCatalogue& catalogue, Checklist& list) {
  if (arguments.data.empty()) return;
  const std::string path = state_path(arguments.data);
  const auto bytes = ingest::read_text_file(path, state_bytes_max);
  if (!bytes) return list.bad(bytes.error().message);
  engine::Engine engine({}, catalogue);
  if (const auto loaded = engine.load(*bytes); !loaded)
    return list.bad(fmt::format("state `{}`: {}", path, loaded.error().message));
  list.good(fmt::format("state: {} identities, learned until {}", engine.fold().identities(),
                        to_rfc3339(engine.fold().watermark())));
}

// Actions that change or read something and that no catalogue entry describes: worth an entry of
// your own when they are many.
void list_unmapped(const LogsRead& logs, const engine::Intake& intake, Checklist& list) {
  std::map<Symbol, std::uint64_t> counts;
  for (std::size_t shard = 0; shard < engine::shard_count; ++shard)
    for (const engine::Ordered& item : intake.shard(shard))
      if (item.activity->classes.bits == 0 && item.activity->access >= Access::write)
        ++counts[item.activity->action];
  std::vector<std::pair<std::uint64_t, std::string_view>> sorted;
  for (const auto& [action, count] : counts) sorted.emplace_back(count, logs.symbols.text(action));
  std::ranges::sort(sorted, [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
  if (sorted.empty()) return;
  list.note(fmt::format("{} writing actions have no class in the catalogue; most frequent:",
                        sorted.size()));
  for (std::size_t i = 0; i < std::min(sorted.size(), listed_max); ++i)
    fmt::print("           {:>8}  {}\n", sorted[i].first, sorted[i].second);
}

void check_inputs(const Arguments& arguments, const ActionCatalogue& catalogue,
                  const NetworkLookup* networks, Checklist& list) {
  if (arguments.paths.empty()) return;
  Workers workers(1);
  const auto formats = LogFormats::read(arguments.rules);
  if (!formats) return list.bad(formats.error().message);
  const auto input = formats->find(arguments.input);
  if (!input) return list.bad(input.error().message);
  LogsRead logs = read_logs(arguments.paths, {formats->all(), *input, arguments.scope, nullptr},
                            catalogue, networks, workers);
  for (const InputProblem& problem : logs.problems)
    list.bad(fmt::format("{}: {}", problem.path, problem.message));
  engine::Intake intake(std::move(logs.lanes));
  intake.sort({}, engine::one_after_another);
  ScanStats stats;
  intake.count(stats);
  const std::string counts = fmt::format(
      "input: {} files, {} records, {} activities, {} ignored, {} malformed, {} "
      "delivered twice",
      logs.files, stats.records, stats.activities, stats.ignored, stats.malformed,
      stats.duplicates);
  if (stats.activities == 0)
    list.bad(counts);
  else
    list.good(counts);
  for (const auto& [format, records] : logs.formats)
    list.note(fmt::format("format {}: {} records", format, records));
  list_unmapped(logs, intake, list);
}

// Only what was asked for goes to standard output.
Status show(const Arguments& arguments) {
  TRY(const ActionCatalogue catalogue, read_catalogue(arguments.rules));
  TRY(LogFormats formats, LogFormats::read(arguments.rules));
  if (!arguments.mapping.empty()) TRY_STATUS(formats.add(arguments.mapping));
  TRY(const formats::LogFormat* const input, formats.find(arguments.input));
  std::unique_ptr<NetworkLookup> networks;
  if (!arguments.geo.empty()) {
    TRY(networks, ingest::MmdbLookup::open(arguments.geo));
  }
  const std::vector<InputProblem> problems = show_records(
      {arguments.paths, formats.all(), input, arguments.scope}, catalogue, networks.get());
  for (const InputProblem& problem : problems)
    say(fmt::format("{}: {}", problem.path, problem.message));
  if (problems.empty()) return Nothing{};
  return Error{Error::Code::invalid,
               fmt::format("{} inputs could not be read, or not all of them", problems.size())};
}

int doctor(const Arguments& arguments) {
  if (arguments.show || !arguments.mapping.empty()) {
    const auto shown = show(arguments);
    if (!shown) complain(shown.error().message);
    return shown ? exit_done : exit_input;
  }
  Checklist list;
  const auto catalogue = read_catalogue(arguments.rules);
  if (!catalogue) {
    list.bad(catalogue.error().message);
    return exit_input;
  }
  list.good(fmt::format("rules: {} actions described", catalogue->size()));
  for (const auto& [source, count] : catalogue->sizes())
    fmt::print("           {:>8}  {}\n", count, source);
  check_context(arguments, list);
  const auto networks = check_networks(arguments, list);
  check_state(arguments, *catalogue, list);
  check_inputs(arguments, *catalogue, networks.get(), list);
  return list.all_good() ? exit_done : exit_input;
}

}  // namespace

void add_doctor(CLI::App& app, Command& chosen) {
  auto* command =
      app.add_subcommand("doctor", "check rules, context, state and logs; change nothing");
  auto arguments = std::make_shared<Arguments>();
  command->add_option("PATH", arguments->paths, "logs to try");
  command->add_option("--context", arguments->context, "inventory.csv and changes.ndjson");
  command->add_option("--geo", arguments->geo, "MMDB file; repeatable");
  command->add_option("--rules", arguments->rules, "folder with your own rules");
  command->add_option("--data", arguments->data, "folder that a scan kept its state in");
  command->add_flag("--show", arguments->show, "print what each record of PATH becomes");
  command->add_option("--input", arguments->input,
                      "the format of everything, instead of finding out");
  command->add_option("--mapping", arguments->mapping,
                      "a mapping file to try on PATH; prints what each record becomes");
  command->add_option("--scope", arguments->scope,
                      "cluster, tenant or organisation where the records do not say it");
  command->callback([&chosen, arguments] { chosen = [arguments] { return doctor(*arguments); }; });
}

}  // namespace gait::app
