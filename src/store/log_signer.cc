#include "store/log_signer.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "record/checkpoint.h"
#include "store/disk.h"

namespace gait::store {

using record::Note;
using record::NoteSignature;
using record::Policy;

LogSigner::LogSigner(LogFolder folder, record::SigningKey key, Policy policy, TreeStateFile state)
    : folder_(std::move(folder)),
      key_(std::move(key)),
      policy_(std::move(policy)),
      state_(std::move(state)) {
  policy_.logs.push_back({key_.verifier(), ""});
  take_over();
}

// What cannot be read, or is not ours, is as if it were not there: `sign` makes it anew.
void LogSigner::take_over() {
  if (auto bytes = read_file(folder_.checkpoint(), record::note_bytes_max)) {
    auto note = record::open_note(*bytes, {&key_.verifier(), 1});
    auto checkpoint = note ? record::parse_checkpoint(note->text) : std::move(note.error());
    if (checkpoint) recent_.push_back({checkpoint->size, *std::move(note)});
  }
  if (auto bytes = read_file(folder_.witnessed(), record::note_bytes_max)) {
    const auto trusted = record::open_checkpoint(*bytes, policy_);
    if (!trusted) return;
    witnessed_size_ = trusted->checkpoint.size;
    for (const auto& cosignature : trusted->cosignatures) {
      const auto time = Timestamp::from_seconds(static_cast<std::int64_t>(cosignature.seconds));
      witnessed_ = std::max(witnessed_.value_or(time), time);
    }
  }
}

Status LogSigner::sign(const record::Frontier& tree, Timestamp now) {
  const std::lock_guard lock(mutex_);
  const record::Frontier& before = state_.state().signed_tree;
  check(tree.size() >= before.size(), "a log never signs that it is smaller");
  check(tree.size() > before.size() || tree.root() == before.root(),
        "a log never signs two trees of one size");
  if (tree.size() > before.size()) TRY_STATUS(state_.save(state_.state().epoch, tree));

  const record::Checkpoint checkpoint{key_.verifier().name, tree.size(), tree.root()};
  Note note{checkpoint.text(), {}};
  if (!recent_.empty() && recent_.back().note.text == note.text) return Nothing{};
  note.signatures.push_back(record::sign_text(key_, note.text));
  recent_.push_back({checkpoint.size, std::move(note)});
  if (recent_.size() > recent_max) recent_.pop_front();
  TRY_STATUS(replace_file(folder_.checkpoint(), recent_.back().note.encode()));
  return publish(recent_.back(), now);
}

Status LogSigner::add_cosignature(std::uint64_t size, std::string_view line, Timestamp now) {
  const std::lock_guard lock(mutex_);
  const auto published = std::ranges::find(recent_, size, &Published::size);
  if (published == recent_.end())
    return Error{Error::Code::not_found,
                 fmt::format("no checkpoint of {} entries was signed lately; ask the witness again "
                             "with the latest one",
                             size)};
  Note& note = published->note;
  TRY(const Note answer, record::parse_note(note.text + "\n" + std::string(line)));
  const NoteSignature& signature = answer.signatures.front();
  const auto witness = std::ranges::find_if(
      policy_.witnesses, [&](const Policy::Witness& known) { return signature.is_of(known.key); });
  if (witness == policy_.witnesses.end())
    return Error{Error::Code::invalid,
                 fmt::format("the policy knows no witness `{}` of this key", signature.name)};
  if (!record::verify_signature(witness->key, note.text, signature))
    return Error{Error::Code::invalid,
                 fmt::format("the cosignature of `{}` is wrong", signature.name)};
  std::erase_if(note.signatures,
                [&](const NoteSignature& earlier) { return earlier.is_of(witness->key); });
  note.signatures.push_back(signature);
  if (&*published == &recent_.back()) TRY_STATUS(replace_file(folder_.checkpoint(), note.encode()));
  return publish(*published, now);
}

Status LogSigner::publish(const Published& published, Timestamp now) {
  const std::string bytes = published.note.encode();
  if (published.size < witnessed_size_ || !record::open_checkpoint(bytes, policy_))
    return Nothing{};
  if (!policy_.witnesses.empty()) TRY_STATUS(replace_file(folder_.witnessed(), bytes));
  witnessed_size_ = published.size;
  witnessed_ = now;
  return Nothing{};
}

std::uint64_t LogSigner::signed_size() const {
  const std::lock_guard lock(mutex_);
  return state_.state().signed_tree.size();
}

std::uint64_t LogSigner::epoch() const {
  const std::lock_guard lock(mutex_);
  return state_.state().epoch;
}

std::optional<Timestamp> LogSigner::witnessed() const {
  const std::lock_guard lock(mutex_);
  return witnessed_;
}

}  // namespace gait::store
