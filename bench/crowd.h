#pragma once

#include <cstdint>
#include <vector>

#include "base/symbols.h"
#include "model/batch.h"

namespace gait::bench {

// Many identities and what they do, without a log: activities are made when their hours come and
// are nowhere kept. The same numbers give the same crowd.
//
// How much an identity does follows a gigabyte of CloudTrail: 66 % have at most 4 activities, 92 %
// at most 16, 98 % at most 64, one in 750 more than 1,024. They come in visits of up to three
// within minutes. Actions, agents, regions and networks are shared; some identities have one or two
// resources of their own.
class Crowd {
 public:
  static constexpr std::uint32_t days = 28;

  // `new_sessions`: every visit has a credential of its own, as roles do; else an identity has one.
  Crowd(std::uint32_t identities, bool new_sessions);

  // One six-hour part of a day, 0 to 3, on a day from 0. Appends activities and, for identities
  // that are there for the first time, principals; `symbols` names all of it.
  void make(std::uint32_t day, std::uint32_t part, Batch& batch, SymbolTable& symbols);

  static std::uint32_t activities_of(std::uint32_t identity);

 private:
  struct Visit {
    std::uint32_t identity, number, second;  // second: of the day
  };
  void plan(std::uint32_t day);
  void make_visit(const Visit& visit, Batch& batch, SymbolTable& symbols) const;

  std::uint32_t identities_;
  bool new_sessions_;
  std::uint32_t planned_day_ = days;
  std::vector<Visit> visits_;  // of the planned day
};

}  // namespace gait::bench
