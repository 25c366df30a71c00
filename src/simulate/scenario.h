#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "simulate/script.h"

namespace gait::simulate {

// A story that can happen to the fleet. To add one: write its function in attacks.cc,
// confounders.cc or stresses.cc and list it there; nothing else needs to know.
struct ScenarioInfo {
  std::string_view name;
  std::string_view kind;  // `attack`, or `confounder`: unusual and honest
  std::string_view description;
  bool in_default = true;  // part of the set called `default`
};

struct Scenario {
  ScenarioInfo info;
  // Writes the story once. False when no identity is left to whom it could happen.
  bool (*play)(Script& script);
};

std::span<const Scenario> attacks();
std::span<const Scenario> confounders();
std::span<const Scenario> stresses();

// Every scenario there is.
std::vector<Scenario> all_scenarios();

}  // namespace gait::simulate
