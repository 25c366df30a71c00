#include "report/text_layout.h"

#include <algorithm>

namespace gait::report {
namespace {

bool continues_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

std::string_view escape_code(Ink ink) {
  switch (ink) {
    case Ink::plain:
      return "";
    case Ink::strong:
      return "\x1b[1m";
    case Ink::faint:
      return "\x1b[2m";
    case Ink::critical:
      return "\x1b[1;35m";
    case Ink::high:
      return "\x1b[1;31m";
    case Ink::medium:
      return "\x1b[33m";
    case Ink::low:
      return "\x1b[34m";
    case Ink::info:
      return "\x1b[36m";
  }
  return "";
}

// Takes as many words as fit into `room` columns, at least one.
std::string_view take_line(std::string_view& text, std::size_t room) {
  std::size_t end = 0;
  while (end < text.size()) {
    const std::size_t next = std::min(text.find(' ', end + 1), text.size());
    if (end != 0 && columns(text.substr(0, next)) > room) break;
    end = next;
  }
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(text.size(), text.find_first_not_of(' ', end)));
  return line;
}

}  // namespace

Ink ink_of(Severity severity) {
  switch (severity) {
    case Severity::info:
      return Ink::info;
    case Severity::low:
      return Ink::low;
    case Severity::medium:
      return Ink::medium;
    case Severity::high:
      return Ink::high;
    case Severity::critical:
      return Ink::critical;
  }
  return Ink::plain;
}

std::string inked(std::string_view text, Ink ink, const TextOptions& options) {
  if (!options.colour || ink == Ink::plain || text.empty()) return std::string(text);
  return std::string(escape_code(ink)).append(text).append("\x1b[0m");
}

std::size_t columns(std::string_view text) {
  return text.size() -
         static_cast<std::size_t>(std::count_if(text.begin(), text.end(), continues_character));
}

std::string padded(std::string_view text, std::size_t width) {
  const std::size_t taken = columns(text);
  return std::string(text).append(taken < width ? width - taken : 0, ' ');
}

std::string padded_left(std::string_view text, std::size_t width) {
  const std::size_t taken = columns(text);
  return std::string(taken < width ? width - taken : 0, ' ').append(text);
}

std::string clipped(std::string_view text, std::size_t width) {
  if (columns(text) <= width) return std::string(text);
  if (width == 0) return {};
  std::size_t bytes = 0, taken = 0;
  for (; bytes < text.size(); ++bytes) {
    if (continues_character(text[bytes])) continue;
    if (++taken == width) break;
  }
  return std::string(text.substr(0, bytes)) + "…";
}

void add_paragraph(std::string& out, std::string_view lead, std::string_view text,
                   std::size_t indent, const TextOptions& options, Ink ink) {
  const auto width = static_cast<std::size_t>(std::max(options.width, 40));
  const std::size_t room = width > indent + 20 ? width - indent : 20;
  out += inked(lead, Ink::faint, options);
  out.append(indent > columns(lead) ? indent - columns(lead) : 0, ' ');
  for (bool first = true; first || !text.empty(); first = false) {
    if (!first) out.append(indent, ' ');
    out += inked(take_line(text, room), ink, options);
    out += '\n';
  }
}

}  // namespace gait::report
