#include "record/note.h"

#include <algorithm>

#include "base/check.h"
#include "record/base64.h"
#include "record/lines.h"
#include "record/note_text.h"

namespace gait::record {
namespace {

constexpr std::string_view dash = "\xe2\x80\x94 ";  // U+2014 and a space
constexpr std::size_t id_bytes = 4, time_bytes = 8;
constexpr std::uint64_t seconds_max = INT64_MAX;

Error malformed(const char* why) { return {Error::Code::invalid, why}; }

std::uint64_t big_endian(std::string_view bytes) {
  std::uint64_t value = 0;
  for (const char c : bytes) value = value << 8 | static_cast<unsigned char>(c);
  return value;
}

std::string to_big_endian(std::uint64_t value, std::size_t bytes) {
  std::string text(bytes, '\0');
  for (std::size_t i = bytes; i > 0; --i, value >>= 8) text[i - 1] = static_cast<char>(value);
  return text;
}

std::string cosigned_message(std::uint64_t seconds, std::string_view text) {
  std::string message = "cosignature/v1\ntime " + std::to_string(seconds) + "\n";
  return message.append(text);
}

std::string_view chars_of(const Signature& signature) {
  return {reinterpret_cast<const char*>(signature.data()), signature.size()};
}

std::span<const std::uint8_t> octets_of(std::string_view bytes) {
  return {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()};
}

Result<NoteSignature> parse_signature(std::string_view line) {
  const Error broken = malformed("a signature of a note is written `\xe2\x80\x94 <name> <base64>`");
  if (!line.starts_with(dash)) return broken;
  line.remove_prefix(dash.size());
  const std::size_t space = line.find(' ');
  if (space == line.npos || !is_key_name(line.substr(0, space))) return broken;
  auto bytes = from_base64(line.substr(space + 1));
  if (!bytes || bytes->size() <= id_bytes) return broken;
  const std::string_view all = *bytes;
  NoteSignature signature;
  signature.name = line.substr(0, space);
  signature.key_id = static_cast<std::uint32_t>(big_endian(all.substr(0, id_bytes)));
  signature.bytes = all.substr(id_bytes);
  return signature;
}

}  // namespace

std::string NoteSignature::line() const {
  std::string text(dash);
  return text + name + " " + to_base64(to_big_endian(key_id, id_bytes) + bytes) + "\n";
}

std::string Note::encode() const {
  std::string bytes = text + "\n";
  for (const NoteSignature& signature : signatures) bytes += signature.line();
  return bytes;
}

NoteSignature sign_text(const SigningKey& key, std::string_view text) {
  const VerifierKey& signer = key.verifier();
  check(signer.type == SignatureType::note, "a note is signed by a note key");
  return {signer.name, signer.id, std::string(chars_of(key.sign(text)))};
}

NoteSignature cosign_text(const SigningKey& key, std::string_view text, std::uint64_t seconds) {
  const VerifierKey& signer = key.verifier();
  check(signer.type == SignatureType::cosignature, "a cosignature is made by a cosignature key");
  check(seconds <= seconds_max, "the time of a cosignature is below 2^63");
  const Signature signature = key.sign(cosigned_message(seconds, text));
  return {signer.name, signer.id, to_big_endian(seconds, time_bytes).append(chars_of(signature))};
}

Result<std::string> sign_note(std::string_view text, const SigningKey& key) {
  if (!text.ends_with('\n') || !is_note_text(text))
    return malformed("only lines of valid UTF-8 without control characters can be signed");
  return Note{std::string(text), {sign_text(key, text)}}.encode();
}

Result<Note> parse_note(std::string_view bytes) {
  if (bytes.size() > note_bytes_max) return malformed("the note is larger than a megabyte");
  if (!is_note_text(bytes)) return malformed("a note is UTF-8 without control characters");
  const std::size_t blank = bytes.rfind("\n\n");
  if (blank == bytes.npos) return malformed("the note has no empty line before its signatures");
  Note note;
  note.text = bytes.substr(0, blank + 1);
  Lines lines(bytes.substr(blank + 2));
  for (std::string_view line; lines.next(line);) {
    if (note.signatures.size() == note_signatures_max)
      return malformed("the note has more than 100 signatures");
    TRY(NoteSignature signature, parse_signature(line));
    note.signatures.push_back(std::move(signature));
  }
  if (note.signatures.empty()) return malformed("the note has no signature");
  if (!lines.rest().empty()) return malformed("the last line of the note is cut off");
  return note;
}

bool verify_signature(const VerifierKey& key, std::string_view text,
                      const NoteSignature& signature) {
  if (!signature.is_of(key)) return false;
  const std::string_view bytes = signature.bytes;
  switch (key.type) {
    case SignatureType::note:
      return key.verify(text, octets_of(bytes));
    case SignatureType::cosignature: {
      if (bytes.size() < time_bytes) return false;
      const std::uint64_t seconds = cosignature_seconds(signature);
      return seconds <= seconds_max &&
             key.verify(cosigned_message(seconds, text), octets_of(bytes.substr(time_bytes)));
    }
  }
  return false;
}

Result<Note> open_note(std::string_view bytes, std::span<const VerifierKey> known) {
  TRY(Note note, parse_note(bytes));
  bool any = false;
  for (NoteSignature& signature : note.signatures) {
    const auto is_signer = [&](const VerifierKey& key) { return signature.is_of(key); };
    const auto key = std::ranges::find_if(known, is_signer);
    if (key == known.end()) continue;
    if (!verify_signature(*key, note.text, signature))
      return Error{Error::Code::corrupt, "the signature of `" + key->name + "` is wrong"};
    signature.verified = any = true;
  }
  if (!any) return Error{Error::Code::corrupt, "the note is signed by no key that is known"};
  return note;
}

std::uint64_t cosignature_seconds(const NoteSignature& signature) {
  return big_endian(std::string_view(signature.bytes).substr(0, time_bytes));
}

}  // namespace gait::record
