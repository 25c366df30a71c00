#include "record/policy.h"

#include <algorithm>
#include <set>

#include "record/lines.h"
#include "record/note.h"

namespace gait::record {
namespace {

constexpr std::string_view none = "none";

bool is_signed_by(const Note& note, const VerifierKey& key) {
  return std::ranges::any_of(note.signatures, [&](const NoteSignature& signature) {
    return signature.verified && signature.is_of(key);
  });
}

bool is_met(const Policy& policy, const std::vector<TrustedCheckpoint::Cosignature>& cosignatures) {
  if (policy.quorum == none) return true;
  std::set<std::string_view> witnessed;
  for (const auto& cosignature : cosignatures) witnessed.insert(cosignature.witness);
  for (const Policy::Group& group : policy.groups) {
    const auto count = std::ranges::count_if(
        group.members, [&](const std::string& member) { return witnessed.contains(member); });
    if (static_cast<std::size_t>(count) >= group.threshold) witnessed.insert(group.name);
  }
  return witnessed.contains(policy.quorum);
}

}  // namespace

Result<TrustedCheckpoint> open_checkpoint(std::string_view note, const Policy& policy) {
  TRY(const Note unproven, parse_note(note));
  TrustedCheckpoint trusted;
  TRY(trusted.checkpoint, parse_checkpoint(unproven.text));
  std::vector<VerifierKey> logs, known;
  for (const Policy::Log& log : policy.logs)
    if (log.key.name == trusted.checkpoint.origin) logs.push_back(log.key);
  if (logs.empty())
    return Error{Error::Code::not_found,
                 "the policy has no log `" + trusted.checkpoint.origin + "`"};
  known = logs;
  for (const Policy::Witness& witness : policy.witnesses) known.push_back(witness.key);
  TRY(const Note opened, open_note(note, known));
  if (std::ranges::none_of(logs, [&](const auto& key) { return is_signed_by(opened, key); }))
    return Error{Error::Code::corrupt, "the checkpoint is not signed by its log"};
  for (const NoteSignature& signature : opened.signatures)
    for (const Policy::Witness& witness : policy.witnesses)
      if (signature.verified && signature.is_of(witness.key))
        trusted.cosignatures.push_back({witness.name, cosignature_seconds(signature)});
  if (!is_met(policy, trusted.cosignatures))
    return Error{Error::Code::corrupt,
                 "the checkpoint lacks the cosignatures of the quorum `" + policy.quorum + "`"};
  return trusted;
}

}  // namespace gait::record
