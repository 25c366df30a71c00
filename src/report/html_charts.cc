#include "report/html_charts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/html_escape.h"
#include "report/plain.h"

namespace gait::report {
namespace {

// The share of `number` in `most`, as a percentage; 0 when there is nothing to compare with.
double percent_of(double number, double most) {
  if (!(most > 0) || !std::isfinite(number)) return 0;
  return std::clamp(number / most, 0.0, 1.0) * 100;
}

// The height of a day's chart: the most seen, or the top of the band when that is higher.
double top_of(const IdentitySummary& identity, bool with_band) {
  double top = with_band ? identity.daily_high : 0;
  for (const std::uint32_t calls : identity.daily) top = std::max(top, static_cast<double>(calls));
  return top * 1.04;
}

std::string day_bars(const IdentitySummary& identity, double top, bool with_band) {
  std::string out;
  const double slot = 100.0 / static_cast<double>(std::max<std::size_t>(identity.daily.size(), 1));
  for (std::size_t i = 0; i < identity.daily.size(); ++i) {
    const double calls = identity.daily[i];
    if (calls <= 0) continue;
    const double height = std::max(percent_of(calls, top), 1.5);
    const bool over = identity.daily_high > 0 && calls > identity.daily_high;
    const std::int64_t day =
        identity.daily_last.days() - static_cast<std::int64_t>(identity.daily.size() - 1 - i);
    const std::string title =
        with_band ? fmt::format("<title>{}: {} calls</title>",
                                day_text(Timestamp::from_seconds(day * 86'400)), amount_text(calls))
                  : std::string();
    out += fmt::format(
        R"(<rect class="{}" x="{:.2f}%" y="{:.1f}%" width="{:.2f}%" height="{:.1f}%">{}</rect>)",
        over ? "over" : "bar", static_cast<double>(i) * slot + slot * 0.12, 100 - height,
        slot * 0.76, height, title);
  }
  return out;
}

// Top lane first.
constexpr int lane_height_px = 26;
int lane_middle_px(Severity severity) {
  return (4 - static_cast<int>(severity)) * lane_height_px + lane_height_px / 2;
}

std::string timeline_mark(const Finding& finding, std::size_t number, double x) {
  const auto name = severity_names[static_cast<std::size_t>(finding.severity)];
  return fmt::format(
      R"(<a href="#finding-{}"><circle class="s-{}" cx="{:.2f}%" cy="{}" r="{:.1f}"><title>{}, risk {:.0f}: {}</title></circle></a>)",
      number, name, x, lane_middle_px(finding.severity), 4 + finding.risk / 25, name, finding.risk,
      escaped(finding.title));
}

std::string lane_labels() {
  std::string out = R"(<div class="lanes" aria-hidden="true">)";
  for (std::size_t i = severity_names.size(); i-- > 0;)
    out += fmt::format("<span>{}</span>", severity_names[i]);
  return out + "</div>";
}

}  // namespace

std::string severity_mark(Severity severity) {
  std::string out = R"(<svg class="mark" width="14" height="12" aria-hidden="true">)";
  for (int i = 0; i < 4; ++i)
    out +=
        fmt::format(R"(<rect class="{}" x="{}" y="{}" width="2.5" height="{}" rx="1"/>)",
                    i < static_cast<int>(severity) ? "on" : "off", i * 3.7, 9 - 3 * i, 3 + 3 * i);
  return out + "</svg>";
}

std::string share_bar(double share) {
  return fmt::format(
      R"(<svg class="share" width="100%" height="4" aria-hidden="true"><rect class="rail" width="100%" height="4" rx="2"/><rect class="fill" width="{:.1f}%" height="4" rx="2"/></svg>)",
      percent_of(share, 1));
}

std::string heat_map(const std::array<std::uint8_t, 168>& hours) {
  std::array<std::string, 5> paths;
  for (std::size_t i = 0; i < hours.size(); ++i) {
    const std::size_t depth = hours[i] == 0 ? 0 : 1U + hours[i] / 64U;
    paths[depth] += fmt::format("M{} {}h9v9h-9z", i % 24 * 10, i / 24 * 10);
  }
  std::string out =
      R"(<div class="heat"><div class="days" aria-hidden="true"><span>Mon</span><span>Tue</span><span>Wed</span><span>Thu</span><span>Fri</span><span>Sat</span><span>Sun</span></div><svg viewBox="0 0 239 69" preserveAspectRatio="none" role="img" aria-label="Activity by hour of the week, in UTC">)";
  for (std::size_t depth = 0; depth < paths.size(); ++depth)
    if (!paths[depth].empty())
      out += fmt::format(R"(<path class="h{}" d="{}"/>)", depth, paths[depth]);
  return out +
         R"(</svg><div class="hours" aria-hidden="true"><span>00</span><span>06</span><span>12</span><span>18</span><span>24 UTC</span></div></div>)";
}

std::string daily_bars(const IdentitySummary& identity) {
  const double top = top_of(identity, true);
  std::string out =
      R"(<svg class="daily" width="100%" height="96" role="img" aria-label="Calls per day">)";
  if (identity.daily_high > 0 && top > 0) {
    const double high = percent_of(identity.daily_high, top);
    const double low = percent_of(std::max(identity.daily_low, 0.0), top);
    out += fmt::format(R"(<rect class="band" width="100%" y="{:.1f}%" height="{:.1f}%"/>)",
                       100 - high, std::max(high - low, 1.0));
  }
  out += day_bars(identity, top, true);
  out += R"(<rect class="axis" width="100%" y="95" height="1"/></svg>)";
  const auto days = static_cast<std::int64_t>(identity.daily.size());
  const std::int64_t first_day = identity.daily_last.days() - days + 1;
  return out + fmt::format(R"(<div class="ends"><span>{}</span><span>{}</span></div>)",
                           day_text(Timestamp::from_seconds(first_day * 86'400)),
                           day_text(identity.daily_last));
}

std::string daily_sparkline(const IdentitySummary& identity) {
  return R"(<svg class="spark" width="100%" height="22" aria-hidden="true">)" +
         day_bars(identity, top_of(identity, false), false) + "</svg>";
}

std::string timeline(std::span<const Finding> findings, Timestamp first, Timestamp last) {
  const double span_ns = static_cast<double>(std::max<std::int64_t>(last.ns - first.ns, 1));
  constexpr int height_px = 5 * lane_height_px;
  std::string out = fmt::format(
      R"(<div class="timeline">{}<svg width="100%" height="{}" role="img" aria-label="Findings over time, by severity">)",
      lane_labels(), height_px);
  for (int lane = 0; lane < 5; ++lane)
    out += fmt::format(R"(<rect class="lane" width="100%" y="{}" height="1"/>)",
                       lane * lane_height_px + lane_height_px / 2);
  // The worst are drawn last, hence on top.
  for (std::size_t i = std::min(findings.size(), findings_drawn_max); i-- > 0;) {
    const double at = static_cast<double>(findings[i].time.ns - first.ns) / span_ns;
    out += timeline_mark(findings[i], i + 1, 1.5 + std::clamp(at, 0.0, 1.0) * 97);
  }
  out += R"(</svg><div class="ends">)";
  for (std::int64_t i = 0; i < 5; ++i)
    out += fmt::format("<span>{}</span>", day_text({first.ns + (last.ns - first.ns) / 4 * i}));
  return out + "</div></div>";
}

}  // namespace gait::report
