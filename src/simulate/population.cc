#include "simulate/population.h"

#include <fmt/format.h>

#include <array>
#include <map>

#include "base/check.h"
#include "base/hash.h"
#include "simulate/habits.h"
#include "simulate/random.h"
#include "simulate/text.h"

namespace gait::simulate {
namespace {

// The mix of one department. The first full_identities_min already hold what the scenarios need.
constexpr std::array department{
    Kind::web_pod,
    Kind::web_task,
    Kind::function,
    Kind::instance_app,
    Kind::ci,
    Kind::batch_user,
    Kind::batch_job,
    Kind::infrastructure,
    Kind::finance_job,
    Kind::vendor_user,
    Kind::monitoring,
    Kind::backup,
    Kind::rotation,
    Kind::ai_agent,
    Kind::human,
    Kind::cloud_service,
    Kind::web_pod,
    Kind::web_task,
    Kind::function,
    Kind::batch_user,
    Kind::ci,
    Kind::web_pod,
    Kind::web_task,
    Kind::function,
    Kind::batch_user,
    Kind::vendor_user,
    Kind::infrastructure,
    Kind::web_pod,
    Kind::function,
    Kind::ai_agent,
    Kind::human,
    Kind::cloud_service,
    Kind::instance_app,
    Kind::batch_job,
    Kind::ci,
    Kind::web_pod,
    Kind::web_task,
    Kind::function,
    Kind::human,
    Kind::monitoring,
    Kind::web_pod,
    Kind::function,
    Kind::batch_user,
    Kind::finance_job,
    Kind::ci,
    Kind::web_task,
    Kind::vendor_user,
    Kind::instance_app,
    Kind::batch_job,
    Kind::web_pod,
    Kind::function,
    Kind::human,
    Kind::infrastructure,
    Kind::backup,
    Kind::rotation,
    Kind::ai_agent,
    Kind::web_pod,
    Kind::function,
    Kind::cloud_service,
    Kind::instance_app,
    Kind::ci,
    Kind::batch_job,
    Kind::monitoring,
    Kind::human,
};

constexpr std::array<std::string_view, 12> services{"orders", "ledger",   "catalog", "checkout",
                                                    "search", "shipping", "pricing", "inventory",
                                                    "media",  "loyalty",  "fraud",   "reports"};
constexpr std::array<std::string_view, 8> people{"anna", "bram", "chloe", "daan",
                                                 "emma", "finn", "greta", "hugo"};
constexpr std::array<std::string_view, 5> teams{"team-shop", "team-payments", "team-data",
                                                "team-platform", "team-finance"};

// A name that no other identity of the kind has: `orders`, later `orders-2`.
std::string service_name(Kind kind, std::size_t nth) {
  const bool human = kind == Kind::human;
  const std::size_t names = human ? people.size() : services.size();
  std::string name(human ? people[nth % names] : services[nth % names]);
  if (nth >= names) name += fmt::format("-{}", nth / names + 1);
  return name;
}

void scale(std::int64_t& amount, std::int64_t milli) { amount = amount * milli / 1'000; }

void scale(Identity& identity, std::int64_t milli) {
  scale(identity.schedule.calls_per_hour_milli, milli);
  if (identity.schedule.rhythm == Rhythm::office)
    return scale(identity.schedule.runs_per_hour_milli, milli);
  if (identity.schedule.calls_per_run == 0) return;
  scale(identity.schedule.calls_per_run, milli);
  if (identity.schedule.calls_per_run == 0) identity.schedule.calls_per_run = 1;
}

}  // namespace

Identity make_identity(std::uint64_t seed, Kind kind, const std::string& service, Timestamp start) {
  Identity identity;
  identity.kind = kind;
  identity.service = service;
  identity.salt =
      hash_combine(hash_combine(seed, hash64(service)), static_cast<std::uint64_t>(kind));
  identity.account = production_account;
  const bool abroad = kind <= Kind::instance_app && identity.salt % 4 == 0;
  identity.region = abroad ? "eu-west-1" : "us-east-1";
  identity.environment = "prod";
  identity.owner = teams[hash64(service, 5) % teams.size()];
  identity.active_from = start;
  settle(identity);
  const bool user = identity.form == CredentialForm::access_key;
  identity.key =
      fmt::format("aws:{}/{}/{}", identity.account, user ? "user" : "role", identity.name);
  const auto age_days = static_cast<std::int64_t>(40 + identity.salt % 900);
  identity.secret_created = plus_seconds(start, -86'400 * age_days);
  if (user)
    identity.access_keys.push_back(
        {identity.secret_created, "AKIA" + base32_id(identity.salt, 16)});
  return identity;
}

std::vector<Identity> make_population(std::uint64_t seed, int count, std::int64_t activity_milli,
                                      Timestamp start) {
  check(count >= full_identities_min && count <= full_identities_max,
        "a full fleet is neither tiny nor a long tail");
  std::vector<Identity> fleet;
  std::map<Kind, std::size_t> made;
  int last_ci = -1;
  for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
    const Kind kind = department[i % department.size()];
    fleet.push_back(make_identity(seed, kind, service_name(kind, made[kind]++), start));
    if (kind == Kind::ci) last_ci = static_cast<int>(i);
    if (kind == Kind::infrastructure) fleet.back().parent = last_ci;
    const auto rank = static_cast<std::int64_t>(1 + i / department.size());
    scale(fleet.back(), activity_milli / rank);
  }
  return fleet;
}

}  // namespace gait::simulate
