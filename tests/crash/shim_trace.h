#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace gait::crash {

// What was done to the files below one folder, in order, for power_loss.py. Each record is
//
//   operation u8 | inode u64 | offset u64 | length of path u32 | length of data u32 | path | data
//
// create: path, inode     write: inode, offset, data     cut: inode, offset is the new size
// sync: inode             lose: inode; its unsynced bytes will never reach the disk
// make: path of a folder  sync_folder: path              rename: path to the path in data
// remove: path            acknowledge: data is the durable size
enum class Operation : std::uint8_t {
  create = 'C',
  write = 'W',
  cut = 'T',
  sync = 'S',
  lose = 'L',
  make = 'M',
  sync_folder = 'D',
  rename = 'R',
  remove = 'U',
  acknowledge = 'A',
};

// Appends to the file named by GAIT_SHIM_TRACE; does nothing without that.
void record(Operation operation, std::uint64_t inode, std::uint64_t offset, std::string_view path,
            std::string_view data);

// Whether the shim minds this path: it lies in GAIT_SHIM_FOLDER or is GAIT_SHIM_ACKED.
bool is_watched(std::string_view path);
bool is_acknowledgement(std::string_view path);

std::string path_of(int descriptor);
std::uint64_t inode_of(int descriptor);
bool is_folder(int descriptor);

}  // namespace gait::crash
