#include "report/summary_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "report/findings_text.h"
#include "report/plain.h"

namespace gait::report {
namespace {

constexpr std::size_t problems_max = 20;

void add_fact(std::string& out, std::string_view label, std::string_view text,
              const TextOptions& options) {
  add_paragraph(out, label, text, 12, options);
}

std::string records_text(const ScanStats& stats) {
  std::string text =
      fmt::format("{} in {} file{} ({})", grouped(stats.records), grouped(stats.files),
                  stats.files == 1 ? "" : "s", bytes_text(static_cast<double>(stats.bytes)));
  if (stats.malformed > 0) text += fmt::format(", {} not readable", grouped(stats.malformed));
  return text;
}

std::string activities_text(const ScanStats& stats) {
  std::string text = grouped(stats.activities);
  if (stats.first.ns != 0)
    text += fmt::format(" from {} to {}", minute_text(stats.first), minute_text(stats.last));
  if (stats.duplicates > 0)
    text += fmt::format("; {} duplicates were left out", grouped(stats.duplicates));
  if (stats.already_learned > 0)
    text += fmt::format("; {} are from before the end of an earlier scan and were not learned",
                        grouped(stats.already_learned));
  if (stats.undated > 0)
    text += fmt::format("; {} have no time and were not learned", grouped(stats.undated));
  return text;
}

std::string identities_text(const ScanStats& stats) {
  std::string text = fmt::format("{} in {} session{}", grouped(stats.identities),
                                 grouped(stats.sessions), stats.sessions == 1 ? "" : "s");
  if (stats.sessions > 0)
    text += fmt::format(", {} linked to the one that made them", grouped(stats.sessions_linked));
  return text;
}

std::string memory_text(const ScanStats& stats) {
  const auto total = static_cast<double>(stats.state_bytes + stats.symbol_bytes);
  if (stats.identities == 0) return bytes_text(total);
  return fmt::format(
      "{}, {} for an identity", bytes_text(total),
      bytes_text(static_cast<double>(stats.profile_bytes) / static_cast<double>(stats.identities)));
}

void add_problems(std::string& out, const ScanStats& stats, const TextOptions& options) {
  if (stats.problems.empty()) return;
  out += fmt::format("\n{} input{} could not be read, or not all of it; the rest was:\n",
                     grouped(stats.problems.size()), stats.problems.size() == 1 ? "" : "s");
  for (std::size_t i = 0; i < std::min(stats.problems.size(), problems_max); ++i) {
    const InputProblem& problem = stats.problems[i];
    add_paragraph(out, "  - ",
                  fmt::format("{}: {}{}", printable(problem.path), printable(problem.message),
                              problem.nothing_read ? " (nothing was read)" : ""),
                  4, options);
  }
  if (stats.problems.size() > problems_max)
    out += fmt::format("  and {} more\n", grouped(stats.problems.size() - problems_max));
}

}  // namespace

std::string summary_text(const ScanReport& report, const TextOptions& options) {
  std::string out;
  add_fact(out, "records", records_text(report.stats), options);
  add_fact(out, "activities", activities_text(report.stats), options);
  add_fact(out, "identities", identities_text(report.stats), options);
  add_fact(out, "memory", memory_text(report.stats), options);
  if (const std::string budget = budget_text(report.stats.budget); !budget.empty())
    add_paragraph(out, "alert budget: ", budget, 12, options);
  add_problems(out, report.stats, options);
  // Silence over nothing is no good news.
  const bool judged = report.stats.activities > 0 || !report.findings.empty();
  out += '\n' +
         (judged ? findings_count_text(report.findings)
                 : std::string("No findings: nothing was read.")) +
         '\n';
  return out;
}

}  // namespace gait::report
