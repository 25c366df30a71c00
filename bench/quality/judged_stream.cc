#include "bench/quality/judged_stream.h"

#include <algorithm>
#include <numeric>

#include "base/check.h"

namespace gait::quality {
namespace {

constexpr profile::GroupId group = 1;

// Weak departures count here: the threshold is found afterwards, by the rate of false alerts.
constexpr profile::Profile::JudgeOptions options{0.01F, profile::Profile::Chances::of_one};

double sum_of(const detect::QuestionBits& bits) {
  return std::accumulate(bits.begin(), bits.end(), 0.0);
}

}  // namespace

profile::Profile& JudgedStream::profile_of(Symbol identity) {
  const auto found = profiles_.find(identity);
  if (found != profiles_.end()) return found->second;
  return profiles_.emplace(identity, profile::Profile(identity, group)).first->second;
}

std::int64_t JudgedStream::slice_of(const profile::Profile& profile, Timestamp time) const {
  return time.seconds() / (without_.slices ? 60 : profile.slice_seconds());
}

void JudgedStream::exchange(Timestamp now) {
  if (now.minutes() == minute_) return;
  minute_ = now.minutes();
  peers_.apply(delta_);
  delta_.clear();
}

std::vector<double> JudgedStream::score_slice(std::span<const Activity> slice,
                                              const profile::Profile& profile) const {
  Departures departures;
  profile.judge(slice, without_.peers ? nobody_ : peers_, departures, options);
  std::vector<detect::FacetBits> facets(slice.size());
  for (const auto& [deviation, first] : departures) {
    if (without_.facets.contains(deviation.facet)) continue;
    for (std::size_t i = 0; i < slice.size(); ++i) {
      // What the slice as a whole departs in is told once, with the activity that completed it.
      const std::size_t told = first < 0 ? slice.size() - 1 : static_cast<std::size_t>(first);
      if (told != i) continue;
      double& bits = facets[i][static_cast<std::size_t>(deviation.facet)];
      bits = std::max<double>(bits, deviation.bits);
    }
  }
  std::vector<double> scores;
  for (const auto& bits : facets) scores.push_back(sum_of(detect::question_bits(bits)));
  return scores;
}

std::vector<double> JudgedStream::take(std::span<const Activity> activities) {
  std::vector<double> scores(activities.size());
  std::vector<bool> taken(activities.size());
  std::vector<std::size_t> members;
  std::vector<Activity> slice;
  for (std::size_t i = 0; i < activities.size(); ++i) {
    if (taken[i]) continue;
    exchange(activities[i].time);
    profile::Profile& profile = profile_of(activities[i].identity);
    const std::int64_t number = slice_of(profile, activities[i].time);
    members.clear();
    slice.clear();
    for (std::size_t k = i;
         k < activities.size() && slice_of(profile, activities[k].time) == number; ++k) {
      if (activities[k].identity != activities[i].identity) continue;
      members.push_back(k);
      slice.push_back(activities[k]);
      taken[k] = true;
    }
    const std::vector<double> judged = score_slice(slice, profile);
    for (std::size_t m = 0; m < members.size(); ++m) scores[members[m]] = judged[m];
    profile.learn(slice, delta_);
  }
  return scores;
}

std::vector<double> JudgedStream::suppose(std::span<const Activity> activities) const {
  const auto known = profiles_.find(activities.front().identity);
  check(known != profiles_.end(), "only an identity that was taken can be supposed");
  ByteWriter out;
  known->second.save(out);
  ByteReader in(out.bytes());
  profile::Profile profile = profile::Profile::load(in);
  check(in.ok(), "what was just saved can be read");
  std::vector<double> scores;
  profile::PeerDelta unheard;
  for (std::size_t i = 0; i < activities.size();) {
    std::size_t end = i;
    const std::int64_t number = slice_of(profile, activities[i].time);
    while (end < activities.size() && slice_of(profile, activities[end].time) == number) ++end;
    const auto slice = activities.subspan(i, end - i);
    const std::vector<double> judged = score_slice(slice, profile);
    scores.insert(scores.end(), judged.begin(), judged.end());
    profile.learn(slice, unheard);
    i = end;
  }
  return scores;
}

}  // namespace gait::quality
