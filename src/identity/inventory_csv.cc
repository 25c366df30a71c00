#include "identity/inventory_csv.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "identity/csv_reader.h"

namespace gait::identity {
namespace {

constexpr std::size_t identities_max = 1'000'000;
constexpr std::size_t cell_bytes_max = 4096;

enum class Column : std::uint8_t {
  identity,
  identity_class,
  owner,
  purpose,
  environment,
  account,
  service,
  secret_created,
  secret_rotated,
};
constexpr std::array<std::string_view, 9> column_names{
    "identity", "class",   "owner",          "purpose",       "environment",
    "account",  "service", "secret_created", "secret_rotated"};

std::string_view trim(std::string_view text) {
  constexpr std::string_view blanks = " \t";
  const std::size_t begin = std::min(text.find_first_not_of(blanks), text.size());
  text.remove_prefix(begin);
  return text.substr(0, text.find_last_not_of(blanks) + 1);
}

std::string lower(std::string_view text) {
  std::string low(text);
  for (char& c : low)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return low;
}

std::string listed(std::span<const std::string_view> names) {
  std::string text;
  for (std::string_view name : names) text.append(text.empty() ? "" : ", ").append(name);
  return text;
}

bool parse_time_or_day(std::string_view text, Timestamp& time) {
  if (parse_rfc3339(text, time)) return true;
  return text.size() == 10 && parse_rfc3339(std::string(text) + "T00:00:00Z", time);
}

class Reader {
 public:
  explicit Reader(std::string_view text) : rows_(text) {}

  InventoryFile read() && {
    auto header = rows_.next();
    if (!header) {
      add_problem(file_.problems, 1, "empty; the first line must name the columns");
      return std::move(file_);
    }
    read_header(*header);
    if (std::ranges::find(columns_, Column::identity) == columns_.end()) {
      add_problem(file_.problems, header->line,
                  "no column `identity`; the first line must name the columns");
      return std::move(file_);
    }
    while (auto row = rows_.next()) read_row(*row);
    return std::move(file_);
  }

 private:
  void read_header(const CsvRow& header) {
    for (const std::string& cell : header.cells) {
      const std::string name = lower(trim(cell));
      const auto known = std::ranges::find(column_names, name);
      if (known == column_names.end()) {
        columns_.push_back(std::nullopt);
        add_problem(file_.problems, header.line,
                    fmt::format("unknown column `{}` is skipped; known are {}", name,
                                listed(column_names)));
        continue;
      }
      const auto column = static_cast<Column>(known - column_names.begin());
      if (std::ranges::find(columns_, column) != columns_.end()) {
        columns_.push_back(std::nullopt);
        add_problem(file_.problems, header.line,
                    fmt::format("column `{}` is there twice; the first counts", name));
        continue;
      }
      columns_.push_back(column);
    }
  }

  void read_row(const CsvRow& row) {
    if (row.open_quote) return note(row, "a quote is not closed; the line is skipped");
    if (row.cells.size() > columns_.size())
      note(row, fmt::format("{} cells for {} columns; the last are skipped", row.cells.size(),
                            columns_.size()));
    InventoryEntry entry;
    for (std::size_t i = 0; i < std::min(row.cells.size(), columns_.size()); ++i)
      if (columns_[i]) read_cell(row, *columns_[i], trim(row.cells[i]), entry);
    if (entry.identity.empty()) return note(row, "no identity; the line is skipped");
    if (file_.inventory.size() >= identities_max)
      return note(row, fmt::format("more than {} identities; the line is skipped", identities_max));
    std::string key = entry.identity;
    if (!file_.inventory.try_emplace(key, std::move(entry)).second)
      note(row, fmt::format("`{}` is there twice; the first line counts", key));
  }

  void read_cell(const CsvRow& row, Column column, std::string_view text, InventoryEntry& entry) {
    if (text.empty()) return;
    if (text.size() > cell_bytes_max)
      return note(row, fmt::format("`{}` is longer than {} bytes and is skipped", name(column),
                                   cell_bytes_max));
    switch (column) {
      case Column::identity:
        entry.identity = text;
        return;
      case Column::identity_class:
        return read_class(row, text, entry.identity_class);
      case Column::owner:
        entry.owner = text;
        return;
      case Column::purpose:
        entry.purpose = text;
        return;
      case Column::environment:
        entry.environment = text;
        return;
      case Column::account:
        entry.account = text;
        return;
      case Column::service:
        entry.service = text;
        return;
      case Column::secret_created:
        return read_time(row, column, text, entry.secret_created);
      case Column::secret_rotated:
        return read_time(row, column, text, entry.secret_rotated);
    }
  }

  void read_class(const CsvRow& row, std::string_view text, IdentityClass& identity_class) {
    const auto known = std::ranges::find(identity_class_names, lower(text));
    if (known == identity_class_names.end())
      return note(row, fmt::format("unknown class `{}` is skipped; it is one of {}", text,
                                   listed(identity_class_names)));
    identity_class = static_cast<IdentityClass>(known - identity_class_names.begin());
  }

  void read_time(const CsvRow& row, Column column, std::string_view text,
                 std::optional<Timestamp>& time) {
    Timestamp read;
    if (!parse_time_or_day(text, read))
      return note(row, fmt::format("`{}` of column `{}` is skipped; write it as "
                                   "2026-11-21T10:00:00Z or 2026-11-21",
                                   text, name(column)));
    time = read;
  }

  static std::string_view name(Column column) {
    return column_names[static_cast<std::size_t>(column)];
  }
  void note(const CsvRow& row, std::string message) {
    add_problem(file_.problems, row.line, std::move(message));
  }

  CsvReader rows_;
  std::vector<std::optional<Column>> columns_;
  InventoryFile file_;
};

}  // namespace

InventoryFile parse_inventory_csv(std::string_view text) { return Reader(text).read(); }

}  // namespace gait::identity
