#pragma once

#include <string>
#include <string_view>

namespace gait::formats {

// The secrets and certificates of an app that a change added and removed, as the audit log of Entra
// has them in `modifiedProperties`: a `KeyDescription` whose old and new value are lists of
// `[KeyIdentifier=<guid>,KeyType=Password,KeyUsage=Verify,DisplayName=..]`.
struct EntraKeyChange {
  std::string added, removed;  // ids of the first of each; empty when there is none
};
EntraKeyChange entra_key_change(std::string_view modified_properties);

}  // namespace gait::formats
