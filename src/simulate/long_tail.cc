#include "simulate/long_tail.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "base/hash.h"
#include "simulate/behaviour.h"
#include "simulate/random.h"
#include "simulate/session.h"
#include "simulate/text.h"

namespace gait::simulate {
namespace {

constexpr std::int64_t calls_per_visit_max = 12;
constexpr std::uint32_t visit_s = 900;
constexpr std::uint64_t tail_salt = 0x7a11ULL;

std::int64_t activities_of(Random& random) {
  const std::uint32_t rank = random.below(1'000);
  if (rank < 660) return random.between(1, 4);
  if (rank < 920) return random.between(5, 16);
  if (rank < 980) return random.between(17, 64);
  if (rank < 996) return random.between(65, 200);
  return random.between(201, 600);
}

}  // namespace

LongTail::LongTail(const World& world, std::uint32_t identities) {
  const auto hours =
      static_cast<std::uint32_t>((world.end.ns - world.start.ns) / 3'600'000'000'000);
  for (std::uint32_t number = 0; number < identities; ++number) {
    Random random(world.seed, {tail_salt, number});
    for (std::int64_t left = activities_of(random); left > 0;) {
      const std::int64_t calls = std::min(left, random.between(1, calls_per_visit_max));
      visits_.push_back({random.below(hours), number, static_cast<std::uint32_t>(calls)});
      left -= calls;
    }
  }
  std::ranges::sort(visits_, {}, [](const Visit& visit) {
    return std::tuple(visit.hour, visit.identity, visit.calls);
  });
}

void LongTail::act(const World& world, Timestamp hour, std::vector<Record>& out) const {
  const auto at = static_cast<std::uint32_t>((hour.ns - world.start.ns) / 3'600'000'000'000);
  auto visit = std::ranges::lower_bound(visits_, at, {}, &Visit::hour);
  for (std::uint64_t nth = 0; visit != visits_.end() && visit->hour == at; ++visit, ++nth) {
    const Identity identity = tail_identity(world, visit->identity);
    Random random(world.seed, {tail_salt, visit->identity, at, nth});
    const Timestamp begin = plus_seconds(hour, random.below(3'600 - visit_s));
    const Session session = open_session(identity, 0, at, begin);
    for (std::uint32_t i = 0; i < visit->calls; ++i) {
      const auto choices = static_cast<std::uint32_t>(identity.habits.size());
      const Habit& habit = identity.habits[random.favourite(choices)];
      const Timestamp time = plus_seconds(begin, random.below(visit_s));
      do_habit(world, session, habit, time, nullptr, random, out);
    }
  }
}

Identity tail_identity(const World& world, std::uint32_t number) {
  Identity identity;
  identity.salt = hash_combine(hash_combine(world.seed, tail_salt), number);
  const bool user = identity.salt % 10 < 3;
  identity.form = user ? CredentialForm::access_key : CredentialForm::function;
  identity.name = fmt::format("{}-{:06}", user ? "svc" : "fn", number);
  identity.account = identity.salt % 5 == 0 ? tools_account : production_account;
  identity.region = identity.salt % 7 == 0 ? "eu-west-1" : "us-east-1";
  identity.key =
      fmt::format("aws:{}/{}/{}", identity.account, user ? "user" : "role", identity.name);
  identity.network = user ? Network::data_centre : cloud_network(identity.region);
  identity.agent = user ? "aws-cli/1.32.101 Python/3.11.9 Linux/6.1.0 botocore/1.34.101"
                        : "Boto3/1.34.101 md/Botocore#1.34.101 lang/python#3.12.3";
  if (user) identity.access_keys.push_back({world.start, "AKIA" + base32_id(identity.salt, 16)});
  const std::string own = identity.name;
  identity.habits = {
      {&operation("s3:GetObject"),
       {"harbour-shared|" + own + "/$n.json"},
       1,
       Outcome::success,
       1,
       80},
      {&operation("dynamodb:GetItem"), {"shared-" + std::to_string(number % 40)}},
      {&operation("secretsmanager:GetSecretValue"), {"tail/" + own}},
      {&operation("s3:PutObject"),
       {"harbour-shared|" + own + "/$n.json"},
       1,
       Outcome::success,
       1,
       80},
  };
  return identity;
}

}  // namespace gait::simulate
