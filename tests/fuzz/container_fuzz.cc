// Arbitrary bytes as a file: whatever container they look like, reading ends, in bounded memory.
#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <string>

#include "base/check.h"
#include "ingest/read_input.h"

namespace {

// Takes every line.
class Lines final : public gait::formats::Parser {
 public:
  void begin() override {}
  gait::formats::Progress parse(std::string_view piece, bool last, gait::Batch& batch) override {
    gait::formats::Progress progress;
    for (std::size_t end = 0; (end = piece.find('\n', progress.consumed)) < piece.size();) {
      progress.consumed = end + 1;
      ++batch.counts.records;
      ++batch.counts.ignored;
    }
    if (last) progress.consumed = piece.size();
    return progress;
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const int file = memfd_create("fuzz", 0);
  gait::check(file >= 0, "a file in memory can be made");
  gait::check(write(file, data, size) == static_cast<ssize_t>(size), "and written");
  lseek(file, 0, SEEK_SET);
  gait::ingest::InputReader reader({.standard_input = file, .bytes_read = nullptr});
  Lines lines;
  gait::Batch batch;
  (void)reader.feed("-", lines, batch);
  close(file);
  return 0;
}
