#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "formats/cloudtrail_action.h"
#include "formats/cloudtrail_fields.h"
#include "formats/cloudtrail_principal.h"
#include "formats/memo.h"
#include "formats/parser.h"

namespace gait::formats {

// Makes activities of the fields of records.
//
// Most of a record repeats: the caller's JSON within a session, the action, the client, the
// address, the resource. What was made of each is remembered by the hash of its text, so the
// common record costs a few hashes and no allocation.
class CloudTrailReader {
 public:
  explicit CloudTrailReader(const ParserContext& context);

  // Adds the record to the batch and its counts. Returns what is wrong with it; empty when it was
  // understood, be it as an activity or as something known to be ignored.
  std::string_view add(const CloudTrailFields& fields, Batch& batch);

 private:
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
    std::shared_ptr<const ActionFacts> unsettled;  // of an action with conditions
  };
  struct KnownAgent {
    Symbol agent;
    bool is_person = false;  // a browser, or the console's own back end
  };
  struct KnownPlace {
    Symbol network;
    std::array<char, 2> country{};
    AddressKind kind = AddressKind::none;
  };

  bool read_time(std::string_view text, Timestamp& time);
  Symbol name(std::string_view text);
  KnownPrincipal principal_of(const CloudTrailFields& fields, Batch& batch);
  KnownAction action_of(const CloudTrailFields& fields);
  KnownAction find_action(const CloudTrailFields& fields);
  static KnownAction settled(KnownAction action, const CloudTrailFields& fields);
  KnownAgent agent_of(std::string_view user_agent);
  KnownPlace place_of_call(const CloudTrailFields& fields);
  Symbol resource_of(const CloudTrailFields& fields);
  Symbol region_of(std::string_view region);
  EventId id_of(const CloudTrailFields& fields);

  void say_principal(const Principal& principal, Batch& batch);
  void say_console_use(const CloudTrailFields& fields, const KnownPrincipal& caller,
                       const KnownAgent& agent, Batch& batch);
  void add_service_event(const CloudTrailFields& fields, Timestamp time, Batch& batch);
  void add_consequences(const CloudTrailFields& fields, const KnownAction& action,
                        const KnownPrincipal& caller, const Activity& activity, Batch& batch);
  void add_mint(const CloudTrailFields& fields, ActionRole role, const Activity& activity,
                std::string_view account, Batch& batch);
  void add_change(const CloudTrailFields& fields, const KnownAction& action,
                  const Activity& activity, std::string_view account, Batch& batch);

  SymbolTable& symbols_;
  const ActionCatalogue& catalogue_;
  const NetworkLookup* networks_;

  Memo<KnownPrincipal> principals_;
  Memo<KnownAction> actions_;
  Memo<KnownAgent> agents_;
  Memo<KnownPlace> places_;
  Memo<Symbol> resources_;
  Memo<Symbol> regions_;
  std::unordered_map<std::uint64_t, KnownAction> known_actions_;
  std::unordered_set<std::uint64_t> said_principals_;

  char day_text_[11] = {};  // the day of the last record, `2026-11-21T`
  std::int64_t day_seconds_ = 0;
};

}  // namespace gait::formats
