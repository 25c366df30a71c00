#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "record/key.h"

namespace gait::record {

// One signature line of a note: `U+2014 <name> base64(key id || bytes)`.
struct NoteSignature {
  std::string name;
  std::uint32_t key_id = 0;  // with the name it says which key; it is no proof of anything
  std::string bytes;         // 64 of a note key; 8 of the time and 64 of a cosignature
  bool verified = false;     // set by open_note alone

  bool is_of(const VerifierKey& key) const { return name == key.name && key_id == key.id; }
  std::string line() const;  // with its newline
};

// A text and who signed it: c2sp.org/signed-note v1.
struct Note {
  std::string text;  // ends with a newline
  std::vector<NoteSignature> signatures;

  std::string encode() const;
};

// More is refused, so that nobody can make us verify for long. Enough for 16 signatures of 5 KB.
inline constexpr std::size_t note_bytes_max = 1'000'000;
inline constexpr std::size_t note_signatures_max = 100;

// What a signature of this text is: over the text itself, or as a cosignature (tlog-cosignature)
// at that many seconds since 1970. The key must be of that type; `seconds` is at most 2^63 - 1.
NoteSignature sign_text(const SigningKey& key, std::string_view text);
NoteSignature cosign_text(const SigningKey& key, std::string_view text, std::uint64_t seconds);

// The note with one signature. The text ends with a newline and is as note_text.h allows it.
Result<std::string> sign_note(std::string_view text, const SigningKey& key);

// Reads the form alone; nothing of it is to be believed yet.
Result<Note> parse_note(std::string_view bytes);

// A note that at least one of the keys signed. A signature of a key that is known must be right, or
// the whole note is refused; those of other keys stay in the note with `verified` false.
Result<Note> open_note(std::string_view bytes, std::span<const VerifierKey> known);

// Whether it is this key's signature of the text.
bool verify_signature(const VerifierKey& key, std::string_view text,
                      const NoteSignature& signature);

// The time of a cosignature in seconds since 1970; to be believed only when it is verified.
std::uint64_t cosignature_seconds(const NoteSignature& signature);

}  // namespace gait::record
