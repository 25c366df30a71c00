#pragma once

#include <cstdint>

#include "base/bytes.h"

namespace gait::sketch {

// Calls of one key in this minute against the mean of all time: is this a burst?
//
// The level is the calls of a minute plus nine tenths of the level of the minute before, so that a
// burst spread over ten minutes counts as one. Its mean and variance are taken over every minute
// since anybody was watched, idle ones as nothing: somebody who turns up for the first time after
// three quiet weeks has been silent for three weeks, which is what makes his first ten calls many.
// (Measured on DARPA: counted from the key's own first call instead, half of the attacks found at
// 10 false alerts a day are lost.)
//
// The bits are those of Cantelli's inequality (1928), P(X - mean >= d) <= 1 / (1 + d^2 / variance):
// true of any distribution with these moments, so nothing is assumed about the shape of traffic.
// With the moments taken from a sample they are a statistic to be calibrated, not yet a
// probability. A first call in minute n has log2(n + 1) bits, or about "once in n minutes".
//
// A minute teaches no more than what would have been 10 bits, so a flood stays a burst for hours,
// the greater the longer, and a lasting change is learned within a day. The idea of counts against
// the all-time mean, and of merging them under a condition, is MIDAS-F (Bhatia et al., TKDD 2022),
// whose statistic is chi-squared with Poisson variance; the variance of the key itself is what
// keeps the habitually bursty quiet.
//
// Two verbs: `judge` changes nothing, `learn` closes a minute. 24 bytes; 25 ns for both in cache;
// one per identity.
class Burst {
 public:
  // Moments of the level, per minute.
  struct Moments {
    double mean = 0, variance = 0;
  };

  // Bits of `calls` in `minute` (since 1970), of which `minutes_watched` have gone by since anybody
  // was watched, this one counted: at least 1. 0 for a level at or below the mean; more calls never
  // have fewer bits. A minute before the last one learned is judged as if it were that one.
  double judge(double calls, std::uint32_t minute, double minutes_watched) const;

  // The same calls, learned. Once per minute, when all of its calls are known.
  void learn(double calls, std::uint32_t minute, double minutes_watched);

  // What `judge` compares with, for those who explain it.
  double level(double calls, std::uint32_t minute) const;
  Moments moments(double minutes_watched) const;

  void save(ByteWriter& out) const;
  void load(ByteReader& in);

  // What a minute teaches is cut off here.
  static constexpr double taught_bits_max = 10;

  // 60 days. Older minutes fade exponentially, so that the mean of years does not stand still.
  static constexpr double memory_minutes = 86'400;

 private:
  double sum_ = 0, squares_ = 0;  // of taught levels
  float level_ = 0;               // as of `minute_`
  std::uint32_t minute_ = 0;      // the last one learned; 0 = none
};

}  // namespace gait::sketch
