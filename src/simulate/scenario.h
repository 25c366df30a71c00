#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "simulate/script.h"

namespace gait::simulate {

// A story that can happen to the fleet. To add one: write its function in attacks.cc or
// confounders.cc and list it there; nothing else needs to know.
struct ScenarioInfo {
  std::string_view name;
  std::string_view kind;  // `attack`, or `confounder`: unusual and honest
  std::string_view description;
};

struct Scenario {
  ScenarioInfo info;
  // Writes the story once. False when no identity is left to whom it could happen.
  bool (*play)(Script& script);
};

std::span<const Scenario> attacks();
std::span<const Scenario> confounders();

// Every scenario there is; this is also the set called `default`.
std::vector<Scenario> all_scenarios();

}  // namespace gait::simulate
