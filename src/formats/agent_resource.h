#pragma once

#include <string>
#include <string_view>

#include "formats/agent_arguments.h"

namespace gait::formats {

// What a tool call is about, by the names that tools give such arguments: a URL, a file, a host, a
// destination, a table. Where several are there the first of these kinds counts; with `owner` and
// `repo` a path is inside that repository: `acme/infra/.env`. Empty when no argument says it.
std::string tool_resource(const ToolArguments& arguments);

// `https://host/path`: scheme and host in lower case; without user, query and fragment. A part of
// the path that is random, such as an id or the token of a webhook, is `*`. What is no URL stays.
std::string canonical_url(std::string_view url);

// Without `.`, `..` and doubled slashes: `/repo/./a/../b` is `/repo/b`.
std::string canonical_path(std::string_view path);

}  // namespace gait::formats
