#include "store/key_ring.h"

#include <fmt/format.h>
#include <openssl/crypto.h>

#include <algorithm>

#include "base/bytes.h"
#include "base/check.h"
#include "store/disk.h"

namespace gait::store {
namespace {

using record::SealedField;
using record::SecretKey;

constexpr std::size_t key_bytes = 32, wrapped_bytes_max = 1024;

Status make_key(const std::string& path) {
  SecretKey key{};
  TRY_STATUS(random_bytes(key));
  Status made = replace_file(path, {reinterpret_cast<const char*>(key.data()), key.size()});
  OPENSSL_cleanse(key.data(), key.size());
  return made;
}

Result<std::string> read_key(const std::string& path) {
  TRY(std::string bytes, read_file(path, key_bytes));
  if (bytes.size() != key_bytes)
    return Error{Error::Code::corrupt, fmt::format("`{}` is no key of {} bytes; take it from a "
                                                   "backup",
                                                   path, key_bytes)};
  return bytes;
}

std::string to_bytes(const SealedField& field) {
  ByteWriter writer;
  for (const std::string* part :
       {&field.name, &field.key, &field.nonce, &field.ciphertext, &field.tag, &field.commitment})
    writer.put_text(*part);
  return writer.take();
}

SealedField from_bytes(std::string_view bytes) {
  ByteReader reader(bytes);
  SealedField field;
  for (std::string* part :
       {&field.name, &field.key, &field.nonce, &field.ciphertext, &field.tag, &field.commitment})
    *part = reader.get_text();
  return field;  // one that is cut off does not open
}

}  // namespace

Result<KeyRing> KeyRing::open(const std::string& folder) {
  KeyRing ring(folder);
  const std::string master = folder + "/master.key", pepper = folder + "/pepper.key";
  TRY_STATUS(make_folder(folder + "/data"));
  if (exists(master) != exists(pepper))
    return Error{Error::Code::conflict,
                 fmt::format("`{}` has only one of `master.key` and `pepper.key`; take the other "
                             "from a backup",
                             folder)};
  if (!exists(master)) {
    TRY_STATUS(make_key(master));
    TRY_STATUS(make_key(pepper));
    TRY_STATUS(sync_folder(folder));
  }
  TRY(std::string bytes, read_key(master));
  std::copy(bytes.begin(), bytes.end(), ring.master_.begin());
  OPENSSL_cleanse(bytes.data(), bytes.size());
  TRY(ring.pepper_, read_key(pepper));
  return ring;
}

std::string KeyRing::path(const std::string& key_id) const {
  check(!key_id.empty() && key_id.find_first_not_of("0123456789abcdef") == std::string::npos,
        "an id of a key is hex");
  return folder_ + "/data/" + key_id + ".key";
}

Result<SecretKey> KeyRing::data_key(const std::string& key_id) const {
  if (!exists(path(key_id)))
    return Error{Error::Code::not_found,
                 fmt::format("the key `{}` is not there; what it sealed cannot be read", key_id)};
  TRY(const std::string bytes, read_file(path(key_id), wrapped_bytes_max));
  const SealedField wrapped = from_bytes(bytes);
  auto key = record::unwrap_key(wrapped, master_);
  if (!key) return std::move(key.error()).in(fmt::format("reading `{}`", path(key_id)));
  if (wrapped.key != key_id)
    return Error{Error::Code::corrupt,
                 fmt::format("`{}` holds the key `{}`", path(key_id), wrapped.key)};
  return key;
}

Result<SecretKey> KeyRing::data_key_or_new(const std::string& key_id) const {
  if (exists(path(key_id))) return data_key(key_id);
  SecretKey key{};
  record::Nonce nonce{};
  TRY_STATUS(random_bytes(key));
  TRY_STATUS(random_bytes(nonce));
  TRY_STATUS(replace_file(path(key_id), to_bytes(record::wrap_key(key, key_id, master_, nonce))));
  TRY_STATUS(sync_folder(folder_ + "/data"));
  return key;
}

Result<SealedField> KeyRing::seal(std::string_view name, std::string_view value,
                                  const std::string& key_id) const {
  TRY(SecretKey key, data_key(key_id));
  record::Nonce nonce{};
  TRY_STATUS(random_bytes(nonce));
  SealedField field = record::seal(name, value, key_id, key, nonce);
  OPENSSL_cleanse(key.data(), key.size());
  return field;
}

Status KeyRing::destroy(const std::string& key_id) const {
  if (!exists(path(key_id))) return sync_folder(folder_ + "/data");
  {
    TRY(const File file, File::open(path(key_id), File::Mode::write));
    TRY(const std::uint64_t size, file.size());
    std::string noise(static_cast<std::size_t>(size), '\0');
    TRY_STATUS(random_bytes({reinterpret_cast<std::uint8_t*>(noise.data()), noise.size()}));
    TRY_STATUS(file.write_at(noise, 0));
    TRY_STATUS(file.sync());
  }
  TRY_STATUS(remove_file(path(key_id)));
  return sync_folder(folder_ + "/data");
}

}  // namespace gait::store
