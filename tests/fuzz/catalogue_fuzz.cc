// Arbitrary bytes as a catalogue of actions and as access levels: an error or a catalogue.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "model/action_catalogue.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  gait::ActionCatalogue catalogue;
  (void)catalogue.add_yaml(text, "fuzz.yaml");
  (void)catalogue.add_aws_access_levels(text, "fuzz.txt");
  (void)catalogue.find("aws_cloudtrail", text.substr(0, 64));
  return 0;
}
