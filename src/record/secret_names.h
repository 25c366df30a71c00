#pragma once

#include <bitset>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/secret_rules.h"

namespace gait::record {

// Which names say that a secret follows. Made once, asked for each member of each record: the
// common name is turned down by the letters in it and by a bit of its hash.
class SecretNames {
 public:
  explicit SecretNames(const SecretRules& rules);

  enum class Answer : std::uint8_t {
    plain,
    part,      // it has a telling part: text is a secret, a number is none (`password_length`)
    whole,     // it is a telling name
    contents,  // every string within is a secret
  };
  Answer ask(std::string_view name) const;

 private:
  struct Part {
    std::string text;
    std::uint32_t letters = 0;
  };
  struct Known {
    std::uint64_t hash = 0;
    Answer answer = Answer::plain;
  };
  void know(const std::vector<std::string>& names, Answer answer);

  std::vector<Known> known_;  // by hash
  std::bitset<4096> hashes_;
  std::vector<Part> parts_;
};

}  // namespace gait::record
