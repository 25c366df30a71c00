#include <CLI/CLI.hpp>

#include "app/commands.h"

namespace gait::app {

void add_record(CLI::App& app, Command& chosen) {
  auto* record =
      app.add_subcommand("record", "the tamper-evident record: check it, search it, prove from it");
  record->require_subcommand(1);
  add_record_verify(*record, chosen);
  add_record_find(*record, chosen);
  add_record_prove(*record, chosen);
  add_record_export(*record, chosen);
  add_record_session(*record, chosen);
  add_record_status(*record, chosen);
  add_record_hold(*record, chosen);
  add_record_release(*record, chosen);
  add_record_erase(*record, chosen);
  add_record_cosign(*record, chosen);
}

}  // namespace gait::app
