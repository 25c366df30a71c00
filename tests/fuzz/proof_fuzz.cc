// Arbitrary bytes as a tlog-proof, as a policy and as the path of a tile: refused, or what is
// written of it are the same bytes. No proof is believed: the fuzzer has no key.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "record/policy.h"
#include "record/tile.h"
#include "record/tlog_proof.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gait;
  using namespace gait::record;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  static const auto log = SigningKey::from_seed("log", SignatureType::note, Hash{1});
  auto policy = parse_policy(bytes);
  if (policy) {
    policy->logs.push_back({log->verifier(), ""});
    check(!open_checkpoint(bytes, *policy), "nobody signed it");
  }
  if (const auto proof = parse_tlog_proof(bytes)) {
    check(proof->encode() == bytes, "a proof has one spelling");
    Policy lenient;
    lenient.logs.push_back({log->verifier(), ""});
    lenient.quorum = "none";
    check(!verify_tlog_proof(*proof, "entry", lenient), "nobody signed it");
  }
  if (const auto tile = parse_tile_path(bytes))
    check(tile_path(*tile) == bytes, "a tile has one path");
  if (const auto bundle = parse_bundle_path(bytes))
    check(bundle_path(*bundle) == bytes, "a bundle has one path");
  return 0;
}
