// Arbitrary bytes as inventory.csv and as changes.ndjson: what is read, and problems by line.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "identity/changes.h"
#include "identity/changes_ndjson.h"
#include "identity/inventory_csv.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const auto& [key, entry] : gait::identity::parse_inventory_csv(text).inventory)
    gait::check(key == entry.identity, "an inventory entry lies under its own key");
  auto file = gait::identity::parse_changes_ndjson(text);
  const gait::SymbolTable symbols;
  const gait::identity::ChangeBook book(std::move(file.changes), {}, symbols);
  gait::identity::ChangeQuery query;
  query.identity = "aws:111122223333/role/a";
  query.service = "orders";
  query.time = gait::Timestamp::from_seconds(1'793'577'600);
  gait::check(book.near(query).size() <= gait::identity::ChangeBook::matches_max,
              "answers are bounded");
  return 0;
}
