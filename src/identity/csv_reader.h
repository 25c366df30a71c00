#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gait::identity {

struct CsvRow {
  std::size_t line = 0;            // where it begins; the first line is 1
  std::vector<std::string> cells;  // at least one
  bool open_quote = false;         // a quote was never closed; the row ends with its first line
};

// Rows of a text as RFC 4180 has them: commas, quotes, doubled quotes, line breaks inside quotes;
// LF, CRLF or CR between rows; a byte order mark in front is skipped, and so are empty lines.
//
// Lenient where people and spreadsheets are: a quote inside an unquoted cell is a character, what
// follows a closing quote belongs to the cell. An unclosed quote costs its own line, not the rest.
// Keeps no copy: the text must outlive the reader. Linear in the text.
class CsvReader {
 public:
  explicit CsvReader(std::string_view text);

  std::optional<CsvRow> next();

 private:
  CsvRow read_row();
  bool read_cell(std::string& cell);
  void skip_line_end();

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
};

}  // namespace gait::identity
