#include "report/html.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/html_charts.h"
#include "report/html_escape.h"
#include "report/report_fixture.h"

namespace gait::report {
namespace {

using testing::HasSubstr;
using testing::Not;

std::size_t count_of(std::string_view text, std::string_view part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++count;
  return count;
}

// Every text field of a report set to `text`.
ScanReport report_saying(const std::string& text) {
  Finding f;
  f.id = f.identity = f.identity_class = f.title = f.kind = f.session = f.owner = f.purpose =
      f.environment = f.would_be_normal_if = text;
  f.time = f.last = f.found = fixture::at("2026-11-19T02:14:07Z");
  f.deviations = {{text, text, text, text, 3, text, text, text, 5, 1}};
  f.rules = f.chain = f.activities = f.next_steps = f.members = {text};
  f.credential = {text, text, 3, text};
  f.changes_considered = {{text, text, text, text}};
  f.frameworks = {{text}, {text}, {text}, {text}, {text}};
  IdentitySummary s;
  s.key = s.identity_class = s.class_reason = s.type = s.human = s.human_reason = s.owner =
      s.purpose = s.environment = s.account = s.peer_group = text;
  s.peers = 3;
  for (auto& values : s.values) values = {{text, 3, {}, {}}};
  s.credentials = {{text, text, {}, {}, 3, std::nullopt}};
  s.delegators = {text};
  ScanReport report;
  report.findings = {f};
  report.identities.assign(identities_drawn_max + 1, s);
  report.stats.problems = {{text, text, true}};
  return report;
}

TEST(HtmlEscape, LeavesNoMarkup) {
  EXPECT_EQ(escaped(R"(<a href="x">&'</a>)"), "&lt;a href=&quot;x&quot;&gt;&amp;&#39;&lt;/a&gt;");
  EXPECT_EQ(prose("use `a<b` now"), "use <code>a&lt;b</code> now");
  EXPECT_EQ(prose("a lone ` stays"), "a lone ` stays");
  EXPECT_EQ(prose("`<`>`"), "<code>&lt;</code>&gt;`");
}

TEST(Html, NoFieldOfAReportCanBecomeMarkup) {
  const std::string page =
      html_page(report_saying(R"("'><script>alert(1)</script><img src=x onerror=alert(2)>`)"), "1");
  EXPECT_THAT(page, Not(HasSubstr("<script")));
  EXPECT_THAT(page, Not(HasSubstr("<img")));
  EXPECT_THAT(page, Not(HasSubstr("\"'>")));
  EXPECT_THAT(page, HasSubstr("&lt;script&gt;"));
}

TEST(Html, LoadsNothingFromAnywhere) {
  const std::string page = html_page(fixture::report(), "0.1.0");
  EXPECT_THAT(page, HasSubstr("default-src 'none'"));
  for (const char* reach : {"http:", "https:", "src=", "url(", "@import", "<link", "<script",
                            "<iframe", "<object", "<form"})
    EXPECT_THAT(page, Not(HasSubstr(reach))) << reach;
  EXPECT_EQ(count_of(page, "href=\"#"), count_of(page, "href="));
}

TEST(Html, EveryLinkHasItsTarget) {
  const std::string page = html_page(fixture::report(), "0.1.0");
  for (std::size_t at = page.find("href=\"#"); at != page.npos;
       at = page.find("href=\"#", at + 1)) {
    const std::size_t start = at + 7;
    const std::string id = page.substr(start, page.find('"', start) - start);
    EXPECT_EQ(count_of(page, "id=\"" + id + "\""), 1U) << id;
  }
}

TEST(Html, EveryElementThatIsOpenedIsClosed) {
  const std::string page = html_page(fixture::report(), "0.1.0");
  for (const std::string tag : {"details", "summary", "div", "section", "svg", "ul", "ol", "li",
                                "dl", "dt", "dd", "span", "table", "a", "p", "b", "code", "main"})
    EXPECT_EQ(count_of(page, "<" + tag + ">") + count_of(page, "<" + tag + " "),
              count_of(page, "</" + tag + ">"))
        << tag;
}

TEST(Html, ExplainsAFindingInFull) {
  const std::string page = html_page(fixture::report(), "0.1.0");
  for (const char* part :
       {"first use of <code>prod/db/root</code>", "one of 14 resources", "0 of 212 peers use it",
        "once in 36 days", "does not match: it ended 6 h before", "T1078.004", "14 months old",
        "Disable key <code>AKIAIOSFODNN7EXAMPLE</code>", "about once in 10 years",
        "departures from its profile", "21.5 bits over 9 hours since 2026-11-18 10:00 UTC",
        "87 % rests on its own history", "certain: reported whatever the alert budget",
        "held: 2 new values wait for approval", "gait-risk@2",
        "marked expected by ana on 2026-11-19: the failover of platform"})
    EXPECT_THAT(page, HasSubstr(part));
}

TEST(Html, SaysTheStandingInPartsAndTheBudget) {
  const std::string page = html_page(fixture::report(), "0.1.0");
  for (const char* part : {"Standing 93.4 of 100", "<td>81.3</td>", "<td>12.1</td>",
                           "10 a day requested, 3.2 realised; 14 held back"})
    EXPECT_THAT(page, HasSubstr(part));
}

TEST(Html, DrawsABoundedNumberAndSaysSo) {
  ScanReport report;
  report.identities.assign(identities_drawn_max + 7, fixture::identities().back());
  report.findings.assign(findings_explained_max + 5, fixture::dormant_key());
  const std::string page = html_page(report, "0.1.0");
  EXPECT_EQ(count_of(page, "<details class=\"identity\""), identities_drawn_max);
  EXPECT_EQ(count_of(page, "<details class=\"finding "), findings_explained_max);
  EXPECT_THAT(page, HasSubstr("The other 7</h3>"));
  EXPECT_THAT(page, HasSubstr("5 more findings"));
}

TEST(Html, AnEmptyScanIsAPageToo) {
  const std::string page = html_page(ScanReport{}, "0.1.0");
  EXPECT_THAT(page, HasSubstr("Every identity behaved like itself"));
  EXPECT_THAT(page, Not(HasSubstr("nan")));
  EXPECT_THAT(page, Not(HasSubstr("inf%")));
}

TEST(Html, SameReportSameBytes) {
  EXPECT_EQ(html_page(fixture::report(), "1"), html_page(fixture::report(), "1"));
}

TEST(HtmlCharts, AWeekHasItsCellsInFiveDepths) {
  std::array<std::uint8_t, 168> hours{};
  hours[0] = 1;      // Monday 00
  hours[167] = 255;  // Sunday 23
  const std::string svg = heat_map(hours);
  EXPECT_EQ(count_of(svg, "h9v9h-9z"), 168U);
  EXPECT_THAT(svg, HasSubstr(R"(<path class="h1" d="M0 0h9v9h-9z"/>)"));
  EXPECT_THAT(svg, HasSubstr(R"(<path class="h4" d="M230 60h9v9h-9z"/>)"));
}

TEST(HtmlCharts, ADayOverTheBandStandsOut) {
  IdentitySummary s;
  s.daily = {100, 100, 300};
  s.daily_last = fixture::at("2026-11-20T00:00:00Z");
  s.daily_low = 80;
  s.daily_high = 120;
  const std::string svg = daily_bars(s);
  EXPECT_EQ(count_of(svg, "class=\"over\""), 1U);
  EXPECT_EQ(count_of(svg, "class=\"band\""), 1U);
  EXPECT_THAT(svg, HasSubstr("2026-11-20: 300 calls"));
  EXPECT_THAT(svg, HasSubstr("<span>2026-11-18</span>"));
}

TEST(HtmlCharts, SeverityIsReadWithoutColour) {
  EXPECT_EQ(count_of(severity_mark(Severity::critical), "\"on\""), 4U);
  EXPECT_EQ(count_of(severity_mark(Severity::info), "\"on\""), 0U);
}

}  // namespace
}  // namespace gait::report
