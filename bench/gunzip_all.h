#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace gait::bench {

// The files in a folder, deep, whose names end in `.gz`.
std::vector<std::string> gzip_files(const std::string& folder);

// Reads the files and decompresses them with libdeflate alone, one after another into the same
// room. Gives the bytes that came out. Stops the process when one is no gzip file of one member.
std::uint64_t gunzip_all(const std::vector<std::string>& files);

}  // namespace gait::bench
