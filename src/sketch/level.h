#pragma once

#include <array>
#include <cstdint>

#include "base/bytes.h"
#include "base/time.h"

namespace gait::sketch {

// What a window was compared with.
enum class LevelQuestion : std::uint8_t {
  value,             // this window against all history
  mean_of_16,        // the last 16 windows or so against all history: did the level move?
  mean_of_96,        // the last 96: did it move slowly?
  time_of_day,       // this window against the same 3 hours (UTC) of earlier days
  time_of_day_mean,  // the last 12 windows against theirs
};
inline constexpr std::size_t level_question_count = 5;

struct LevelJudgement {
  // -log2 of the probability of a window at least this far from what is usual, when nothing is
  // wrong. 0 while there is too little history to say.
  double bits = 0;
  // Whether this is worth telling: an episode is told when it begins and when it becomes worse,
  // and again only when it has long been over.
  bool news = false;
  LevelQuestion question = LevelQuestion::value;  // the one with the strongest answer
  bool above = false;                             // or below what is usual
  double usual = 0;                               // what the question expected, in units of values
};

// Judges a series of amounts, one for each window of time: requests per 5 minutes, bytes, CPU
// percent, latency. Any unit and any scale: 1,000 times the series has the same bits.
//
// Five questions ask how far the window, or a mean of recent windows, is from what is usual. Each
// distance is measured in its own mean absolute size and looked up in a histogram of all earlier
// distances of the same question, so that a series that jumps every hour may jump. Past the record
// goes on a Pareto tail of index 4: twice the record is sixteen times rarer. (Times of day are
// seen on few days and are not extrapolated.) The smallest of the five probabilities counts, times
// half their number for having looked so often: they overlap, and on 58 series Bonferroni's
// full number came out three times too careful.
//
// A new level is told once, then learned: distances enter the histograms at once, the level itself
// follows over about 2,000 windows (a week of 5 minutes). One window moves level and scale by at
// most 15 % of the scale, however large it is. What was told fades by half every 200 windows.
//
// Silent for 200 windows. Time of day counts after 3 days.
class Level {
 public:
  // Windows in a day, 8 to 65,535: 288 of 5 minutes.
  explicit Level(int windows_per_day = 288);

  // `value` is finite; `start` is when its window begins. A window is judged, then learned.
  LevelJudgement judge(double value, Timestamp start) const;
  void learn(double value, Timestamp start);

  std::uint32_t windows() const { return windows_; }

  void save(ByteWriter& out) const;
  void load(ByteReader& in);

 private:
  static constexpr std::size_t slot_count = 8;  // of 3 hours

  // How far windows were, in scales: half octaves above 1.
  class Distances {
   public:
    void add(double z);
    double share_beyond(double z) const;
    double count() const;
    bool sane() const;

   private:
    static constexpr std::size_t bin_count = 14;
    static std::size_t bin_of(double z);
    static double bin_floor(std::size_t bin);

    std::array<std::uint16_t, bin_count> counts_{};
    float most_ = 0;
  };
  struct Question {
    Distances distances;
    float scale = 0;  // mean absolute distance, in units of values
  };
  struct Reading {
    double distance = 0;  // signed, in units of values
    double usual = 0;
    bool asked = false;
  };
  using Readings = std::array<Reading, level_question_count>;

  Readings read(double value, std::size_t slot) const;
  double in_scales(const Reading& reading, const Question& question) const;
  double bounded(double distance, const Question& question) const;
  double probability(std::size_t question, const Reading& reading) const;
  LevelJudgement weigh(const Readings& readings) const;
  void learn_distances(const Readings& readings);
  void learn_usual(double value, const Readings& readings, std::size_t slot);

  std::array<Question, level_question_count> questions_{};
  std::array<float, slot_count> slots_{};  // what is usual at this time of day
  float level_ = 0, mean_of_16_ = 0, mean_of_96_ = 0;
  float day_distance_ = 0;  // mean over 12 windows from the slot
  float told_bits_ = 0;
  std::uint32_t windows_ = 0;
  std::array<std::uint16_t, slot_count> slot_windows_{};
  std::uint16_t windows_per_slot_ = 36;
};
static_assert(sizeof(Level) <= 256, "there is one for each amount of each identity");

}  // namespace gait::sketch
