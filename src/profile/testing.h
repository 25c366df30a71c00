#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "profile/peers.h"
#include "profile/profile.h"

// Activities in few words, and an identity that lives through them.
namespace gait::profile::testing {

// Day 0 is Monday, 2026-01-05; hours and minutes are UTC.
inline Timestamp at(std::int64_t day, std::int64_t hour, std::int64_t minute = 0,
                    std::int64_t second = 0) {
  constexpr std::int64_t monday = 1'767'571'200;
  return Timestamp::from_seconds(monday + ((day * 24 + hour) * 60 + minute) * 60 + second);
}

// An ordinary call of an ordinary machine.
inline Activity call(Timestamp time, std::string_view action = "s3:GetObject",
                     std::string_view resource = "aws:bucket/reports") {
  Activity activity;
  activity.time = time;
  activity.identity = symbol_of("robot");
  activity.action = symbol_of(action);
  activity.resource = symbol_of(resource);
  activity.network = symbol_of("AS64500 Home");
  activity.region = symbol_of("eu-central-1");
  activity.agent = symbol_of("aws-cli");
  activity.country = {'D', 'E'};
  activity.address = AddressKind::external;
  activity.credential_kind = CredentialKind::ephemeral;
  return activity;
}

inline std::vector<Activity> calls(std::size_t count, Timestamp time) {
  return std::vector<Activity>(count, call(time));
}

// One identity with its peers. `learn` teaches; the peers hear of it at `exchange`.
struct Life {
  explicit Life(std::string_view name = "robot", GroupId group = 1)
      : profile(symbol_of(name), group) {}

  void learn(const std::vector<Activity>& minute) { profile.learn(minute, delta); }
  void learn(const Activity& activity) { learn(std::vector{activity}); }
  void exchange() {
    peers.apply(delta);
    delta.clear();
  }

  std::vector<Profile::Departure> judge(const std::vector<Activity>& minute) const {
    std::vector<Profile::Departure> departures;
    profile.judge(minute, peers, departures);
    return departures;
  }
  // The strongest departure in a facet; 0 when there is none worth keeping.
  float bits(const std::vector<Activity>& minute, Facet facet) const {
    float most = 0;
    for (const auto& departure : judge(minute))
      if (departure.deviation.facet == facet) most = std::max(most, departure.deviation.bits);
    return most;
  }
  float bits(const Activity& activity, Facet facet) const {
    return bits(std::vector{activity}, facet);
  }

  Profile profile;
  Peers peers;
  PeerDelta delta;
};

// The same call once an hour, around the clock, on the days [from, to).
inline void live_by_the_hour(Life& life, int from, int to) {
  for (int day = from; day < to; ++day)
    for (int hour = 0; hour < 24; ++hour) life.learn(call(at(day, hour)));
}

// A job at 02:00 with `size` calls, every night of [0, nights).
inline void live_by_night(Life& life, int nights, std::size_t size) {
  for (int day = 0; day < nights; ++day) {
    life.learn(calls(size, at(day, 2)));
    life.exchange();
  }
}

inline std::string bytes_of(const Profile& profile) {
  ByteWriter out;
  profile.save(out);
  return out.take();
}

inline std::string bytes_of(const Peers& peers) {
  ByteWriter out;
  peers.save(out);
  return out.take();
}

}  // namespace gait::profile::testing
