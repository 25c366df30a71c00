#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "engine/engine.h"
#include "model/action_catalogue.h"
#include "model/secret_rules.h"

namespace gait::app {

// Reads what `--context` names: a folder (its inventory.csv and changes.ndjson, either may be
// missing), or one such file. Lines that cannot be read are told in `problems`, the rest is used.
Result<engine::Context> read_context(const std::string& path, std::vector<std::string>& problems);

// The catalogue of actions: built in, and the `.yaml` files of `rules_folder/actions` (empty: none)
// on top; one with the name of a built-in file replaces it.
Result<ActionCatalogue> read_catalogue(const std::string& rules_folder);

// What the record must not keep: built in, and with what `rules_folder/redaction.yaml` adds.
Result<SecretRules> read_redaction(const std::string& rules_folder);

}  // namespace gait::app
