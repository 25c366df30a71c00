#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>

#include "formats/cloudtrail_action.h"
#include "formats/cloudtrail_fields.h"
#include "formats/cloudtrail_principal.h"
#include "formats/memo.h"
#include "formats/naming.h"
#include "formats/parser.h"
#include "formats/record_reader.h"

namespace gait::formats {

// Makes activities of the fields of records.
//
// Most of a record repeats: the caller's JSON within a session, the action, the client, the
// address, the resource. What was made of each is remembered by the hash of its text, so the
// common record costs a few hashes and no allocation.
class CloudTrailReader final : public RecordReader {
 public:
  static constexpr std::string_view format_name = "aws_cloudtrail";

  CloudTrailReader(const ParserContext& context, Naming& naming);

  Reading read(JsonWalk& walk, const char* text, bool is_claimed, Batch& batch) override;
  void set_scope(std::string_view /*scope*/) override {}  // a record says its own account

 private:
  // Adds the record to the batch and its counts. Returns what is wrong with it; empty when it was
  // understood, be it as an activity or as something known to be ignored.
  std::string_view add(const CloudTrailFields& fields, Batch& batch);

  struct KnownPrincipal {
    Symbol identity, account, workload, credential, delegator;
    CredentialKind credential_kind = CredentialKind::none;
    Human human = Human::unknown;
    bool derived = false, is_user = false, is_role = false, is_service = false;
  };
  struct KnownAction {
    Symbol action;
    ActionClasses classes;
    Access access = Access::unknown;
    std::uint8_t severity = 1;
    ActionRole role = ActionRole::none;
  };
  bool read_time(std::string_view text, Timestamp& time);
  KnownPrincipal principal_of(const CloudTrailFields& fields, Batch& batch);
  KnownAction action_of(const CloudTrailFields& fields);
  KnownAction find_action(const CloudTrailFields& fields);
  Symbol resource_of(const CloudTrailFields& fields);

  void say_console_use(const CloudTrailFields& fields, const KnownPrincipal& caller,
                       const Naming::KnownAgent& agent, Batch& batch);
  void add_service_event(const CloudTrailFields& fields, Timestamp time, Batch& batch);
  void add_consequences(const CloudTrailFields& fields, const KnownAction& action,
                        const KnownPrincipal& caller, const Activity& activity, Batch& batch);
  void add_mint(const CloudTrailFields& fields, ActionRole role, const Activity& activity,
                std::string_view account, Batch& batch);
  void add_change(const CloudTrailFields& fields, const KnownAction& action,
                  const Activity& activity, std::string_view account, Batch& batch);

  SymbolTable& symbols_;
  const ActionCatalogue& catalogue_;
  const RecordWitness& witness_;
  Naming& naming_;

  Memo<KnownPrincipal> principals_;
  Memo<KnownAction> actions_;
  Memo<Symbol> resources_;
  std::unordered_map<std::uint64_t, KnownAction> known_actions_;

  char day_text_[11] = {};  // the day of the last record, `2026-11-21T`
  std::int64_t day_seconds_ = 0;
};

}  // namespace gait::formats
