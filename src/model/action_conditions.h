#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/action.h"
#include "model/condition.h"

namespace gait {

// What an entry of the catalogue adds to an action in the records of which its condition holds.
struct ConditionalFacts {
  Condition when;
  ActionClasses classes;
  Access access = Access::unknown;  // where the entry states one
  std::uint8_t severity = 1;
  std::vector<std::string> attack;
};

struct ActionConditions {
  std::vector<ConditionalFacts> entries;
  Access stated = Access::unknown;  // by an entry without a condition
  Access usual = Access::unknown;   // of the action, while no entry gives it a class
};

// The facts of one record of an action that has conditions; `lookup` reads the record. The facts
// themselves where there are none.
ActionFacts settle(const ActionFacts& facts, const FieldLookup& lookup);

// What the classes say of access: the greatest of them, unknown of none.
Access access_of_classes(ActionClasses classes);

// Adds classes, access, severity and techniques. Commutative and idempotent: neither the order of
// files nor a repeated line matters.
void join(ActionFacts& into, const ActionFacts& from);

}  // namespace gait
