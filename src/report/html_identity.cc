#include "report/html_identity.h"

#include <fmt/format.h>

#include <algorithm>

#include "report/html_charts.h"
#include "report/html_escape.h"
#include "report/plain.h"

namespace gait::report {
namespace {

constexpr std::size_t values_max = 6;
constexpr std::size_t credentials_max = 6;

std::string summary_line(const IdentitySummary& s) {
  std::string under = escaped(spoken(s.identity_class));
  under += fmt::format("<i>{}</i>", s.owner.empty() ? "no owner on record" : escaped(s.owner));
  if (!s.environment.empty()) under += fmt::format("<i>{}</i>", escaped(s.environment));
  return fmt::format(
      R"(<summary><span class="what"><b>{}</b><span class="under">{}</span></span><span class="trend">{}</span><span class="calls"><b>{}</b><span>calls</span></span><span class="risk"><b>{:.0f}</b><span>standing</span></span></summary>)",
      escaped(s.key), under, daily_sparkline(s), grouped(s.activities), s.standing);
}

std::string facts_line(const IdentitySummary& s) {
  std::string out;
  const auto add = [&](std::string_view label, const std::string& html) {
    if (!html.empty()) out += fmt::format("<div><dt>{}</dt><dd>{}</dd></div>", label, html);
  };
  add("seen", span_text(s.first, s.last));
  add("account", escaped(s.account));
  add("purpose", escaped(s.purpose));
  add("type", escaped(spoken(s.type)));
  add("human",
      fmt::format(R"(<span title="{}">{}</span>)", escaped(s.human_reason), escaped(s.human)));
  add("denied", grouped(s.denied));
  add("findings", grouped(s.findings));
  if (s.peers > 0) add("peers", fmt::format("{} in {}", grouped(s.peers), escaped(s.peer_group)));
  add("risk", fmt::format("{:.0f}", s.risk));
  add("confidence", fmt::format("{} own history", percent_text(s.confidence)));
  return fmt::format(R"(<dl class="strip">{}</dl>)", out);
}

// A ranked list of the values of a facet; empty when there is none.
std::string ranked(const IdentitySummary& s, Facet facet) {
  const auto& values = s.values[static_cast<std::size_t>(facet)];
  if (values.empty()) return {};
  double most = 0;
  for (const ValueSummary& value : values) most = std::max(most, value.minutes);
  std::string out =
      fmt::format(R"(<h5>{}<span>minutes</span></h5><ul class="ranked">)", info(facet).noun);
  for (std::size_t i = 0; i < std::min(values.size(), values_max); ++i) {
    const std::string name = escaped(values[i].value);
    out += fmt::format(R"(<li title="{0}, {3} to {4}"><span>{0}</span><b>{1}</b>{2}</li>)", name,
                       amount_text(values[i].minutes),
                       share_bar(most > 0 ? values[i].minutes / most : 0),
                       day_text(values[i].first), day_text(values[i].last));
  }
  out += "</ul>";
  if (values.size() > values_max)
    out += fmt::format(R"(<p class="quiet">and {} more</p>)", values.size() - values_max);
  return out;
}

std::string panel(std::string_view style, std::string_view heading, const std::string& body) {
  return fmt::format(R"(<section class="panel {}"><h4>{}</h4>{}</section>)", style, heading,
                     body.empty() ? R"(<p class="quiet">Nothing learned yet.</p>)" : body);
}

std::string amounts(const std::vector<AmountSummary>& amounts) {
  if (amounts.empty()) return {};
  std::string out =
      R"(<table class="amounts"><thead><tr><th></th><th>usual</th><th>high</th><th>most</th></tr></thead><tbody>)";
  for (const AmountSummary& amount : amounts)
    out += fmt::format("<tr><th>{}</th><td>{}</td><td>{}</td><td>{}</td></tr>",
                       info(amount.facet).noun, facet_amount_text(amount.facet, amount.usual),
                       facet_amount_text(amount.facet, amount.high),
                       facet_amount_text(amount.facet, amount.most));
  return out + "</tbody></table>";
}

std::string how_much(const IdentitySummary& s) {
  std::string out;
  if (!s.daily.empty()) {
    out += R"(<h5>calls per day</h5>)" + daily_bars(s);
    if (s.daily_high > 0)
      out += fmt::format(
          R"(<p class="quiet"><svg width="10" height="10" aria-hidden="true"><rect class="band" width="10" height="10"/></svg> expected: {} to {} a day</p>)",
          amount_text(std::max(s.daily_low, 0.0)), amount_text(s.daily_high));
  }
  return out + amounts(s.amounts);
}

std::string credentials(const IdentitySummary& s) {
  if (s.credentials.empty()) return {};
  std::string out = R"(<h5>credentials</h5><ul class="credentials">)";
  for (std::size_t i = 0; i < std::min(s.credentials.size(), credentials_max); ++i) {
    const CredentialSummary& c = s.credentials[i];
    std::string about = escaped(spoken(c.kind));
    if (c.age_days) about += fmt::format("<i>{} old</i>", age_text(*c.age_days));
    if (c.rotated) about += fmt::format("<i>rotated {}</i>", day_text(*c.rotated));
    about += fmt::format("<i>last used {}</i>", day_text(c.last));
    out += fmt::format(R"(<li><code>{}</code><span class="under">{}</span></li>)", escaped(c.id),
                       about);
  }
  out += "</ul>";
  if (s.credentials.size() > credentials_max)
    out +=
        fmt::format(R"(<p class="quiet">and {} more</p>)", s.credentials.size() - credentials_max);
  return out;
}

// The parts of the standing, which add up to it.
std::string standing(const IdentitySummary& s) {
  if (s.contributors.empty()) return {};
  std::string out = fmt::format(
      R"(<h4>Standing {:.1f} of 100 <span class="quiet">{}</span></h4><table class="amounts"><tbody>)",
      s.standing, standing_method);
  for (const Contributor& part : s.contributors)
    out += fmt::format(
        R"(<tr><th>{}<span class="quiet"> {} risk {:.0f}, {} ago</span></th><td>{:.1f}</td></tr>)",
        prose(part.title), escaped(part.finding), part.risk, age_text(part.age_days), part.share);
  return out + "</tbody></table>";
}

}  // namespace

std::string html_identity(const IdentitySummary& identity, std::size_t number, bool open) {
  std::string out =
      fmt::format(R"(<details class="identity"{}>{}<div class="body" id="identity-{}">)",
                  open ? " open" : "", summary_line(identity), number);
  out += facts_line(identity) + standing(identity) + R"(<div class="panels">)";
  out +=
      panel("p-what", "What", ranked(identity, Facet::action) + ranked(identity, Facet::resource));
  out += panel("p-when", "When", heat_map(identity.hours));
  out += panel("p-where", "Where",
               ranked(identity, Facet::network) + ranked(identity, Facet::country) +
                   ranked(identity, Facet::region) + ranked(identity, Facet::agent));
  out += panel("p-much", "How much", how_much(identity));
  out += panel("p-whom", "As whom",
               ranked(identity, Facet::delegator) + ranked(identity, Facet::credential) +
                   credentials(identity));
  return out + "</div></div></details>\n";
}

std::string html_identity_table(std::span<const IdentitySummary> identities) {
  std::string out =
      R"(<div class="scroll"><table class="list"><thead><tr><th>Identity</th><th>Class</th><th>Owner</th><th class="n">Calls</th><th class="n">Standing</th><th class="n">Risk</th><th>Last seen</th></tr></thead><tbody>)";
  for (const IdentitySummary& s : identities)
    out += fmt::format(
        R"(<tr><td><code>{}</code></td><td>{}</td><td>{}</td><td class="n">{}</td><td class="n">{:.1f}</td><td class="n">{:.0f}</td><td>{}</td></tr>)",
        escaped(s.key), escaped(spoken(s.identity_class)), escaped(s.owner), grouped(s.activities),
        s.standing, s.risk, day_text(s.last));
  return out + "</tbody></table></div>";
}

}  // namespace gait::report
