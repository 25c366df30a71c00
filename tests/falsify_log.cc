// Falsifies a closed log at random and holds the full check to refusing each.
//
//   falsify_log FOLDER CASES SEED
//
// FOLDER is a log of `gait scan --record`; it is put back after each case. Prints how many were
// refused of each kind, and each that was taken. Zeroes behind the last frame are left alone: bytes
// there are what a crash leaves, no entries, and mean nothing.
#include <fmt/format.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "base/check.h"
#include "record/entry.h"
#include "store/verify_log.h"

namespace {

using namespace gait;
namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void write(const fs::path& path, const std::string& bytes) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  check(file.good(), "the folder can be written");
}

Status check_entry(std::uint64_t index, std::string_view bytes) {
  TRY(const record::Entry entry, record::decode_entry(bytes));
  if (entry.index == index) return Nothing{};
  return Error{Error::Code::corrupt, "an entry at another place"};
}

// A file and what of it says something.
struct Part {
  fs::path path;
  std::string bytes;
};

class Falsifier {
 public:
  explicit Falsifier(std::uint64_t seed) : random_(seed) {}

  // Another file; the same when the kind does not apply to it.
  std::string change(const std::string& kind, std::string bytes) {
    const std::size_t a = below(bytes.size()), b = below(bytes.size());
    const std::size_t first = std::min(a, b), last = std::max(a, b);
    if (kind == "flip") bytes[a] = static_cast<char>(bytes[a] ^ (1 << below(8)));
    if (kind == "cut") bytes.resize(a);
    if (kind == "lift_out") bytes.erase(first, last - first);
    if (kind == "insert") bytes.insert(a, 1, static_cast<char>(below(256)));
    if (kind == "zero") bytes.replace(first, last - first, last - first, '\0');
    if (kind == "swap_frames") swap_blocks(bytes);
    return bytes;
  }

  std::size_t below(std::size_t end) {
    return end == 0 ? 0 : std::uniform_int_distribution<std::size_t>(0, end - 1)(random_);
  }

 private:
  void swap_blocks(std::string& bytes) {
    constexpr std::size_t block = 4096;
    if (bytes.size() < 2 * block) return;
    const std::size_t blocks = bytes.size() / block, a = below(blocks), b = below(blocks);
    const std::string one = bytes.substr(a * block, block), two = bytes.substr(b * block, block);
    bytes.replace(a * block, block, two).replace(b * block, block, one);
  }

  std::mt19937_64 random_;
};

}  // namespace

int main(int argument_count, char** arguments) {
  check(argument_count == 4, "usage: falsify_log FOLDER CASES SEED");
  const fs::path folder = arguments[1];
  const auto cases = std::strtoull(arguments[2], nullptr, 10);
  Falsifier falsifier(std::strtoull(arguments[3], nullptr, 10));
  std::vector<Part> parts;
  for (const char* name : {"checkpoint", "log.vkey"})
    parts.push_back({folder / name, read(folder / name)});
  for (const auto& segment : fs::directory_iterator(folder / "hot")) {
    std::string bytes = read(segment.path());
    constexpr std::size_t block = 4096;
    const std::size_t last = bytes.find_last_not_of('\0');
    const std::size_t used = last == std::string::npos ? 0 : (last / block + 1) * block;
    bytes.resize(used);
    parts.push_back({segment.path(), bytes});
    write(segment.path(), bytes);  // the unused end only costs time
  }
  check(bool(store::verify_log(folder, check_entry)), "the log verifies before it is falsified");
  const std::vector<std::string> kinds{"flip",     "flip",   "flip", "cut",
                                       "lift_out", "insert", "zero", "swap_frames"};
  std::map<std::string, std::uint64_t> refused;
  std::uint64_t taken = 0, tried = 0;
  while (tried < cases) {
    const Part& part =
        parts[falsifier.below(8) < 2 ? falsifier.below(2) : 2 + falsifier.below(parts.size() - 2)];
    const std::string& kind = kinds[falsifier.below(kinds.size())];
    std::string bytes = falsifier.change(kind, part.bytes);
    if (bytes == part.bytes) continue;
    write(part.path, bytes);
    ++tried;
    if (store::verify_log(folder, check_entry)) {
      ++taken;
      fmt::print("taken: {} of {}\n", kind, part.path.filename().string());
    } else {
      ++refused[kind];
    }
    write(part.path, part.bytes);
  }
  for (const auto& [kind, count] : refused) fmt::print("{} {}\n", kind, count);
  fmt::print("{} of {} refused\n", tried - taken, tried);
  return taken == 0 ? 0 : 1;
}
