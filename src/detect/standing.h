#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "model/finding.h"
#include "model/summary.h"

namespace gait::detect {

// What the findings about one identity still weigh together.
struct Standing {
  double score = 0;                       // 0 to 100, in tenths
  std::vector<Contributor> contributors;  // greatest share first; the shares add up to the score
};

// 100 (1 - product of (1 - r)) over the findings, where r = risk / 100 * 2^(-age / 7 days): the
// chance that at least one is right, if risks were chances. So two medium findings weigh more than
// one and less than their sum, and nothing weighs more than 100. Each part is in proportion to
// -ln(1 - r), in which parts add up; parts are rounded so that the printed tenths add up too.
//
// A week halves a finding: what nobody looked into by then is half forgotten, and after a month it
// is a sixteenth. Age is counted from the last activity of the finding. What people said goes
// before: `expected` and `benign` findings weigh nothing, and `confirmed` ones all they have for 30
// days after they were marked, since a confirmed attack is not over because it is quiet.
//
// `now` is the watermark of the logs: findings of old logs are judged at their own time. What is
// marked later than that counts as marked now.
Standing standing_of(std::span<const Finding* const> findings, Timestamp now);

// The standing of every identity that has one, by key. A group finding is about the group; it
// weighs on its members only once it is confirmed.
std::map<std::string, Standing, std::less<>> standings(std::span<const Finding> findings,
                                                       Timestamp now);

// Fills in the standing of each identity and sorts by it, then by risk, then by key.
void put_standings(std::vector<IdentitySummary>& identities, std::span<const Finding> findings,
                   Timestamp now);

inline constexpr double standing_half_life_days = 7;
inline constexpr double standing_confirmed_days = 30;

// Further findings are one contributor together: the last, without an id.
inline constexpr std::size_t contributors_max = 20;

}  // namespace gait::detect
