// Arbitrary bytes as saved state, behind a header that is right: refused, or a state that can be
// asked and saved.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/hash.h"
#include "engine/engine.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string body(reinterpret_cast<const char*>(data), size);
  gait::ByteWriter header;
  for (const char c : std::string_view("GAITSTAT")) header.put(c);
  header.put(std::uint32_t{2});  // of engine/state.cc; with another one every input is refused
  header.put(gait::hash64(body));
  const gait::ActionCatalogue catalogue;
  gait::engine::Engine engine({}, catalogue);
  if (!engine.load(header.bytes() + body)) return 0;
  (void)engine.identities({});
  (void)engine.save();
  return 0;
}
