#include "report/findings_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "report/report_fixture.h"

namespace gait::report {
namespace {

using testing::HasSubstr;
using testing::Not;

// The longest line, words that cannot be broken aside.
std::size_t widest(const std::string& text) {
  std::size_t most = 0;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) most = std::max(most, columns(line));
  return most;
}

TEST(FindingsText, AListSaysWhatWhoWhyAndWhatNext) {
  const std::vector<Finding> findings{fixture::dormant_key()};
  EXPECT_EQ(findings_text(findings, {}),
            R"(1 finding: 1 medium

MEDIUM     55  aws:111122223333/user/legacy-backup  2026-11-14 09:41 UTC
               legacy-backup woke after 61 days of silence
                80 % when      silent for 61 d; expected active every day before that (once in 38
                               days)
                20 % where     first use of `aws-cli`; expected `restic` in 610 of 610 minutes (once
                               in 6 days)
               next  Find an owner; without one disable the key and wait
               more  gait explain f-0c77b3d1
)");
}

TEST(FindingsText, ExplainsAFindingInFull) {
  EXPECT_EQ(explain_text(fixture::agent_tool(), {72, false}),
            R"(HIGH  risk 78 of 100  tool misuse  f-51d2e800
support-assistant called a tool it never called, then sent data to a new
place

  identity      agent:acme/support-assistant (ai agent)
  owner         support-tools
  purpose       answers support tickets
  environment   prod
  credential    tok-9981 (ephemeral), 5 hours old
  session       run-77
  when          2026-11-17 15:22 UTC (48 s), 2 activities
  found         2026-11-17 16:00 UTC
  likelihood    an hour at least this unusual comes about once in 7
                months when nothing is wrong (p = 0.00021)
  judged by     a burst against its mean of all time
  confidence    81 % rests on its own history and that of its group
  method        gait-risk@2

Why, the weightiest reason first

   55 %  What: action
         seen       first use of `send_webhook`
         expected   one of 6 tools
         learned    880 active minutes in 9 d
         peers      1 of 4 peers use it
         rarity     once in 5 days, 8.2 bits of surprise

   45 %  How much: bytes in an hour
         seen       48 MB in an hour
         expected   210 kB usual, 2.1 MB the most so far
         learned    205 hours in 9 d
         rarity     once in 4 days, 6.7 bits of surprise

Next steps
  1. Read the ticket of run-77 for injected instructions
  2. Take `send_webhook` from the agent until that is answered

Your answer
  gait findings mark f-51d2e800 expected|benign|confirmed --data DIR

This would have been normal if
  the tool had been in the agent's declared list

Intended changes and feedback that were considered
  none was known around that time

Chain, from the origin to the actor
  okta:acme/user/ana → agent:acme/support-assistant

Events
  run-77:14
  run-77:15

In the words of frameworks
  OWASP NHI     NHI5:2025
  NIST CSF      DE.AE-02
  MAESTRO       L7
  ATLAS         AML.T0053, AML.T0086
)");
}

TEST(FindingsText, NamesTheChangesThatWereConsidered) {
  const std::string text = explain_text(fixture::stolen_deploy_key(), {});
  EXPECT_THAT(text, HasSubstr("  - deployment dep-1881: payments 4.2.0\n"
                              "    does not match: it ended 6 h before\n"));
  EXPECT_THAT(text, HasSubstr("  and 338 more\n"));
}

TEST(FindingsText, ExplainsCertaintyLearningAndWhatAddedUp) {
  const std::string text = explain_text(fixture::stolen_deploy_key(), {});
  for (const char* line :
       {"  judged by     departures from its profile\n",
        "  over time     21.5 bits over 9 hours since 2026-11-18 10:00 UTC\n",
        "  confidence    87 % rests on its own history and that of its group\n",
        "  budget        certain: reported whatever the alert budget\n",
        "  learning      held: 2 new values wait for approval\n", "  method        gait-risk@2\n"})
    EXPECT_THAT(text, HasSubstr(line));
}

TEST(FindingsText, ListAndExplanationSayWhoMarkedIt) {
  const std::string mark = "marked expected by ana on 2026-11-19: the failover of platform\n";
  EXPECT_THAT(explain_text(fixture::group_region(), {}), HasSubstr("  feedback      " + mark));
  const std::vector<Finding> findings{fixture::group_region()};
  EXPECT_THAT(findings_text(findings, {}), HasSubstr("               " + mark));
}

TEST(FindingsText, KeepsToTheWidth) {
  for (const int width : {60, 80, 100}) {
    const TextOptions options{width, false};
    for (Finding finding : fixture::report().findings) {
      finding.chain.clear();  // keys longer than a line stay whole
      EXPECT_LE(widest(explain_text(finding, options)), static_cast<std::size_t>(width));
    }
  }
}

TEST(FindingsText, SaysWhenThereIsNothingToSay) {
  EXPECT_EQ(findings_text({}, {}), "No findings: every identity behaved like itself.\n");
}

TEST(FindingsText, ColourIsOnlyThereWhenAskedForAndNeverFromTheLog) {
  Finding finding = fixture::dormant_key();
  finding.title = "\x1b]0;owned\x07 title";
  EXPECT_THAT(explain_text(finding, {}), Not(HasSubstr("\x1b")));
  EXPECT_THAT(explain_text(finding, {100, true}), Not(HasSubstr("\x1b]")));
  EXPECT_THAT(explain_text(finding, {100, true}), HasSubstr("\x1b["));
}

}  // namespace
}  // namespace gait::report
