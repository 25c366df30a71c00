#pragma once

#include <cstddef>
#include <memory>

#include "base/result.h"
#include "ingest/byte_buffer.h"
#include "ingest/decompress.h"
#include "ingest/raw_input.h"

namespace gait::ingest {

// Gives the bytes of an input as a parser wants them: decompressed.
class ByteSource {
 public:
  virtual ~ByteSource() = default;

  // Adds bytes behind those in `buffer`: at least one as long as there is one, and 0 at the end.
  // After an error nothing more comes; what could be read before it has been given.
  virtual Result<std::size_t> append_to(ByteBuffer& buffer) = 0;
};

// What an input is packed in, by its first bytes; the name of the file says nothing.
enum class Container { plain, gzip, zstd };

// How many first bytes `container_of` looks at; fewer are enough when the input is shorter.
inline constexpr std::size_t magic_bytes = 4;
Container container_of(std::string_view head);

// Looks at the first bytes of `input` and opens what fits. `tools` must outlive the source and
// serves one source at a time.
struct OpenedSource {
  Container container = Container::plain;
  std::unique_ptr<ByteSource> source;
};
Result<OpenedSource> open_source(RawInput input, DecompressTools& tools);

// A source of the bytes as they lie there.
std::unique_ptr<ByteSource> plain_source(RawInput input);

}  // namespace gait::ingest
