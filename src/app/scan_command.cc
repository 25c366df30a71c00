#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <memory>

#include "app/commands.h"
#include "app/exit_code.h"
#include "app/scan.h"
#include "app/terminal.h"
#include "app/version.h"
#include "detect/standing.h"
#include "ingest/files.h"
#include "model/severity.h"
#include "report/findings_json.h"
#include "report/findings_text.h"
#include "report/html.h"
#include "report/ocsf.h"
#include "report/scan_json.h"
#include "report/summary_text.h"

namespace gait::app {
namespace {

constexpr std::size_t findings_shown_max = 20;

struct Arguments {
  ScanOptions scan;
  std::string format = "text";
  std::string findings, html, fail_on, train_until;
};

std::string ocsf_lines(const std::vector<Finding>& findings) {
  std::string lines;
  for (const Finding& finding : findings) lines += report::ocsf_json(finding, version) + "\n";
  return lines;
}

void print(const ScanReport& report, const Arguments& arguments) {
  if (arguments.format == "json") {
    fmt::print("{}\n{}", report::scan_json(report), report::findings_ndjson(report.findings));
    return;
  }
  if (arguments.format == "ocsf") {
    fmt::print("{}", ocsf_lines(report.findings));
    return;
  }
  const report::TextOptions options = text_options();
  const std::size_t shown = std::min(report.findings.size(), findings_shown_max);
  if (shown > 0) fmt::print("{}\n", report::findings_text(report.findings, options, shown));
  fmt::print("{}", report::summary_text(report, options));
  if (shown < report.findings.size())
    fmt::print("Shown are the first {} of {} findings; --findings FILE has them all.\n", shown,
               report.findings.size());
}

Status write_files(const Scan& scan, const Arguments& arguments) {
  const std::vector<Finding>& findings = scan.report.findings;
  if (arguments.findings == "-")
    fmt::print("{}", report::findings_ndjson(findings));
  else if (!arguments.findings.empty())
    TRY_STATUS(ingest::write_file_atomically(
        arguments.findings,
        arguments.format == "ocsf" ? ocsf_lines(findings) : report::findings_ndjson(findings)));
  if (!arguments.html.empty()) {
    ScanReport report = scan.report;
    report.identities = scan.engine->identities(findings);
    detect::put_standings(report.identities, findings, scan.engine->fold().watermark());
    TRY_STATUS(ingest::write_file_atomically(arguments.html, report::html_page(report, version)));
    say(fmt::format("report: {}", arguments.html));
  }
  return Nothing{};
}

int exit_code(const Scan& scan, const Arguments& arguments) {
  const auto& problems = scan.report.stats.problems;
  if (std::ranges::any_of(problems, &InputProblem::nothing_read)) return exit_input;
  if (const auto threshold = parse_severity(arguments.fail_on); threshold)
    for (const Finding& finding : scan.report.findings)
      if (finding.severity >= *threshold) return exit_findings;
  return exit_done;
}

int scan(Arguments arguments) {
  if (!arguments.train_until.empty()) {
    Timestamp time;
    if (!parse_rfc3339(arguments.train_until, time)) {
      complain(fmt::format("--train-until: `{}` is no time; write it as `2026-11-21T10:00:00Z`",
                           arguments.train_until));
      return exit_usage;
    }
    arguments.scan.train_until = time;
  }
  auto scan = run_scan(arguments.scan);
  if (!scan) {
    complain(scan.error().message);
    return exit_input;
  }
  for (const std::string& warning : scan->warnings) complain(warning);
  // In text the summary names the problems; elsewhere they are talk beside the data.
  if (arguments.format != "text" || arguments.findings == "-")
    for (const InputProblem& problem : scan->report.stats.problems)
      complain(fmt::format("{}: {}", problem.path, problem.message));
  if (arguments.findings != "-") print(scan->report, arguments);
  if (const auto written = write_files(*scan, arguments); !written) {
    complain(written.error().message);
    return exit_input;
  }
  return exit_code(*scan, arguments);
}

}  // namespace

void add_scan(CLI::App& app, Command& chosen) {
  auto* command = app.add_subcommand("scan", "read logs once, learn, report");
  auto arguments = std::make_shared<Arguments>();
  ScanOptions& scan_options = arguments->scan;
  command->add_option("PATH", scan_options.paths, "files or folders (gz, zstd, plain); - is stdin")
      ->required();
  command->add_option("--input", scan_options.input,
                      "the format of everything, instead of finding out");
  command->add_option("--scope", scan_options.scope,
                      "cluster, tenant or organisation where the records do not say it");
  command->add_option("--record", scan_options.record,
                      "keep every record in this tamper-evident log");
  command->add_option("--context", scan_options.context,
                      "inventory.csv and changes.ndjson: a folder, or one of them");
  command->add_option("--geo", scan_options.geo,
                      "MMDB file with networks or countries; repeatable");
  command->add_option("--rules", scan_options.rules, "folder with your own rules");
  command->add_option("--data", scan_options.data, "keep what was learned in this folder");
  command->add_option("--train-until", arguments->train_until,
                      "learn silently before this time (RFC 3339)");
  command->add_option("--findings", arguments->findings, "write findings as NDJSON; - is stdout");
  command->add_option("--scores", scan_options.scores, "write one line per activity as NDJSON");
  command->add_option("--html", arguments->html, "write one self-contained page");
  command->add_option("--format", arguments->format, "of standard output")
      ->check(CLI::IsMember({"text", "json", "ocsf"}))
      ->capture_default_str();
  command->add_option("--fail-on", arguments->fail_on, "exit with 1 at findings of this severity")
      ->check(CLI::IsMember({"info", "low", "medium", "high", "critical"}));
  command
      ->add_option("--alert-budget", scan_options.alert_budget,
                   "findings a day, of a tenant and of every 1,000 identities")
      ->check(CLI::Range(0.1, 10'000.0))
      ->capture_default_str();
  command->add_option("--threads", scan_options.threads, "workers; 0 is one per processor")
      ->check(CLI::Range(0, 64))
      ->capture_default_str();
  command->callback([&chosen, arguments] { chosen = [arguments] { return scan(*arguments); }; });
}

}  // namespace gait::app
