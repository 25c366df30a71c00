#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace gait {

// The questions that order everything Gait says about an identity.
enum class Question : std::uint8_t { what, when, where, how_much, as_whom };
inline constexpr std::array<std::string_view, 5> question_names{"what", "when", "where", "how_much",
                                                                "as_whom"};

// One dimension of behaviour. DO NOT CHANGE THESE VALUES: they are kept in saved profiles.
enum class Facet : std::uint8_t {
  action = 0,       // which calls it makes
  resource = 1,     // what it touches
  hour = 2,         // hour of week it is active
  gap = 3,          // how long it was silent
  network = 4,      // from which network
  country = 5,      // from which country
  region = 6,       // in which cloud region
  agent = 7,        // with which client software
  rate = 8,         // calls in a minute
  volume = 9,       // calls in an hour
  bytes = 10,       // bytes moved in an hour
  fan_out = 11,     // distinct resources in an hour
  secrets = 12,     // secret reads in an hour
  denials = 13,     // denied calls in an hour
  delegator = 14,   // on whose behalf
  credential = 15,  // with which kind of credential
  order = 16,       // which call follows which
  cadence = 17,     // how soon one call follows another
  burst = 18,       // calls against the mean of all time: the volume lane
  argument = 19,    // what a tool is given: recipients, addresses, destinations
  purpose = 20,     // whether a task like this one goes with such a call
  flow = 21,        // where an argument's value comes from: the task, a result, nowhere
};
inline constexpr std::size_t facet_count = 22;

struct FacetInfo {
  std::string_view name;
  Question question;
  std::string_view noun;  // what one value is, for people
  bool is_amount;         // a number with a tail, rather than a value with a count
};

inline constexpr std::array<FacetInfo, facet_count> facet_table{{
    {"action", Question::what, "action", false},
    {"resource", Question::what, "resource", false},
    {"hour", Question::when, "hour of the week", false},
    {"gap", Question::when, "silence", true},
    {"network", Question::where, "network", false},
    {"country", Question::where, "country", false},
    {"region", Question::where, "region", false},
    {"agent", Question::where, "client", false},
    {"rate", Question::how_much, "calls in a minute", true},
    {"volume", Question::how_much, "calls in an hour", true},
    {"bytes", Question::how_much, "bytes in an hour", true},
    {"fan_out", Question::how_much, "different resources in an hour", true},
    {"secrets", Question::how_much, "secret reads in an hour", true},
    {"denials", Question::how_much, "denied calls in an hour", true},
    {"delegator", Question::as_whom, "delegator", false},
    {"credential", Question::as_whom, "credential kind", false},
    {"order", Question::what, "order of calls", true},
    {"cadence", Question::when, "pause between calls", true},
    {"burst", Question::how_much, "calls against the mean", true},
    {"argument", Question::what, "argument", false},
    {"purpose", Question::what, "task", true},
    {"flow", Question::what, "source of an argument", false},
}};

inline constexpr const FacetInfo& info(Facet facet) {
  return facet_table[static_cast<std::size_t>(facet)];
}

}  // namespace gait
