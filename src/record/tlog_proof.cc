#include "record/tlog_proof.h"

#include "record/base64.h"
#include "record/lines.h"
#include "record/merkle_proof.h"
#include "record/tree_size.h"

namespace gait::record {
namespace {

constexpr std::string_view header = "c2sp.org/tlog-proof@v1";
constexpr std::string_view extra_start = "extra ", index_start = "index ";
constexpr std::size_t path_max = 63;

Error malformed(const char* why) { return {Error::Code::invalid, why}; }

}  // namespace

std::string TlogProof::encode() const {
  std::string text(header);
  text += '\n';
  if (!extra.empty()) text.append(extra_start).append(to_base64(extra)) += '\n';
  text.append(index_start).append(std::to_string(index)) += '\n';
  for (const Hash& hash : path) text.append(to_base64(bytes_of(hash))) += '\n';
  return text + "\n" + checkpoint;
}

Result<TlogProof> parse_tlog_proof(std::string_view text) {
  Lines lines(text);
  TlogProof proof;
  std::string_view line;
  if (!lines.next(line) || line != header)
    return malformed("a proof begins with the line `c2sp.org/tlog-proof@v1`");
  if (!lines.next(line)) return malformed("the proof is cut off");
  if (line.starts_with(extra_start)) {
    TRY(proof.extra, from_base64(line.substr(extra_start.size())));
    if (proof.extra.empty()) return malformed("a proof without extra data has no line for it");
    if (!lines.next(line)) return malformed("the proof is cut off");
  }
  if (!line.starts_with(index_start)) return malformed("the proof does not say its index");
  TRY(proof.index, parse_decimal(line.substr(index_start.size())));
  while (true) {
    if (!lines.next(line)) return malformed("the proof has no checkpoint");
    if (line.empty()) break;
    if (proof.path.size() == path_max) return malformed("the proof has more than 63 hashes");
    TRY(const Hash hash, hash_from_base64(line));
    proof.path.push_back(hash);
  }
  proof.checkpoint = lines.rest();
  return proof;
}

Result<TrustedCheckpoint> verify_tlog_proof(const TlogProof& proof, std::string_view entry,
                                            const Policy& policy) {
  TRY(TrustedCheckpoint trusted, open_checkpoint(proof.checkpoint, policy));
  TRY_STATUS(verify_inclusion(leaf_hash(entry), proof.index, trusted.checkpoint.size, proof.path,
                              trusted.checkpoint.root));
  return trusted;
}

}  // namespace gait::record
