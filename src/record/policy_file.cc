#include <algorithm>
#include <set>
#include <span>

#include "record/policy.h"
#include "record/tree_size.h"

namespace gait::record {
namespace {

using Words = std::span<const std::string_view>;

Error wrong(std::string why) { return {Error::Code::invalid, std::move(why)}; }

// Tab, space and all that can be seen; octets above ASCII are opaque.
bool is_allowed(char c) {
  const auto octet = static_cast<unsigned char>(c);
  return c == '\t' || (octet >= 0x20 && octet != 0x7f);
}

std::vector<std::string_view> words_of(std::string_view line) {
  constexpr std::string_view blank = " \t";
  std::vector<std::string_view> words;
  for (std::size_t at = 0; (at = line.find_first_not_of(blank, at)) != line.npos;) {
    const std::size_t end = std::min(line.find_first_of(blank, at), line.size());
    words.push_back(line.substr(at, end - at));
    at = end;
  }
  return words;
}

class PolicyReader {
 public:
  Status read_line(std::string_view line) {
    if (!std::ranges::all_of(line, is_allowed)) return wrong("a control character");
    const std::vector<std::string_view> words = words_of(line);
    if (words.empty() || words[0].starts_with('#')) return Nothing{};
    const Words rest = Words(words).subspan(1);
    if (words[0] == "log") return read_log(rest);
    if (words[0] == "witness") return read_witness(rest);
    if (words[0] == "group") return read_group(rest);
    if (words[0] == "quorum") return read_quorum(rest);
    return wrong("`" + std::string(words[0]) + "` is neither log, witness, group nor quorum");
  }
  Result<Policy> take() {
    if (policy_.quorum.empty())
      return wrong("the policy has no quorum; `quorum none` asks for none");
    return std::move(policy_);
  }

 private:
  Status read_log(Words words);
  Status read_witness(Words words);
  Status read_group(Words words);
  Status read_quorum(Words words);

  Status define(std::string_view name) {
    if (name == "none") return wrong("`none` cannot be defined");
    if (!names_.emplace(name).second) return wrong("`" + std::string(name) + "` is defined twice");
    return Nothing{};
  }
  bool is_defined(std::string_view name) const { return names_.contains(std::string(name)); }

  Policy policy_;
  std::set<std::string> names_;    // of witnesses and groups
  std::set<std::string> members_;  // those that are in a group already
};

Status PolicyReader::read_log(Words words) {
  if (words.empty() || words.size() > 2) return wrong("expected `log <vkey> [<url>]`");
  TRY(VerifierKey key, VerifierKey::parse(words[0]));
  if (key.type != SignatureType::note) return wrong("a log signs with a key of type 1");
  for (const Policy::Log& log : policy_.logs)
    if (log.key.key == key.key) return wrong("the log `" + log.key.name + "` has the same key");
  policy_.logs.push_back({std::move(key), std::string(words.size() > 1 ? words[1] : "")});
  return Nothing{};
}

Status PolicyReader::read_witness(Words words) {
  if (words.size() < 2 || words.size() > 3)
    return wrong("expected `witness <name> <vkey> [<url>]`");
  TRY(VerifierKey key, VerifierKey::parse(words[1]));
  if (key.type != SignatureType::cosignature) return wrong("a witness signs with a key of type 4");
  for (const Policy::Witness& witness : policy_.witnesses)
    if (witness.key.key == key.key)
      return wrong("the witness `" + witness.name + "` has the same key");
  TRY_STATUS(define(words[0]));
  policy_.witnesses.push_back(
      {std::string(words[0]), std::move(key), std::string(words.size() > 2 ? words[2] : "")});
  return Nothing{};
}

Status PolicyReader::read_group(Words words) {
  if (words.size() < 3) return wrong("expected `group <name> any|all|<number> <member>...`");
  const Words members = words.subspan(2);
  Policy::Group group{std::string(words[0]), 1, {}};
  if (words[1] == "all") group.threshold = members.size();
  if (words[1] != "all" && words[1] != "any") {
    TRY(group.threshold, parse_decimal(words[1], members.size()));
    if (group.threshold == 0) return wrong("a group needs at least one of its members");
  }
  for (const std::string_view member : members) {
    if (!is_defined(member))
      return wrong("`" + std::string(member) + "` is not defined on a line above");
    if (!members_.emplace(member).second)
      return wrong("`" + std::string(member) + "` is in a group already");
    group.members.emplace_back(member);
  }
  TRY_STATUS(define(group.name));
  policy_.groups.push_back(std::move(group));
  return Nothing{};
}

Status PolicyReader::read_quorum(Words words) {
  if (words.size() != 1) return wrong("expected `quorum <name>`");
  if (!policy_.quorum.empty()) return wrong("a policy has one quorum");
  if (words[0] != "none" && !is_defined(words[0]))
    return wrong("`" + std::string(words[0]) + "` is not defined on a line above");
  policy_.quorum = words[0];
  return Nothing{};
}

}  // namespace

Result<Policy> parse_policy(std::string_view text) {
  PolicyReader reader;
  for (std::size_t number = 1; !text.empty(); ++number) {
    if (number > policy_lines_max) return wrong("the policy has more than 1000 lines");
    const std::size_t end = std::min(text.find('\n'), text.size());
    if (auto read = reader.read_line(text.substr(0, end)); !read)
      return std::move(read.error()).in("line " + std::to_string(number));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return reader.take();
}

}  // namespace gait::record
