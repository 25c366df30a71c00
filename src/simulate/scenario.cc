#include "simulate/scenario.h"

namespace gait::simulate {

std::vector<Scenario> all_scenarios() {
  std::vector<Scenario> all(attacks().begin(), attacks().end());
  all.insert(all.end(), confounders().begin(), confounders().end());
  all.insert(all.end(), stresses().begin(), stresses().end());
  return all;
}

}  // namespace gait::simulate
