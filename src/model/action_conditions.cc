#include "model/action_conditions.h"

#include <algorithm>

namespace gait {

Access access_of_classes(ActionClasses classes) {
  using enum ActionClass;
  for (ActionClass c : {token_mint, privilege_change, persistence, defense_evasion, destructive})
    if (classes.has(c)) return Access::admin;
  for (ActionClass c : {data_write, exec})
    if (classes.has(c)) return Access::write;
  return classes.bits != 0 ? Access::read : Access::unknown;
}

void join(ActionFacts& into, const ActionFacts& from) {
  into.classes.bits = static_cast<std::uint16_t>(into.classes.bits | from.classes.bits);
  into.access = std::max(into.access, from.access);
  into.severity = std::max(into.severity, from.severity);
  into.attack.insert(into.attack.end(), from.attack.begin(), from.attack.end());
  std::ranges::sort(into.attack);
  into.attack.erase(std::unique(into.attack.begin(), into.attack.end()), into.attack.end());
}

ActionFacts settle(const ActionFacts& facts, const FieldLookup& lookup) {
  if (!facts.conditions) return facts;
  ActionFacts settled = facts;
  settled.conditions = nullptr;
  settled.access = facts.conditions->stated;
  for (const ConditionalFacts& entry : facts.conditions->entries)
    if (holds(entry.when, lookup))
      join(settled, {entry.classes, entry.access, entry.severity, entry.attack, nullptr});
  if (settled.access == Access::unknown) settled.access = access_of_classes(settled.classes);
  if (settled.access == Access::unknown) settled.access = facts.conditions->usual;
  return settled;
}

}  // namespace gait
