#include "formats/fields.h"

#include <charconv>

#include "formats/json_walk.h"

namespace gait::formats {

double Fields::number(std::size_t field) const {
  const std::string_view text = raw(field);
  double value = -1;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  return failure == std::errc{} && value >= 0 && value < 1e18 ? value : -1;
}

std::string_view Fields::unescaped(std::size_t field) const {
  const Slot& slot = *find(field);
  if (!slot.is_string) return slot.raw;
  if (kept_used_ == kept_.size()) kept_.emplace_back();
  return unescape(slot.raw, kept_[kept_used_++]);
}

}  // namespace gait::formats
