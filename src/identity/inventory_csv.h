#pragma once

#include <string_view>
#include <vector>

#include "identity/line_problem.h"
#include "model/inventory.h"

namespace gait::identity {

struct InventoryFile {
  Inventory inventory;
  std::vector<LineProblem> problems;  // in the order of the lines
};

// Reads an `inventory.csv`: a header row that names the columns in any order, then one identity a
// row. Known columns are identity, class, owner, purpose, environment, account, service,
// secret_created and secret_rotated; any may be missing but `identity`, any cell may be empty.
// Classes are those of `identity_class_names`; times are RFC 3339 or a day, `2026-11-21`.
//
// What cannot be read is a problem of its line and costs its cell, or the row when the identity is
// missing or was there before. Columns of other names are a problem of the header, and skipped.
// Never throws; bounded at a million identities.
InventoryFile parse_inventory_csv(std::string_view text);

}  // namespace gait::identity
