#include "report/html_overview.h"

#include <fmt/format.h>

#include <algorithm>

#include "report/findings_text.h"
#include "report/html_charts.h"
#include "report/html_escape.h"
#include "report/html_finding.h"
#include "report/plain.h"
#include "report/scan_json.h"

namespace gait::report {
namespace {

constexpr std::size_t top_identities_max = 6;
constexpr std::size_t problems_max = 20;

std::string headline(const ScanReport& report) {
  const ScanStats& stats = report.stats;
  const std::string_view plural = report.findings.size() == 1 ? "" : "s";
  std::string found = report.findings.empty()
                          ? "Every identity behaved like itself"
                          : fmt::format("{} finding{}", grouped(report.findings.size()), plural);
  std::string over;
  if (stats.first.ns != 0)
    over = fmt::format(" in {}",
                       age_text(static_cast<double>(stats.last.ns - stats.first.ns) / 86'400e9));
  return fmt::format(
      R"(<h1>{}{}</h1><p class="lead">{} identities and {} activities, from {} file{}.</p>)", found,
      over, grouped(stats.identities), grouped(stats.activities), grouped(stats.files),
      stats.files == 1 ? "" : "s");
}

std::string card(std::string_view style, std::string_view heading, const std::string& body) {
  return fmt::format(R"(<section class="card {}"><h2>{}</h2>{}</section>)", style, heading, body);
}

std::string severities(const ScanReport& report) {
  const auto counts = count_by_severity(report.findings);
  const std::uint64_t most =
      std::max<std::uint64_t>(*std::max_element(counts.begin(), counts.end()), 1);
  std::string out = R"(<ul class="severities">)";
  for (std::size_t i = counts.size(); i-- > 0;)
    out += fmt::format(R"(<li class="s-{}">{}<span class="track">{}</span><b>{}</b></li>)",
                       severity_names[i], severity_badge(static_cast<Severity>(i)),
                       share_bar(static_cast<double>(counts[i]) / static_cast<double>(most)),
                       grouped(counts[i]));
  return out + "</ul>";
}

std::string top_identities(const ScanReport& report) {
  std::string out = R"(<ol class="top">)";
  const std::size_t shown = std::min(report.identities.size(), top_identities_max);
  for (std::size_t i = 0; i < shown; ++i) {
    const IdentitySummary& s = report.identities[i];
    out += fmt::format(
        R"(<li><a href="#identity-{}">{}</a><span class="quiet">{}</span>{}<b>{:.0f}</b></li>)",
        i + 1, escaped(s.key), escaped(spoken(s.identity_class)), share_bar(s.risk / 100), s.risk);
  }
  return out + "</ol>";
}

std::string read_facts(const ScanStats& stats) {
  std::string out = R"(<dl class="facts">)";
  const auto add = [&](std::string_view label, const std::string& text) {
    out += fmt::format("<dt>{}</dt><dd>{}</dd>", label, text);
  };
  add("from", minute_text(stats.first));
  add("to", minute_text(stats.last));
  add("records", fmt::format("{} <span class=\"quiet\">{}</span>", grouped(stats.records),
                             bytes_text(static_cast<double>(stats.bytes))));
  add("duplicates", grouped(stats.duplicates));
  add("not readable", grouped(stats.malformed));
  add("sessions", fmt::format("{} <span class=\"quiet\">{} linked</span>", grouped(stats.sessions),
                              grouped(stats.sessions_linked)));
  if (const std::string budget = budget_text(stats.budget); !budget.empty())
    add("alert budget", escaped(budget));
  add("memory", bytes_text(static_cast<double>(stats.state_bytes + stats.symbol_bytes)));
  return out + "</dl>";
}

std::string problems(const ScanStats& stats) {
  if (stats.problems.empty()) return {};
  std::string out = fmt::format(
      R"(<details class="events"><summary>{} input{} not read, or not all of it</summary><ul>)",
      grouped(stats.problems.size()), stats.problems.size() == 1 ? "" : "s");
  for (std::size_t i = 0; i < std::min(stats.problems.size(), problems_max); ++i)
    out += fmt::format("<li><code>{}</code> {}</li>", escaped(stats.problems[i].path),
                       prose(stats.problems[i].message));
  if (stats.problems.size() > problems_max)
    out += fmt::format("<li>and {} more</li>", grouped(stats.problems.size() - problems_max));
  return out + "</ul></details>";
}

}  // namespace

std::string html_overview(const ScanReport& report) {
  std::string out = R"(<section id="overview" class="overview">)" + headline(report);
  out += R"(<div class="cards">)";
  out += card("wide", "Findings over time",
              timeline(report.findings, report.stats.first, report.stats.last));
  out += card("", "By severity", severities(report));
  out += card("wide", "Identities at most risk", top_identities(report));
  out += card("", "What was read", read_facts(report.stats) + problems(report.stats));
  return out + "</div></section>\n";
}

}  // namespace gait::report
