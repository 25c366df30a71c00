#include "store/log_birth.h"

#include <fmt/format.h>

#include <array>

#include "store/disk.h"
#include "store/tree_state.h"

namespace gait::store {
namespace {

constexpr std::size_t key_bytes_max = 4096;
constexpr std::size_t policy_bytes_max = std::size_t{1} << 20;

std::string key_path(const std::string& keys) { return keys + "/log.key"; }

std::string_view first_line(const std::string& text) {
  return std::string_view(text).substr(0, text.find('\n'));
}

std::string parent_of(const std::string& path) {
  const std::size_t slash = path.find_last_of('/');
  return slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
}

}  // namespace

Status make_log(const LogFolder& folder, const std::string& keys, const std::string& origin) {
  TRY(const std::vector<SegmentName> segments, list_segments(folder));
  if (!segments.empty() || exists(folder.checkpoint()))
    return Error{Error::Code::not_found,
                 fmt::format("`{}` is a log, but its key `{}` is missing; restore it, or start a "
                             "new log",
                             folder.path, key_path(keys))};
  std::array<std::uint8_t, record::SigningKey::seed_bytes> seed{};
  TRY_STATUS(random_bytes(seed));
  auto key = record::SigningKey::from_seed(origin, record::SignatureType::note, seed);
  if (!key) return std::move(key.error());

  for (const std::string& made : {folder.hot(), folder.state(), keys}) {
    TRY_STATUS(make_folder(made));
    TRY_STATUS(sync_folder(parent_of(made)));
  }
  TRY_STATUS(replace_file(folder.vkey(), key->verifier().text() + "\n"));
  auto state = TreeStateFile::create(folder);
  if (!state) return std::move(state.error());
  TRY_STATUS(sync_folder(folder.state()));
  TRY_STATUS(sync_folder(folder.path));
  TRY_STATUS(sync_folder(parent_of(folder.path)));
  TRY_STATUS(replace_file(key_path(keys), key->secret_text() + "\n"));
  return sync_folder(keys);
}

Result<record::SigningKey> read_signing_key(const std::string& keys) {
  TRY(const std::string text, read_file(key_path(keys), key_bytes_max));
  auto key = record::SigningKey::parse_secret(first_line(text));
  if (!key) return std::move(key.error()).in(fmt::format("reading `{}`", key_path(keys)));
  return key;
}

Result<record::Policy> read_policy(const LogFolder& folder) {
  record::Policy policy;
  policy.quorum = "none";
  if (!exists(folder.policy())) return policy;
  TRY(const std::string text, read_file(folder.policy(), policy_bytes_max));
  auto parsed = record::parse_policy(text);
  if (!parsed) return std::move(parsed.error()).in(fmt::format("reading `{}`", folder.policy()));
  return parsed;
}

Result<record::VerifierKey> read_verifier_key(const LogFolder& folder) {
  TRY(const std::string text, read_file(folder.vkey(), key_bytes_max));
  auto key = record::VerifierKey::parse(first_line(text));
  if (!key) return std::move(key.error()).in(fmt::format("reading `{}`", folder.vkey()));
  // A key has one spelling, so that nothing in a log can be changed unseen.
  if (text != key->text() + "\n")
    return Error{Error::Code::corrupt,
                 fmt::format("`{}` is not one key on one line", folder.vkey())};
  return key;
}

}  // namespace gait::store
