// Arbitrary bytes as a signed note, as a checkpoint and as a key: refused, or what is written of it
// are the same bytes. None is believed: the fuzzer has no key.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "record/checkpoint.h"
#include "record/note.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gait;
  using namespace gait::record;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  static const auto note_key = SigningKey::from_seed("log", SignatureType::note, Hash{1});
  static const auto cosigner = SigningKey::from_seed("log", SignatureType::cosignature, Hash{2});
  static const std::vector<VerifierKey> known{note_key->verifier(), cosigner->verifier()};
  check(!open_note(bytes, known), "nobody signed it");
  if (const auto note = parse_note(bytes)) {
    check(note->encode() == bytes, "a note has one spelling");
    for (const VerifierKey& key : known)
      for (const NoteSignature& signature : note->signatures)
        check(!verify_signature(key, note->text, signature), "nobody signed it");
  }
  if (const auto checkpoint = parse_checkpoint(bytes))
    check(bytes.starts_with(checkpoint->text()), "a checkpoint has one spelling");
  if (const auto key = VerifierKey::parse(bytes))
    check(key->text() == bytes, "a key has one spelling");
  if (const auto key = SigningKey::parse_secret(bytes))
    check(key->secret_text() == bytes, "a secret key has one spelling");
  return 0;
}
