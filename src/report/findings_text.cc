#include "report/findings_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "report/plain.h"
#include "report/scan_json.h"

namespace gait::report {
namespace {

constexpr std::size_t reasons_in_list_max = 3;
constexpr std::size_t body_indent = 15;

std::string severity_label(Severity severity) {
  std::string name(severity_names[static_cast<std::size_t>(severity)]);
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return name;
}

std::string lower_question(const Reason& reason) {
  std::string label = question_label(reason.question);
  if (!label.empty())
    label[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(label[0])));
  return label;
}

std::string short_reason(const Reason& reason) {
  std::string text = printable(reason.seen);
  if (!reason.expected.empty()) text += fmt::format("; expected {}", printable(reason.expected));
  if (!reason.rarity.empty()) text += fmt::format(" ({})", printable(reason.rarity));
  return text;
}

std::string certain_text(const Finding& finding) {
  return finding.certain ? "certain: reported whatever the alert budget" : "";
}

void add_list_entry(std::string& out, const Finding& finding, const TextOptions& options) {
  out += inked(padded(severity_label(finding.severity), 8), ink_of(finding.severity), options);
  out += padded_left(fmt::format("{:.0f}", finding.risk), 5) + "  ";
  out += inked(printable(finding.identity), Ink::strong, options);
  out += fmt::format("  {}\n", inked(span_text(finding.time, finding.last), Ink::faint, options));
  add_paragraph(out, "", printable(finding.title), body_indent, options);
  for (const std::string& note : {certain_text(finding), mark_text(finding)})
    if (!note.empty()) add_paragraph(out, "", note, body_indent, options, Ink::strong);
  const std::size_t shown = std::min(finding.deviations.size(), reasons_in_list_max);
  for (std::size_t i = 0; i < shown; ++i) {
    const Reason& reason = finding.deviations[i];
    out.append(body_indent, ' ');
    const std::string lead =
        fmt::format("{} {} ", padded_left(percent_text(reason.share), 5), lower_question(reason));
    std::string rest;
    add_paragraph(rest, lead, short_reason(reason), body_indent + 16, options);
    // The first line starts behind the indent that is there already.
    rest.erase(rest.find(lead) + lead.size(), body_indent);
    out += rest;
  }
  if (!finding.next_steps.empty())
    add_paragraph(out, "               next  ", printable(finding.next_steps.front()),
                  body_indent + 6, options);
  add_paragraph(out, "               more  ", "gait explain " + printable(finding.id),
                body_indent + 6, options);
}

// "label   text"; nothing when there is no text.
void add_fact(std::string& out, std::string_view label, std::string_view text,
              const TextOptions& options) {
  if (!text.empty()) add_paragraph(out, fmt::format("  {}", label), text, 16, options);
}

void add_heading(std::string& out, std::string_view text, const TextOptions& options) {
  out += '\n' + inked(text, Ink::strong, options) + '\n';
}

std::string joined(const std::vector<std::string>& texts, std::string_view between) {
  std::string out;
  for (const std::string& text : texts) {
    if (!out.empty()) out += between;
    out += printable(text);
  }
  return out;
}

std::string when_text(const Finding& finding) {
  std::string text = span_text(finding.time, finding.last);
  const std::int64_t seconds = finding.last.seconds() - finding.time.seconds();
  if (seconds > 0) text += fmt::format(" ({})", to_duration_text(seconds));
  if (finding.activities_total > 0)
    text += fmt::format(", {} {}", grouped(finding.activities_total),
                        finding.activities_total == 1 ? "activity" : "activities");
  return text;
}

std::string likelihood_text(const Finding& finding) {
  const std::string odds = odds_text(finding.probability);
  if (odds.empty()) return {};
  return fmt::format("an hour at least this unusual comes {} when nothing is wrong (p = {:.2g})",
                     odds, finding.probability);
}

void add_who(std::string& out, const Finding& finding, const TextOptions& options) {
  const std::string identity =
      finding.identity_class.empty()
          ? printable(finding.identity)
          : fmt::format("{} ({})", printable(finding.identity), spoken(finding.identity_class));
  add_fact(out, "identity", identity, options);
  add_fact(out, "owner",
           finding.owner.empty() ? "unknown; nobody is on record" : printable(finding.owner),
           options);
  add_fact(out, "purpose", printable(finding.purpose), options);
  add_fact(out, "environment", printable(finding.environment), options);
  add_fact(out, "credential", credential_text(finding.credential), options);
  add_fact(out, "session", printable(finding.session), options);
  add_fact(out, "when", when_text(finding), options);
  add_fact(out, "found", minute_text(finding.found), options);
  add_fact(out, "likelihood", likelihood_text(finding), options);
  add_fact(out, "judged by", lane_text(finding.lane), options);
  add_fact(out, "over time", evidence_text(finding.evidence), options);
  add_fact(out, "confidence", confidence_text(finding.confidence), options);
  add_fact(out, "budget", certain_text(finding), options);
  add_fact(out, "learning", printable(finding.learning), options);
  add_fact(out, "method", printable(finding.method), options);
  add_fact(out, "feedback", mark_text(finding), options);
  add_fact(out, "rules", joined(finding.rules, ", "), options);
  add_fact(out, "members", joined(finding.members, ", "), options);
}

void add_reason(std::string& out, const Reason& reason, const TextOptions& options) {
  const std::optional<Facet> facet = facet_named(reason.facet);
  const std::string noun = facet ? std::string(info(*facet).noun) : spoken(reason.facet);
  out += fmt::format("\n{}  {}: {}\n",
                     inked(padded_left(percent_text(reason.share), 7), Ink::strong, options),
                     inked(question_label(reason.question), Ink::strong, options), noun);
  const auto fact = [&](std::string_view label, const std::string& text, Ink ink = Ink::plain) {
    if (!text.empty())
      add_paragraph(out, fmt::format("         {}", label), text, 20, options, ink);
  };
  fact("seen", printable(reason.seen), Ink::strong);
  fact("expected", printable(reason.expected));
  fact("learned", basis_text(reason));
  fact("peers", printable(reason.peers));
  std::string rarity = printable(reason.rarity);
  if (reason.bits > 0)
    rarity += fmt::format("{}{:.1f} bits of surprise", rarity.empty() ? "" : ", ", reason.bits);
  fact("rarity", rarity);
}

void add_reasons(std::string& out, const Finding& finding, const TextOptions& options) {
  if (finding.deviations.empty()) return;
  add_heading(out, "Why, the weightiest reason first", options);
  for (const Reason& reason : finding.deviations) add_reason(out, reason, options);
}

void add_changes(std::string& out, const Finding& finding, const TextOptions& options) {
  add_heading(out, "Intended changes and feedback that were considered", options);
  if (finding.changes_considered.empty()) out += "  none was known around that time\n";
  for (const ConsideredChange& change : finding.changes_considered) {
    add_paragraph(out, "  - ",
                  fmt::format("{} {}: {}", spoken(change.type), printable(change.id),
                              printable(change.summary)),
                  4, options);
    add_paragraph(out, "", printable(change.effect), 4, options, Ink::faint);
  }
}

void add_frameworks(std::string& out, const Frameworks& frameworks, const TextOptions& options) {
  std::string text;
  const auto add = [&](std::string_view label, const std::vector<std::string>& ids) {
    if (!ids.empty()) add_fact(text, label, joined(ids, ", "), options);
  };
  add("OWASP NHI", frameworks.owasp_nhi);
  add("ATT&CK", frameworks.attack);
  add("NIST CSF", frameworks.nist_csf);
  add("MAESTRO", frameworks.maestro);
  add("ATLAS", frameworks.atlas);
  if (text.empty()) return;
  add_heading(out, "In the words of frameworks", options);
  out += text;
}

// What people can say, which is also something to do next.
void add_answers(std::string& out, const Finding& finding, const TextOptions& options) {
  if (finding.id.empty()) return;
  add_heading(out, "Your answer", options);
  const std::string command = "gait findings mark " + printable(finding.id);
  add_paragraph(out, "", command + " expected|benign|confirmed --data DIR", 2, options);
}

void add_next_steps(std::string& out, const Finding& finding, const TextOptions& options) {
  if (finding.next_steps.empty()) return;
  add_heading(out, "Next steps", options);
  for (std::size_t i = 0; i < finding.next_steps.size(); ++i)
    add_paragraph(out, fmt::format("  {}. ", i + 1), printable(finding.next_steps[i]), 5, options);
}

void add_evidence(std::string& out, const Finding& finding, const TextOptions& options) {
  if (!finding.chain.empty()) {
    add_heading(out, "Chain, from the origin to the actor", options);
    add_paragraph(out, "", joined(finding.chain, " → "), 2, options);
  }
  if (finding.activities.empty()) return;
  add_heading(out, "Events", options);
  for (const std::string& event : finding.activities) out += "  " + printable(event) + '\n';
  if (finding.activities_total > finding.activities.size())
    out += fmt::format("  and {} more\n",
                       grouped(finding.activities_total - finding.activities.size()));
}

}  // namespace

