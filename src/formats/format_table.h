#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "formats/json_format.h"
#include "formats/text_format.h"

namespace gait::formats {

// Every JSON format that Gait reads without being told how, in the order in which they are asked
// whether a record is theirs: the more telling marks first. AWS CloudTrail, which comes first, has
// a reader of its own for speed (cloudtrail_reader.h) and only its marks here.
std::span<const JsonFormat* const> json_formats();

// Every format of text lines, in the order in which they are asked whether a line is theirs.
std::span<const TextFormat* const> text_formats();

// The format of that name, or null.
const JsonFormat* find_json_format(std::string_view name);
const LogFormat* find_format(std::string_view name);

}  // namespace gait::formats
