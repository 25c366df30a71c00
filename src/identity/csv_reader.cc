#include "identity/csv_reader.h"

#include <algorithm>
#include <utility>

namespace gait::identity {
namespace {

constexpr std::size_t quoted_bytes_max = 64 * 1024;  // a quote open for longer was never closed
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::string_view cell_ends = ",\r\n";

}  // namespace

CsvReader::CsvReader(std::string_view text) : text_(text) {
  if (text_.starts_with(byte_order_mark)) text_.remove_prefix(byte_order_mark.size());
}

std::optional<CsvRow> CsvReader::next() {
  while (at_ < text_.size()) {
    const std::size_t begin = at_;
    const std::size_t line = line_;
    CsvRow row = read_row();
    row.line = line;
    if (row.open_quote) {  // begin again behind the line with the quote
      line_ = line;
      at_ = std::min(text_.find_first_of("\r\n", begin), text_.size());
      row.cells = {std::string(text_.substr(begin, at_ - begin))};
    }
    skip_line_end();
    if (row.cells.size() > 1 || !row.cells.front().empty()) return row;
  }
  return std::nullopt;
}

CsvRow CsvReader::read_row() {
  CsvRow row;
  while (true) {
    std::string cell;
    row.open_quote = !read_cell(cell);
    row.cells.push_back(std::move(cell));
    if (row.open_quote || at_ >= text_.size() || text_[at_] != ',') return row;
    ++at_;
  }
}

// Reads up to the comma or line end. False when a quote is not closed.
bool CsvReader::read_cell(std::string& cell) {
  if (at_ < text_.size() && text_[at_] == '"') {
    const std::size_t begin = ++at_;
    while (true) {
      const std::size_t quote = text_.find('"', at_);
      if (quote == std::string_view::npos || quote - begin > quoted_bytes_max) return false;
      const std::string_view piece = text_.substr(at_, quote - at_);
      cell.append(piece);
      line_ += static_cast<std::size_t>(std::ranges::count(piece, '\n'));
      at_ = quote + 1;
      if (at_ >= text_.size() || text_[at_] != '"') break;
      cell.push_back('"');
      ++at_;
    }
  }
  const std::size_t end = std::min(text_.find_first_of(cell_ends, at_), text_.size());
  cell.append(text_.substr(at_, end - at_));
  at_ = end;
  return true;
}

void CsvReader::skip_line_end() {
  if (at_ >= text_.size()) return;
  at_ += text_.substr(at_).starts_with("\r\n") ? 2 : 1;
  ++line_;
}

}  // namespace gait::identity
