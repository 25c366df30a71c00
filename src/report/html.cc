#include "report/html.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <string>
#include <unordered_map>

#include "report/html_escape.h"
#include "report/html_finding.h"
#include "report/html_identity.h"
#include "report/html_overview.h"
#include "report/html_style.h"
#include "report/plain.h"

namespace gait::report {
namespace {

constexpr std::size_t findings_open_max = 1;  // on arrival; the worst one shows how to read them
constexpr std::size_t identities_open_max = 2;

std::string head() {
  std::string out = R"(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>Gait report</title>
<style>)";
  return out.append(html_style()).append("</style>\n</head>\n<body>\n");
}

std::string bar(const ScanReport& report) {
  return fmt::format(
      R"(<header><div><a class="name" href="#overview">Gait</a><nav aria-label="Parts of this page"><a href="#findings">Findings <span>{}</span></a><a href="#identities">Identities <span>{}</span></a></nav></div></header>
<main>
)",
      grouped(report.findings.size()), grouped(report.identities.size()));
}

using Links = std::unordered_map<std::string, std::size_t>;

// The place of each drawn identity, from 1, by key.
Links links_to(std::span<const IdentitySummary> drawn) {
  Links links;
  for (std::size_t i = 0; i < drawn.size(); ++i) links.emplace(drawn[i].key, i + 1);
  return links;
}

std::string findings_part(const ScanReport& report, const Links& links) {
  std::string out = R"(<section id="findings"><h2>Findings</h2>)";
  if (report.findings.empty())
    out += R"(<p class="quiet">None. Every identity behaved like itself.</p>)";
  else
    out +=
        R"(<p class="quiet">Worst first. Open one to see what was seen, what was expected, and what to do next.</p>)";
  const std::size_t shown = std::min(report.findings.size(), findings_explained_max);
  for (std::size_t i = 0; i < shown; ++i) {
    const Finding& finding = report.findings[i];
    const auto link = links.find(finding.identity);
    out += html_finding(finding, i + 1,
                        link == links.end() ? "" : fmt::format("identity-{}", link->second),
                        i < findings_open_max);
  }
  if (report.findings.size() > shown)
    out += fmt::format(
        R"(<p class="quiet">{} more findings of less risk are not on this page; <code>--findings</code> writes them all.</p>)",
        grouped(report.findings.size() - shown));
  return out + "</section>\n";
}

std::string rest_part(std::span<const IdentitySummary> rest) {
  if (rest.empty()) return {};
  const std::size_t listed = std::min(rest.size(), identities_listed_max);
  std::string out = fmt::format(
      R"(<h3>The other {}</h3><p class="quiet">The {} identities at most risk have their pictures above; the others are in this table. <code>gait profile</code> shows any of them in full.</p>)",
      grouped(rest.size()), identities_drawn_max);
  out += html_identity_table(rest.first(listed));
  if (rest.size() > listed)
    out += fmt::format(R"(<p class="quiet">and {} more</p>)", grouped(rest.size() - listed));
  return out;
}

std::string identities_part(std::span<const IdentitySummary> drawn,
                            std::span<const IdentitySummary> rest) {
  std::string out =
      R"(<section id="identities"><h2>Identities</h2><p class="quiet">How each of them behaves: what, when, where, how much, as whom. Times are UTC.</p>)";
  for (std::size_t i = 0; i < drawn.size(); ++i)
    out += html_identity(drawn[i], i + 1, i < identities_open_max);
  return out + rest_part(rest) + "</section>\n";
}

}  // namespace

std::string html_page(const ScanReport& report, std::string_view gait_version) {
  const std::span<const IdentitySummary> all(report.identities);
  const auto drawn = all.first(std::min(all.size(), identities_drawn_max));
  std::string out = head() + bar(report) + html_overview(report);
  out += findings_part(report, links_to(drawn));
  out += identities_part(drawn, all.subspan(drawn.size()));
  return out + fmt::format(
                   "</main>\n<footer><p>Gait {}. This page holds everything it shows; it "
                   "loads nothing and sends nothing.</p></footer>\n</body>\n</html>\n",
                   escaped(gait_version));
}

}  // namespace gait::report
