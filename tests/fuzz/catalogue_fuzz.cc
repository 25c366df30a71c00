// Arbitrary bytes as a catalogue of actions and as access levels: an error or a catalogue, and the
// conditions of the catalogue can be asked.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/action_catalogue.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  gait::ActionCatalogue catalogue;
  (void)catalogue.add_yaml(text, "fuzz.yaml");
  (void)catalogue.add_aws_access_levels(text, "fuzz.txt");
  for (const std::string_view source : {"aws_cloudtrail", "test"}) {
    const gait::ActionFacts facts = catalogue.find(source, text.substr(0, 64));
    (void)gait::settle(facts, [text](const gait::FieldPath& path) {
      return std::vector<std::string>(path.steps.size() % 3, std::string(text.substr(0, 16)));
    });
  }
  (void)gait::parse_field_path(text);
  return 0;
}
