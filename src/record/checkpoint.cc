#include "record/checkpoint.h"

#include "record/base64.h"
#include "record/lines.h"
#include "record/tree_size.h"

namespace gait::record {

std::string Checkpoint::text() const {
  return origin + "\n" + std::to_string(size) + "\n" + to_base64(bytes_of(root)) + "\n";
}

Result<Checkpoint> parse_checkpoint(std::string_view text) {
  Lines lines(text);
  std::string_view origin, size, root, extension;
  if (!lines.next(origin) || !lines.next(size) || !lines.next(root) || origin.empty())
    return Error{Error::Code::invalid, "a checkpoint begins with its origin, size and root hash"};
  while (lines.next(extension))
    if (extension.empty())
      return Error{Error::Code::invalid, "an extension line of a checkpoint is not empty"};
  if (!lines.rest().empty()) return Error{Error::Code::invalid, "a checkpoint ends with a newline"};
  Checkpoint checkpoint;
  checkpoint.origin = origin;
  TRY(checkpoint.size, parse_decimal(size));
  TRY(checkpoint.root, hash_from_base64(root));
  if (checkpoint.size == 0 && checkpoint.root != empty_root())
    return Error{Error::Code::invalid, "the root of an empty tree is the hash of nothing"};
  return checkpoint;
}

}  // namespace gait::record
