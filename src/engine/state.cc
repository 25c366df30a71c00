// Engine::save and Engine::load: the learned state as bytes.
//
// magic, version, checksum of the rest | symbols | principals | mints | change evidence | fold.
// DO NOT CHANGE the order without a new version: files outlive programs.

#include <algorithm>

#include "base/bytes.h"
#include "base/hash.h"
#include "engine/engine.h"

namespace gait::engine {
namespace {

constexpr std::string_view magic = "GAITSTAT";
constexpr std::uint32_t version = 2;

// Field by field: whole structs would carry what lies in their padding.
void put(ByteWriter& out, const Principal& principal) {
  for (const Symbol symbol : {principal.identity, principal.account, principal.reason})
    out.put(symbol);
  out.put(principal.type);
  out.put(principal.human);
  out.put(principal.weight);
}

void get(ByteReader& in, Principal& principal) {
  for (Symbol* symbol : {&principal.identity, &principal.account, &principal.reason})
    *symbol = in.get<Symbol>();
  principal.type = in.get<PrincipalType>();
  principal.human = in.get<Human>();
  principal.weight = in.get<std::uint8_t>();
}

void put(ByteWriter& out, const ChangeEvidence& change) {
  out.put(change.event);
  out.put(change.time);
  out.put(change.type);
  for (const Symbol symbol :
       {change.by, change.action, change.resource, change.subject, change.credential})
    out.put(symbol);
}

void get(ByteReader& in, ChangeEvidence& change) {
  change.event = in.get<EventId>();
  change.time = in.get<Timestamp>();
  change.type = in.get<ChangeType>();
  for (Symbol* symbol :
       {&change.by, &change.action, &change.resource, &change.subject, &change.credential})
    *symbol = in.get<Symbol>();
}

void put(ByteWriter& out, const Mint& mint) {
  for (const Symbol symbol : {mint.child_credential, mint.child_identity, mint.parent_credential,
                              mint.parent_identity, mint.subject})
    out.put(symbol);
  out.put(mint.time);
  out.put(mint.expires);
  out.put(static_cast<std::uint8_t>(mint.long_lived));
}

void get(ByteReader& in, Mint& mint) {
  for (Symbol* symbol : {&mint.child_credential, &mint.child_identity, &mint.parent_credential,
                         &mint.parent_identity, &mint.subject})
    *symbol = in.get<Symbol>();
  mint.time = in.get<Timestamp>();
  mint.expires = in.get<Timestamp>();
  mint.long_lived = in.get<std::uint8_t>() != 0;
}

template <class T>
void put_all(ByteWriter& out, const std::vector<T>& values) {
  out.put(static_cast<std::uint64_t>(values.size()));
  for (const T& value : values) put(out, value);
}

template <class T>
std::vector<T> get_all(ByteReader& in) {
  const auto count = in.get<std::uint64_t>();
  std::vector<T> values;
  for (std::uint64_t i = 0; i < count && in.ok(); ++i) get(in, values.emplace_back());
  return values;
}

// Numbers that name something must name something there is.
bool valid(const Principal& principal) {
  return static_cast<std::size_t>(principal.type) < principal_type_names.size() &&
         static_cast<std::size_t>(principal.human) < human_names.size();
}
bool valid(const ChangeEvidence& change) {
  return static_cast<std::size_t>(change.type) < change_type_names.size();
}

void put_symbols(ByteWriter& out, const SymbolTable& symbols) {
  std::vector<std::string_view> texts;
  symbols.for_each([&](Symbol, std::string_view text) { texts.push_back(text); });
  std::ranges::sort(texts);
  out.put(static_cast<std::uint64_t>(texts.size()));
  for (const std::string_view text : texts) out.put_text(text);
}

}  // namespace

std::string Engine::save() const {
  ByteWriter body;
  put_symbols(body, symbols_);
  put_all(body, registry_.principals());
  std::vector<Mint> mints;
  sessions_.for_each([&](const Mint& mint) { mints.push_back(mint); });
  std::ranges::sort(mints, {}, &Mint::child_credential);
  put_all(body, mints);
  put_all(body, evidence_);
  fold_.save(body);
  budget_.save(body);
  ByteWriter out;
  for (const char c : magic) out.put(c);
  out.put(version);
  out.put(hash64(body.bytes()));
  return out.take() + body.bytes();
}

Status Engine::load(std::string_view bytes) {
  ByteReader in(bytes);
  for (const char c : magic)
    if (in.get<char>() != c) return Error{Error::Code::corrupt, "this is not a state of Gait"};
  if (const auto found = in.get<std::uint32_t>(); found != version)
    return Error{
        Error::Code::invalid,
        "it was written by another version of Gait; scan the logs again into a new folder"};
  if (in.get<std::uint64_t>() != hash64(bytes.substr(bytes.size() - in.left())))
    return Error{Error::Code::corrupt,
                 "its checksum is wrong; scan the logs again into a new folder"};
  const auto count = in.get<std::uint64_t>();
  for (std::uint64_t i = 0; i < count && in.ok(); ++i) symbols_.insert(in.get_text());
  for (const Principal& principal : get_all<Principal>(in)) {
    if (valid(principal))
      registry_.add(principal, symbols_);
    else
      in.fail();
  }
  for (const Mint& mint : get_all<Mint>(in)) {
    sessions_.add(mint);
    registry_.credentials().add(mint);
  }
  evidence_ = get_all<ChangeEvidence>(in);
  for (const ChangeEvidence& change : evidence_) {
    if (valid(change))
      registry_.credentials().add(change);
    else
      in.fail();
  }
  if (!in.ok()) return Error{Error::Code::corrupt, "the saved identities are damaged"};
  TRY_STATUS(fold_.load(in));
  budget_.load(in);
  if (!in.ok()) return Error{Error::Code::corrupt, "the saved alert budget is damaged"};
  changes_ = identity::ChangeBook(feed_, evidence_, symbols_);
  fold_.for_each_credential_use([this](const CredentialUse& use) {
    registry_.credentials().add_use(use.identity, use.credential, use.kind, use.first, use.last);
  });
  return Nothing{};
}

}  // namespace gait::engine
