#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace gait {

// What an action does, in the catalogue of rules/. An action may be of several classes.
enum class ActionClass : std::uint8_t {
  secret_read,       // returns secret material
  token_mint,        // creates a temporary credential: an edge from a session to its child
  privilege_change,  // changes who may do what
  persistence,       // creates a long-lived way back in
  defense_evasion,   // weakens logging, detection or guardrails
  discovery,         // enumeration; means something only as volume, novelty or sequence
  data_read,
  data_write,
  destructive,  // deletes or makes unrecoverable
  exec,         // runs code or spends compute
};
inline constexpr std::array<std::string_view, 10> action_class_names{
    "secret_read", "token_mint", "privilege_change", "persistence", "defense_evasion",
    "discovery",   "data_read",  "data_write",       "destructive", "exec"};

// A set of action classes.
struct ActionClasses {
  std::uint16_t bits = 0;

  bool has(ActionClass c) const { return (bits >> static_cast<unsigned>(c) & 1U) != 0; }
  void add(ActionClass c) {
    bits = static_cast<std::uint16_t>(bits | (1U << static_cast<unsigned>(c)));
  }
  bool operator==(const ActionClasses&) const = default;
};

enum class Access : std::uint8_t { unknown, read, write, admin };
inline constexpr std::array<std::string_view, 4> access_names{"unknown", "read", "write", "admin"};

struct ActionConditions;

// What the catalogue knows of one action.
struct ActionFacts {
  ActionClasses classes;
  Access access = Access::unknown;
  std::uint8_t severity = 1;        // 1 info to 5 critical, for a successful call out of character
  std::vector<std::string> attack;  // MITRE ATT&CK technique ids
  // What else holds of single records of the action: model/action_conditions.h. None for nearly
  // all.
  std::shared_ptr<const ActionConditions> conditions;
};

}  // namespace gait