std::string findings_count_text(std::span<const Finding> findings) {
  if (findings.empty()) return "No findings: every identity behaved like itself.";
  const auto counts = count_by_severity(findings);
  std::string text =
      fmt::format("{} finding{}:", grouped(findings.size()), findings.size() == 1 ? "" : "s");
  bool first = true;
  for (std::size_t i = counts.size(); i-- > 0;) {
    if (counts[i] == 0) continue;
    text += fmt::format("{} {} {}", first ? "" : ",", grouped(counts[i]), severity_names[i]);
    first = false;
  }
  return text;
}

std::string findings_text(std::span<const Finding> findings, const TextOptions& options,
                          std::size_t shown_max) {
  std::string out = findings_count_text(findings) + '\n';
  for (const Finding& finding : findings.first(std::min(shown_max, findings.size()))) {
    out += '\n';
    add_list_entry(out, finding, options);
  }
  return out;
}

std::string explain_text(const Finding& finding, const TextOptions& options) {
  std::string out = inked(severity_label(finding.severity), ink_of(finding.severity), options);
  out += fmt::format("  risk {:.0f} of 100  {}  {}\n", finding.risk, spoken(finding.kind),
                     printable(finding.id));
  add_paragraph(out, "", printable(finding.title), 0, options, Ink::strong);
  out += '\n';
  add_who(out, finding, options);
  add_reasons(out, finding, options);
  add_next_steps(out, finding, options);
  add_answers(out, finding, options);
  if (!finding.would_be_normal_if.empty()) {
    add_heading(out, "This would have been normal if", options);
    add_paragraph(out, "", printable(finding.would_be_normal_if), 2, options);
  }
  add_changes(out, finding, options);
  add_evidence(out, finding, options);
  add_frameworks(out, finding.frameworks, options);
  return out;
}

}  // namespace gait::report
