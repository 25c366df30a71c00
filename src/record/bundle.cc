#include "record/bundle.h"

#include "base/check.h"

namespace gait::record {

void append_entry(std::string& bundle, std::string_view entry) {
  check(entry.size() <= entry_bytes_max, "the length of an entry fits two bytes");
  bundle.push_back(static_cast<char>(entry.size() >> 8));
  bundle.push_back(static_cast<char>(entry.size() & 255));
  bundle.append(entry);
}

bool take_entry(std::string_view& bundle, std::string_view& entry) {
  if (bundle.size() < 2) return false;
  const std::size_t size = static_cast<std::size_t>(static_cast<unsigned char>(bundle[0])) << 8 |
                           static_cast<unsigned char>(bundle[1]);
  if (bundle.size() - 2 < size) return false;
  entry = bundle.substr(2, size);
  bundle.remove_prefix(2 + size);
  return true;
}

Status split_bundle(std::string_view bundle, std::vector<std::string_view>& entries) {
  for (std::string_view entry; take_entry(bundle, entry);) entries.push_back(entry);
  if (!bundle.empty()) return Error{Error::Code::corrupt, "the last entry is cut off"};
  return Nothing{};
}

}  // namespace gait::record
