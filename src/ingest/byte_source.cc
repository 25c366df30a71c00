#include "ingest/byte_source.h"

#include <utility>

namespace gait::ingest {
namespace {

constexpr std::size_t read_bytes = std::size_t{1} << 20;

class PlainSource : public ByteSource {
 public:
  explicit PlainSource(RawInput input) : input_(std::move(input)) {}

  Result<std::size_t> append_to(ByteBuffer& buffer) override {
    TRY(const std::size_t count, input_.read(buffer.room(read_bytes).first(read_bytes)));
    buffer.commit(count);
    return count;
  }

 private:
  RawInput input_;
};

}  // namespace

Container container_of(std::string_view head) {
  if (head.starts_with("\x1f\x8b")) return Container::gzip;
  if (head.starts_with("\x28\xb5\x2f\xfd")) return Container::zstd;
  // A skippable frame, which the parallel zstd writes first: 0x184D2A50 to 0x184D2A5F.
  if (head.size() >= 4 && (head[0] & '\xf0') == '\x50' && head.substr(1, 3) == "\x2a\x4d\x18")
    return Container::zstd;
  return Container::plain;
}

std::unique_ptr<ByteSource> plain_source(RawInput input) {
  return std::make_unique<PlainSource>(std::move(input));
}

Result<OpenedSource> open_source(RawInput input, DecompressTools& tools) {
  TRY(const std::string_view head, input.peek(magic_bytes));
  const Container container = container_of(head);
  switch (container) {
    case Container::plain:
      return OpenedSource{container, plain_source(std::move(input))};
    case Container::gzip:
      return OpenedSource{container, gzip_source(std::move(input), tools)};
    case Container::zstd:
      return OpenedSource{container, zstd_source(std::move(input), tools)};
  }
  check(false, "every container has its source");
  return OpenedSource{};
}

}  // namespace gait::ingest
