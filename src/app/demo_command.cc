#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>

#include "app/commands.h"
#include "app/exit_code.h"
#include "app/labels.h"
#include "app/scan.h"
#include "app/terminal.h"
#include "app/version.h"
#include "app/write_fleet.h"
#include "ingest/files.h"
#include "report/findings_json.h"
#include "report/findings_text.h"
#include "report/html.h"
#include "report/summary_text.h"

namespace gait::app {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t labels_bytes_max = std::size_t{64} << 20;
constexpr std::size_t findings_shown_max = 8;

struct Arguments {
  std::string folder = "gait-demo";
  std::uint64_t seed = 1;
  int identities = 64, days = 14;
};

void print_score(const Score& score) {
  fmt::print("\nAgainst the labels of the simulation:\n");
  for (const LabelResult& result : score.labels) {
    const Finding* worst = result.findings.empty() ? nullptr : result.findings.front();
    fmt::print(
        "  {:<11} {:<28} {}\n", result.label.attack ? "attack" : "confounder",
        result.label.scenario,
        worst == nullptr
            ? "no finding"
            : fmt::format("{:<8} {}", severity_names[static_cast<std::size_t>(worst->severity)],
                          worst->kind));
  }
  fmt::print(
      "\n{} of {} attacks found; {} of {} confounders raised a high finding; {} findings "
      "about nothing labelled\n",
      score.attacks_found, score.attacks, score.confounders_high, score.confounders,
      score.unlabelled.size());
}

Status demo(const Arguments& arguments) {
  const fs::path folder = arguments.folder;
  const std::string logs = (folder / "logs").string();
  const std::string page = (folder / "report.html").string();
  std::error_code failure;
  // Only what an earlier demo left here is cleared away.
  if (fs::exists(fs::path(logs) / "labels.ndjson", failure)) fs::remove_all(logs, failure);
  simulate::FleetOptions fleet;
  fleet.seed = arguments.seed;
  fleet.identities = arguments.identities;
  fleet.days = arguments.days;
  fleet.scenarios = {"default"};
  say(fmt::format("simulating {} identities over {} days (seed {}) in {}", fleet.identities,
                  fleet.days, fleet.seed, logs));
  TRY(const auto files, write_fleet(fleet, logs));
  say(fmt::format("scanning {} files", files));

  ScanOptions options;
  options.paths = {logs};
  options.context = (fs::path(logs) / "context").string();
  options.geo = {(fs::path(logs) / "networks.mmdb").string()};
  TRY(Scan scan, run_scan(options));
  scan.report.identities = scan.engine->identities(scan.report.findings);
  const auto& findings = scan.report.findings;
  const report::TextOptions text = text_options();
  const std::size_t shown = std::min(findings.size(), findings_shown_max);
  fmt::print("{}\n{}", report::findings_text(findings, text, shown),
             report::summary_text(scan.report, text));
  const std::string ndjson = (folder / "findings.ndjson").string();
  TRY_STATUS(ingest::write_file_atomically(ndjson, report::findings_ndjson(findings)));
  TRY_STATUS(ingest::write_file_atomically(page, report::html_page(scan.report, version)));
  TRY(const std::string labels_text,
      ingest::read_text_file((fs::path(logs) / "labels.ndjson").string(), labels_bytes_max));
  TRY(const auto labels, read_labels(labels_text));
  print_score(score(labels, findings));
  fmt::print("all findings: {}\nreport:       {}\n", ndjson, page);
  return Nothing{};
}

}  // namespace

void add_demo(CLI::App& app, Command& chosen) {
  auto* command = app.add_subcommand("demo", "a simulated fleet, attacked; watch it being caught");
  auto arguments = std::make_shared<Arguments>();
  command->add_option("--out", arguments->folder, "folder for logs and report")
      ->capture_default_str();
  command->add_option("--seed", arguments->seed, "same seed, same demo")->capture_default_str();
  command->add_option("--identities", arguments->identities, "how many")->capture_default_str();
  command->add_option("--days", arguments->days, "how long")->capture_default_str();
  command->callback([&chosen, arguments] {
    chosen = [arguments] {
      const Status done = demo(*arguments);
      if (done) return static_cast<int>(exit_done);
      complain(done.error().message);
      return static_cast<int>(exit_input);
    };
  });
}

}  // namespace gait::app
