// Arbitrary bytes as an address database: refused, or asked without harm.
#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <string>

#include "base/check.h"
#include "ingest/mmdb.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const int file = memfd_create("fuzz", 0);
  gait::check(file >= 0, "a file in memory can be made");
  gait::check(write(file, data, size) == static_cast<ssize_t>(size), "and written");
  const auto lookup = gait::ingest::MmdbLookup::open({"/proc/self/fd/" + std::to_string(file)});
  if (lookup)
    for (const char* address : {"192.0.2.1", "2001:db8::1", "::", "not an address"})
      (void)(*lookup)->find(address);
  close(file);
  return 0;
}
