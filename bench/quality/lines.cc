#include "bench/quality/lines.h"

#include <fmt/format.h>
#include <zlib.h>

#include <memory>

namespace gait::quality {
namespace {

constexpr std::size_t line_bytes_max = std::size_t{64} << 20;

struct Close {
  void operator()(gzFile file) const { gzclose(file); }
};

// Reads up to and with the next newline into `line`; false at the end of the file.
bool next_line(gzFile file, std::string& line) {
  line.clear();
  char piece[65'536];
  while (line.size() < line_bytes_max && gzgets(file, piece, sizeof piece) != nullptr) {
    line += piece;
    if (line.back() == '\n') break;
  }
  return !line.empty();
}

}  // namespace

Status read_lines(const std::string& path,
                  const std::function<Status(std::string_view line)>& take) {
  const std::unique_ptr<gzFile_s, Close> file(gzopen(path.c_str(), "rb"));
  if (file == nullptr)
    return Error{Error::Code::not_found, fmt::format("`{}` cannot be opened", path)};
  gzbuffer(file.get(), 1 << 20);
  std::string line;
  for (std::size_t number = 1; next_line(file.get(), line); ++number) {
    std::string_view text = line;
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
    if (text.empty()) continue;
    if (auto taken = take(text); !taken)
      return std::move(taken.error()).in(fmt::format("`{}` line {}", path, number));
  }
  int failure = Z_OK;
  const char* why = gzerror(file.get(), &failure);
  if (failure != Z_OK && failure != Z_STREAM_END)
    return Error{Error::Code::corrupt, fmt::format("`{}`: {}", path, why)};
  return Nothing{};
}

}  // namespace gait::quality
