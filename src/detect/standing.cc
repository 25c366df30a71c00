#include "detect/standing.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <tuple>

#include "model/feedback.h"

namespace gait::detect {
namespace {

constexpr double chance_max = 0.999;  // nothing is certain, and ln(0) is no part
constexpr double day_ns = 86'400e9;

double days_between(Timestamp from, Timestamp to) {
  return std::max(0.0, static_cast<double>(to.ns - from.ns) / day_ns);
}

// Without a last activity the first stands for it.
Timestamp last_of(const Finding& finding) { return std::max(finding.last, finding.time); }

// 0 to 1: what time and people have left of a finding.
double weight_of(const Finding& finding, Timestamp now) {
  const Mark mark = parse_mark(finding.mark).value_or(Mark::none);
  if (mark == Mark::expected || mark == Mark::benign) return 0;
  double age_days = days_between(last_of(finding), now);
  if (mark == Mark::confirmed) {
    const double since_mark = days_between(std::min(finding.marked, now), now);
    age_days = std::min(age_days, std::max(0.0, since_mark - standing_confirmed_days));
  }
  return std::exp2(-age_days / standing_half_life_days);
}

struct Part {
  const Finding* finding = nullptr;
  double weight = 0;  // -ln(1 - r)
  std::int64_t tenths = 0;
};

// Shares out the tenths of the score in proportion to the weights; what is left by rounding down
// goes to the greatest remainders.
void share_out(std::int64_t tenths, double sum, std::vector<Part>& parts) {
  std::vector<std::pair<double, Part*>> remainders;
  std::int64_t left = tenths;
  for (Part& part : parts) {
    const double exact = static_cast<double>(tenths) * part.weight / sum;
    part.tenths = static_cast<std::int64_t>(exact);
    left -= part.tenths;
    remainders.emplace_back(static_cast<double>(part.tenths) - exact, &part);
  }
  std::ranges::stable_sort(remainders, {}, &std::pair<double, Part*>::first);
  for (std::size_t i = 0; left > 0; ++i, --left) ++remainders[i % remainders.size()].second->tenths;
}

Contributor contributor_of(const Part& part, Timestamp now) {
  const Finding& finding = *part.finding;
  return {finding.id,
          finding.title,
          finding.kind,
          finding.risk,
          static_cast<double>(part.tenths) / 10,
          days_between(last_of(finding), now)};
}

// The parts beyond the greatest as one.
Contributor rest_of(std::span<const Part> parts, Timestamp now) {
  Contributor rest;
  std::int64_t tenths = 0;
  double age_days = 1e9;
  for (const Part& part : parts) {
    tenths += part.tenths;
    rest.risk = std::max(rest.risk, part.finding->risk);
    age_days = std::min(age_days, days_between(last_of(*part.finding), now));
  }
  rest.title = fmt::format("{} further findings", parts.size());
  rest.share = static_cast<double>(tenths) / 10;
  rest.age_days = age_days;
  return rest;
}

}  // namespace

Standing standing_of(std::span<const Finding* const> findings, Timestamp now) {
  std::vector<Part> parts;
  double sum = 0;
  for (const Finding* finding : findings) {
    const double risk = std::clamp(finding->risk / 100, 0.0, 1.0);
    const double chance = std::min(risk * weight_of(*finding, now), chance_max);
    if (!(chance > 0)) continue;
    parts.push_back({finding, -std::log1p(-chance), 0});
    sum += parts.back().weight;
  }
  Standing standing;
  const auto tenths = std::llround(-std::expm1(-sum) * 1000);
  if (tenths == 0) return standing;
  // In one order, so that the same findings give the same parts.
  std::ranges::sort(parts, [](const Part& a, const Part& b) {
    return std::tuple(-a.weight, std::string_view(a.finding->id)) <
           std::tuple(-b.weight, std::string_view(b.finding->id));
  });
  share_out(tenths, sum, parts);
  std::erase_if(parts, [](const Part& part) { return part.tenths == 0; });
  standing.score = static_cast<double>(tenths) / 10;
  const bool all = parts.size() <= contributors_max;
  const std::size_t shown = all ? parts.size() : contributors_max - 1;
  for (const Part& part : std::span(parts).first(shown))
    standing.contributors.push_back(contributor_of(part, now));
  if (!all) standing.contributors.push_back(rest_of(std::span(parts).subspan(shown), now));
  return standing;
}

std::map<std::string, Standing, std::less<>> standings(std::span<const Finding> findings,
                                                       Timestamp now) {
  std::map<std::string, std::vector<const Finding*>, std::less<>> about;
  for (const Finding& finding : findings) {
    about[finding.identity].push_back(&finding);
    if (finding.mark != mark_names[static_cast<std::size_t>(Mark::confirmed)]) continue;
    for (const std::string& member : finding.members) about[member].push_back(&finding);
  }
  std::map<std::string, Standing, std::less<>> all;
  for (const auto& [identity, its] : about)
    if (Standing standing = standing_of(its, now); standing.score > 0)
      all.emplace(identity, std::move(standing));
  return all;
}

void put_standings(std::vector<IdentitySummary>& identities, std::span<const Finding> findings,
                   Timestamp now) {
  auto all = standings(findings, now);
  for (IdentitySummary& identity : identities) {
    identity.standing = 0;
    identity.contributors.clear();
    const auto found = all.find(identity.key);
    if (found == all.end()) continue;
    identity.standing = found->second.score;
    identity.contributors = std::move(found->second.contributors);
  }
  std::ranges::sort(identities, [](const IdentitySummary& a, const IdentitySummary& b) {
    return std::tuple(-a.standing, -a.risk, std::string_view(a.key)) <
           std::tuple(-b.standing, -b.risk, std::string_view(b.key));
  });
}

}  // namespace gait::detect
