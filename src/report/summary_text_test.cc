#include "report/summary_text.h"

#include <gtest/gtest.h>

#include "report/report_fixture.h"

namespace gait::report {
namespace {

TEST(SummaryText, SaysWhatWasReadAndWhatWasNot) {
  EXPECT_EQ(summary_text(fixture::report(), {110, false}),
            R"(records     1,284,551 in 214 files (1.9 GB), 27 not readable
activities  1,262,004 from 2026-10-23 00:00 UTC to 2026-11-20 17:30 UTC; 21,480 duplicates were left out
identities  12 in 9,120 sessions, 8,876 linked to the one that made them
memory      828 kB, 69 kB for an identity
alert budget: 10 a day requested, 3.2 realised; 14 held back, 1 certain and outside of it (baseline 2.5 of 7,
            volume 0.5 of 2, chain 0.2 of 1)

2 inputs could not be read, or not all of it; the rest was:
  - logs/2026/11/02/part-7.gz: unexpected end of file
  - logs/README.txt: not a log format that Gait knows (nothing was read)

4 findings: 1 critical, 1 high, 1 medium, 1 low
)");
}

}  // namespace
}  // namespace gait::report
