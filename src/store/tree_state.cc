#include "store/tree_state.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/bytes.h"
#include "record/crc32c.h"

namespace gait::store {
namespace {

constexpr std::uint32_t magic = 0x45525447;  // "GTRE"
constexpr std::uint32_t version = 1;
constexpr std::size_t file_bytes = 4096;

std::string encode(const TreeState& state) {
  ByteWriter out;
  out.put(magic);
  out.put(version);
  out.put(state.generation);
  out.put(state.epoch);
  state.signed_tree.save(out);
  out.put(record::crc32c(out.bytes()));
  std::string bytes = out.take();
  bytes.resize(file_bytes, '\0');
  return bytes;
}

Result<TreeState> decode(std::string_view bytes) {
  const Error damaged{Error::Code::corrupt, "no whole tree state"};
  ByteReader in(bytes);
  if (in.get<std::uint32_t>() != magic || in.get<std::uint32_t>() != version) return damaged;
  TreeState state;
  state.generation = in.get<std::uint64_t>();
  state.epoch = in.get<std::uint64_t>();
  TRY(state.signed_tree, record::Frontier::load(in));
  const std::size_t read = bytes.size() - in.left();
  if (in.get<std::uint32_t>() != record::crc32c(bytes.substr(0, read)) || !in.ok()) return damaged;
  return state;
}

Result<File> make_empty(const std::string& path) {
  TRY(File file, File::open(path, File::Mode::create));
  TRY_STATUS(file.write_at(std::string(file_bytes, '\0'), 0));
  TRY_STATUS(file.sync());
  return file;
}

std::string path_of(const LogFolder& folder, char which) {
  return folder.at(fmt::format("state/tree.{}", which));
}

}  // namespace

bool TreeState::operator==(const TreeState& other) const {
  return generation == other.generation && epoch == other.epoch &&
         signed_tree.size() == other.signed_tree.size() &&
         std::ranges::equal(signed_tree.hashes(), other.signed_tree.hashes());
}

Result<TreeStateFile> TreeStateFile::create(const LogFolder& folder) {
  TRY(File a, make_empty(path_of(folder, 'a')));
  TRY(File b, make_empty(path_of(folder, 'b')));
  TreeStateFile file(std::move(a), std::move(b));
  TRY_STATUS(file.save(0, {}));
  return file;
}

Result<TreeStateFile> TreeStateFile::open(const LogFolder& folder) {
  TRY(File a, File::open(path_of(folder, 'a'), File::Mode::write));
  TRY(File b, File::open(path_of(folder, 'b'), File::Mode::write));
  std::string bytes_a(file_bytes, '\0'), bytes_b(file_bytes, '\0');
  TRY_STATUS(a.read_at(bytes_a, 0));
  TRY_STATUS(b.read_at(bytes_b, 0));
  auto state_a = decode(bytes_a), state_b = decode(bytes_b);
  if (!state_a && !state_b)
    return Error{Error::Code::corrupt,
                 fmt::format("`{}`: both tree states are damaged, so nothing says what was signed; "
                             "restore the folder from a copy, or start a new log",
                             folder.state())};
  const bool a_is_newer = state_a && (!state_b || state_a->generation > state_b->generation);
  TreeStateFile file = a_is_newer ? TreeStateFile(std::move(b), std::move(a))
                                  : TreeStateFile(std::move(a), std::move(b));
  file.state_ = a_is_newer ? *std::move(state_a) : *std::move(state_b);
  return file;
}

Status TreeStateFile::save(std::uint64_t epoch, const record::Frontier& signed_tree) {
  TreeState next{state_.generation + 1, epoch, signed_tree};
  TRY_STATUS(older_.write_at(encode(next), 0));
  TRY_STATUS(older_.sync_data());
  std::swap(older_, newer_);
  state_ = std::move(next);
  return Nothing{};
}

}  // namespace gait::store
