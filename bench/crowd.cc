#include "bench/crowd.h"

#include <fmt/format.h>

#include <cmath>

#include "base/hash.h"

namespace gait::bench {
namespace {

constexpr std::int64_t first_second = 1'793'577'600;  // 2026-11-02T00:00:00Z, a Monday
constexpr std::uint32_t part_seconds = 6 * 3600;
constexpr std::uint32_t visit_activities = 3;

// What a draw is about, so that draws are independent.
enum Draw : std::uint64_t { size, when, kind, place, thing, deed, tool };

std::uint64_t draw(Draw what, std::uint64_t a, std::uint64_t b = 0) {
  return hash_combine(hash_combine(what, a), b);
}
std::uint64_t below(std::uint64_t draw, std::uint64_t n) { return (draw >> 16) % n; }

std::uint32_t visits_of(std::uint32_t identity) {
  return (Crowd::activities_of(identity) + visit_activities - 1) / visit_activities;
}

Symbol action(std::uint32_t identity, std::uint32_t visit, std::uint32_t i, SymbolTable& symbols) {
  // Few actions each, more for the busy, out of 300 that all share.
  const std::uint64_t own = 1 + below(draw(deed, identity), 4) + visits_of(identity) / 40;
  const std::uint64_t nth = below(draw(deed, identity, visit * visit_activities + i + 1), own);
  const std::uint64_t number = below(draw(deed, identity, nth << 32), 300);
  return symbols.insert(fmt::format("service{}:GetThing{}", number % 20, number));
}

Symbol network(std::uint32_t identity, std::uint32_t visit, SymbolTable& symbols) {
  const std::uint64_t own = 1 + visits_of(identity) / 30;
  const std::uint64_t nth = below(draw(place, identity, visit), own);
  const std::uint64_t number = below(draw(place, identity, nth << 32), 2'000);
  return symbols.insert(fmt::format("10.{}.{}.0/24", number / 250, number % 250));
}

// Of ten identities four have no resource, three share theirs, three have one or two of their own.
Symbol resource(std::uint32_t identity, std::uint64_t activity_draw, SymbolTable& symbols) {
  const std::uint64_t sort = below(draw(thing, identity), 10);
  if (sort < 4) return {};
  if (sort < 7)
    return symbols.insert(
        fmt::format("arn:aws:s3:::shared-bucket-{}", below(activity_draw, 5'000)));
  return symbols.insert(
      fmt::format("arn:aws:s3:::bucket-of-{}-{}", identity, below(activity_draw, 1 + sort % 2)));
}

Principal principal_of(Symbol identity, std::uint32_t number, SymbolTable& symbols) {
  constexpr PrincipalType types[] = {PrincipalType::role, PrincipalType::role,
                                     PrincipalType::service_account, PrincipalType::workload};
  Principal principal;
  principal.identity = identity;
  principal.account = symbols.insert(fmt::format("1111222233{:02}", number % 40));
  principal.reason = symbols.insert("an assumed role");
  principal.type = types[below(draw(kind, number), 4)];
  principal.human = Human::no;
  principal.weight = 200;
  return principal;
}

}  // namespace

Crowd::Crowd(std::uint32_t identities, bool new_sessions)
    : identities_(identities), new_sessions_(new_sessions) {}

std::uint32_t Crowd::activities_of(std::uint32_t identity) {
  const double share = static_cast<double>(below(draw(size, identity), 1'000'000)) / 1e6;
  const std::uint64_t more = draw(size, identity, 1);
  if (share < 0.66) return static_cast<std::uint32_t>(1 + below(more, 4));
  if (share < 0.92) return static_cast<std::uint32_t>(5 + below(more, 12));
  if (share < 0.98) return static_cast<std::uint32_t>(17 + below(more, 48));
  // From 65 to 1,024 or, of a few, to 4,096; as many in each octave.
  const double power = static_cast<double>(below(more, 1'000)) / 1'000.0;
  const double most = share < 0.9987 ? 1'024 : 4'096;
  return static_cast<std::uint32_t>(65.0 * std::pow(most / 65.0, power));
}

void Crowd::plan(std::uint32_t day) {
  visits_.clear();
  planned_day_ = day;
  for (std::uint32_t identity = 0; identity < identities_; ++identity) {
    const std::uint32_t visits = visits_of(identity);
    for (std::uint32_t number = 0; number < visits; ++number) {
      const std::uint64_t second = below(draw(when, identity, number), days * 86'400ULL);
      if (second / 86'400 != day) continue;
      visits_.push_back({identity, number, static_cast<std::uint32_t>(second % 86'400)});
    }
  }
}

void Crowd::make_visit(const Visit& visit, Batch& batch, SymbolTable& symbols) const {
  const std::uint32_t identity = visit.identity;
  const std::uint32_t all = activities_of(identity);
  const std::uint32_t done = visit.number * visit_activities;
  Activity activity;
  activity.identity = symbols.insert(fmt::format("aws:1111222233{:02}:role/service-{}-worker-{:07}",
                                                 identity % 40, identity % 977, identity));
  batch.principals.push_back(principal_of(activity.identity, identity, symbols));
  activity.network = network(identity, visit.number, symbols);
  activity.region = symbols.insert(fmt::format("region-{}", below(draw(place, identity), 6)));
  activity.agent = symbols.insert(fmt::format("agent-{}", below(draw(tool, identity), 150)));
  activity.country = {'D', static_cast<char>('A' + identity % 20)};
  activity.credential = symbols.insert(
      fmt::format("ASIA{:016X}", draw(kind, identity, new_sessions_ ? visit.number + 1 : 0)));
  activity.credential_kind = CredentialKind::ephemeral;
  activity.address = AddressKind::external;
  for (std::uint32_t i = 0; i < visit_activities && done + i < all; ++i) {
    const std::uint64_t unique = draw(deed, identity, (done + i) | 1ULL << 40);
    activity.event = {unique, identity};
    activity.time = Timestamp::from_seconds(first_second + std::int64_t{planned_day_} * 86'400 +
                                            visit.second + 20 * i);
    activity.action = action(identity, visit.number, i, symbols);
    activity.resource = resource(identity, unique, symbols);
    activity.access = Access::read;
    batch.activities.push_back(activity);
    ++batch.counts.records;
    ++batch.counts.activities;
  }
}

void Crowd::make(std::uint32_t day, std::uint32_t part, Batch& batch, SymbolTable& symbols) {
  if (day != planned_day_) plan(day);
  // The end of a visit may fall behind the end of its part. What of the next part lies before it
  // has been learned then, as far as the engine knows, and is left out: less than a minute's worth.
  for (const Visit& visit : visits_)
    if (visit.second / part_seconds == part) make_visit(visit, batch, symbols);
}

}  // namespace gait::bench
