#pragma once

#include <string_view>

namespace gait::report {

// The style sheet of the page. Colours are named once, for light and for dark; text on its ground
// has a contrast of at least 4.5 (WCAG AA), and no meaning is in a colour alone.
std::string_view html_style();

}  // namespace gait::report
