#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/engine.h"

// A small company of machines, and ways to deliver its logs.
namespace gait::engine::testing {

// Hour 0 is Monday, 2026-01-05T00:00:00Z.
inline Timestamp at(std::int64_t hour, std::int64_t second = 0) {
  return Timestamp::from_seconds(1'767'571'200 + hour * 3600 + second);
}
inline constexpr Timestamp end_of_time{4'000'000'000'000'000'000};

struct World {
  SymbolTable symbols;
  std::vector<Activity> activities;
  std::vector<Principal> principals;
  std::uint64_t next_event = 1;

  Symbol machine(std::size_t i) {
    return symbols.insert("aws:111122223333/role/machine-" + std::to_string(i));
  }

  // An ordinary call; the caller may change it.
  Activity& call(std::size_t who, Timestamp time, std::string_view action = "s3:GetObject",
                 std::string_view resource = "aws:bucket/reports") {
    Activity& activity = activities.emplace_back();
    activity.event = {1, next_event++};
    activity.time = time;
    activity.identity = machine(who);
    activity.action = symbols.insert(action);
    activity.resource = symbols.insert(resource);
    activity.network = symbols.insert("AS64500 Home");
    activity.region = symbols.insert("eu-central-1");
    activity.agent = symbols.insert("aws-cli");
    activity.credential = symbols.insert("AKIA" + std::to_string(who));
    activity.credential_kind = CredentialKind::long_lived;
    activity.country = {'D', 'E'};
    activity.address = AddressKind::external;
    return activity;
  }

  // `machines` that do the same ten calls every hour of [from, to).
  void live(std::size_t machines, std::int64_t from, std::int64_t to) {
    for (std::int64_t hour = from; hour < to; ++hour)
      for (std::size_t who = 0; who < machines; ++who)
        for (int i = 0; i < 10; ++i)
          call(who, at(hour, i * 300 + static_cast<std::int64_t>(who)),
               i % 3 == 0 ? "sqs:SendMessage" : "s3:GetObject",
               "aws:bucket/" + std::to_string(who % 4));
  }

  // Somebody uses the key of a machine to read secrets from elsewhere.
  void steal(std::size_t who, Timestamp time) {
    for (int i = 0; i < 40; ++i) {
      Activity& activity = call(who, {time.ns + i * 10'000'000'000},
                                i % 2 == 0 ? "secretsmanager:GetSecretValue" : "iam:CreateUser",
                                "aws:secret/" + std::to_string(i));
      activity.network = symbols.insert("AS64666 Elsewhere");
      activity.country = {'R', 'O'};
      activity.agent = symbols.insert("curl");
      activity.severity = 4;
      activity.classes.add(i % 2 == 0 ? ActionClass::secret_read : ActionClass::persistence);
    }
  }
};

inline SymbolTable copy_of(const SymbolTable& symbols) {
  SymbolTable copy;
  copy.merge(symbols);
  return copy;
}

// Delivers activity i in lane `lane_of(i)`.
template <class LaneOf>
std::vector<Inlet> lanes_of(const std::vector<Activity>& activities, std::size_t count,
                            LaneOf lane_of) {
  std::vector<Batch> batches(count);
  for (std::size_t i = 0; i < activities.size(); ++i)
    batches[lane_of(i)].activities.push_back(activities[i]);
  std::vector<Inlet> lanes(count);
  for (std::size_t i = 0; i < count; ++i) lanes[i].take(batches[i]);
  return lanes;
}
inline std::vector<Inlet> one_lane(const std::vector<Activity>& activities) {
  return lanes_of(activities, 1, [](std::size_t) { return std::size_t{0}; });
}

// Tasks in an order that depends on the seed; 0 is backwards.
inline ParallelFor in_disorder(std::uint64_t seed) {
  return [seed](std::size_t count, const std::function<void(std::size_t)>& task) {
    std::vector<std::size_t> order(count);
    for (std::size_t i = 0; i < count; ++i) order[i] = count - 1 - i;
    std::uint64_t state = seed;
    for (std::size_t i = count; seed != 0 && i > 1; --i) {
      state = state * 6364136223846793005ULL + 1442695040888963407ULL;
      std::swap(order[i - 1], order[(state >> 33) % i]);
    }
    for (const std::size_t i : order) task(i);
  };
}

}  // namespace gait::engine::testing
