#include "report/html_finding.h"

#include <fmt/format.h>

#include "report/html_charts.h"
#include "report/html_escape.h"
#include "report/plain.h"

namespace gait::report {
namespace {

std::string summary_line(const Finding& f) {
  std::string under = escaped(f.identity);
  if (!f.owner.empty()) under += fmt::format("<i>{}</i>", escaped(f.owner));
  under += fmt::format("<i>{}</i>", span_text(f.time, f.last));
  if (f.certain) under += "<i>certain</i>";
  if (!f.mark.empty()) under += fmt::format("<i>{}</i>", escaped(f.mark));
  return fmt::format(
      R"(<summary>{}<span class="what"><b>{}</b><span class="under">{}</span></span><span class="risk"><b>{:.0f}</b><span>risk</span></span></summary>)",
      severity_badge(f.severity), prose(f.title), under, f.risk);
}

std::string row(std::string_view label, const std::string& html) {
  return html.empty() ? std::string() : fmt::format("<dt>{}</dt><dd>{}</dd>", label, html);
}

std::string reason_meta(const Reason& reason) {
  std::string out;
  const auto add = [&](const std::string& text) {
    if (!text.empty()) out += fmt::format("<span>{}</span>", prose(text));
  };
  add(reason.rarity);
  add(reason.peers);
  const std::string basis = basis_text(reason);
  if (!basis.empty()) add("learned from " + basis);
  if (reason.bits > 0) add(fmt::format("{:.1f} bits", reason.bits));
  return out.empty() ? out : fmt::format(R"(<p class="meta">{}</p>)", out);
}

std::string reason_item(const Reason& reason) {
  const std::optional<Facet> facet = facet_named(reason.facet);
  const std::string noun = facet ? std::string(info(*facet).noun) : spoken(reason.facet);
  return fmt::format(
      R"(<li><div class="reason"><h5>{} <span>{}</span></h5><div class="weight">{}<span>{}</span></div></div><dl class="pair">{}{}</dl>{}</li>)",
      escaped(question_label(reason.question)), escaped(noun), share_bar(reason.share),
      percent_text(reason.share), row("seen", prose(reason.seen)),
      row("expected", prose(reason.expected)), reason_meta(reason));
}

std::string reasons(const Finding& f) {
  if (f.deviations.empty()) return {};
  std::string out = R"(<h4>Why</h4><ol class="reasons">)";
  for (const Reason& reason : f.deviations) out += reason_item(reason);
  return out + "</ol>";
}

std::string next_steps(const Finding& f) {
  if (f.next_steps.empty()) return {};
  std::string out = R"(<h4>Next steps</h4><ol class="steps">)";
  for (const std::string& step : f.next_steps) out += fmt::format("<li>{}</li>", prose(step));
  return out + "</ol>";
}

std::string normal_if(const Finding& f) {
  if (f.would_be_normal_if.empty()) return {};
  return fmt::format("<h4>This would have been normal if</h4><p>{}</p>",
                     prose(f.would_be_normal_if));
}

std::string changes(const Finding& f) {
  std::string out = "<h4>Intended changes and feedback that were considered</h4>";
  if (f.changes_considered.empty())
    return out + R"(<p class="quiet">None was known around that time.</p>)";
  out += R"(<ul class="changes">)";
  for (const ConsideredChange& change : f.changes_considered)
    out += fmt::format(R"(<li><b>{}</b> {} <code>{}</code><span>{}</span></li>)",
                       escaped(spoken(change.type)), prose(change.summary), escaped(change.id),
                       prose(change.effect));
  return out + "</ul>";
}

std::string likelihood(const Finding& f) {
  const std::string odds = odds_text(f.probability);
  if (odds.empty()) return {};
  return fmt::format(
      R"(an hour at least this unusual comes {} <span class="quiet">p = {:.2g}</span>)", odds,
      f.probability);
}

std::string facts(const Finding& f, const std::string& identity_link) {
  std::string identity = fmt::format("<code>{}</code>", escaped(f.identity));
  if (!identity_link.empty())
    identity = fmt::format(R"(<a href="#{}">{}</a>)", escaped(identity_link), identity);
  std::string out = R"(<dl class="facts">)";
  out += row("identity", identity) + row("class", escaped(spoken(f.identity_class)));
  out += row("owner", f.owner.empty() ? "nobody on record" : escaped(f.owner));
  out += row("purpose", escaped(f.purpose)) + row("environment", escaped(f.environment));
  out += row("credential", escaped(credential_text(f.credential)));
  out += row("session", escaped(f.session));
  out += row("when", span_text(f.time, f.last)) + row("found", minute_text(f.found));
  out += row("likelihood", likelihood(f)) + row("judged by", escaped(lane_text(f.lane)));
  out += row("over time", escaped(evidence_text(f.evidence)));
  out += row("confidence", escaped(confidence_text(f.confidence)));
  if (f.certain) out += row("budget", "certain: reported whatever the alert budget");
  out += row("learning", prose(f.learning)) + row("method", escaped(f.method));
  out += row("feedback", prose(mark_text(f)));
  return out + "</dl>";
}

std::string listing(std::string_view heading, std::string_view style,
                    const std::vector<std::string>& texts) {
  if (texts.empty()) return {};
  std::string out = fmt::format(R"(<h4>{}</h4><ul class="{}">)", heading, style);
  for (const std::string& text : texts) out += fmt::format("<li>{}</li>", escaped(text));
  return out + "</ul>";
}

std::string frameworks(const Frameworks& frameworks) {
  std::string out;
  const auto add = [&](std::string_view label, const std::vector<std::string>& ids) {
    std::string chips;
    for (const std::string& id : ids) chips += fmt::format("<li>{}</li>", escaped(id));
    if (!chips.empty())
      out += fmt::format(R"(<dt>{}</dt><dd><ul class="chips">{}</ul></dd>)", label, chips);
  };
  add("OWASP NHI", frameworks.owasp_nhi);
  add("ATT&amp;CK", frameworks.attack);
  add("NIST CSF", frameworks.nist_csf);
  add("MAESTRO", frameworks.maestro);
  add("ATLAS", frameworks.atlas);
  return out.empty() ? out : fmt::format(R"(<h4>Frameworks</h4><dl class="facts">{}</dl>)", out);
}

std::string events(const Finding& f) {
  if (f.activities.empty()) return {};
  std::string out = fmt::format(R"(<details class="events"><summary>{} activit{}</summary><ul>)",
                                grouped(f.activities_total), f.activities_total == 1 ? "y" : "ies");
  for (const std::string& event : f.activities)
    out += fmt::format("<li><code>{}</code></li>", escaped(event));
  if (f.activities_total > f.activities.size())
    out += fmt::format("<li>and {} more</li>", grouped(f.activities_total - f.activities.size()));
  return out + "</ul></details>";
}

}  // namespace

std::string severity_badge(Severity severity) {
  const auto name = severity_names[static_cast<std::size_t>(severity)];
  return fmt::format(R"(<span class="badge s-{0}">{1}{0}</span>)", name, severity_mark(severity));
}

std::string html_finding(const Finding& finding, std::size_t number,
                         const std::string& identity_link, bool open) {
  // The anchor is inside the details: a browser opens what it must to show its target.
  std::string out =
      fmt::format(R"(<details class="finding s-{}"{}>{}<div class="body" id="finding-{}">)",
                  severity_names[static_cast<std::size_t>(finding.severity)], open ? " open" : "",
                  summary_line(finding), number);
  out += R"(<div class="main">)" + reasons(finding) + next_steps(finding) + normal_if(finding) +
         changes(finding) + "</div>";
  out += R"(<div class="side">)" + facts(finding, identity_link) +
         listing("Chain", "chain", finding.chain) + listing("Members", "members", finding.members) +
         listing("Rules", "chips", finding.rules) + frameworks(finding.frameworks) +
         events(finding) + "</div>";
  return out + "</div></details>\n";
}

}  // namespace gait::report
