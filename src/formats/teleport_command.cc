#include "formats/teleport_command.h"

#include "formats/aws_arn.h"
#include "formats/json_walk.h"

namespace gait::formats {

std::string teleport_command(std::string_view path, std::string_view argv) {
  std::string line(last_segment(path));
  std::string scratch;
  std::size_t begin = argv.find('"');
  while (begin != std::string_view::npos) {
    std::size_t end = begin + 1;
    while (end < argv.size() && argv[end] != '"') end += argv[end] == '\\' ? 2 : 1;
    if (end >= argv.size()) break;
    line.append(" ").append(unescape(argv.substr(begin + 1, end - begin - 1), scratch));
    begin = argv.find('"', end + 1);
  }
  return line;
}

}  // namespace gait::formats
