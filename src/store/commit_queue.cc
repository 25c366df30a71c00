#include "store/commit_queue.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <utility>

#include "record/bundle.h"
#include "store/frame_cursor.h"

namespace gait::store {
namespace {

constexpr std::size_t digits_max = 20;

}  // namespace

Result<std::uint64_t> CommitQueue::push(std::string_view before, std::string_view after) {
  const std::size_t most = before.size() + digits_max + after.size();
  std::unique_lock lock(mutex_);
  room_.wait(lock, [&] { return stopped_ || closed_ || has_room(most); });
  if (stopped_) return *stopped_;
  check(!closed_, "nobody appends to a log that is closed");

  std::array<char, digits_max> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), next_index_).ptr;
  const std::string_view number(digits.data(), static_cast<std::size_t>(end - digits.data()));
  const std::size_t size = before.size() + number.size() + after.size();
  if (size > record::entry_bytes_max)
    return Error{Error::Code::invalid,
                 fmt::format("an entry of {} bytes; the most is {}, so put what is large into a "
                             "blob",
                             size, record::entry_bytes_max)};
  const bool first = open_.count == 0;
  if (first) {
    open_.first_index = next_index_;
    open_since_ = Clock::now();
    if (open_.bytes.capacity() == 0) open_.bytes = fresh_memory();
  }
  open_.bytes.push_back(static_cast<char>(size >> 8));
  open_.bytes.push_back(static_cast<char>(size & 255));
  open_.bytes.append(before).append(number).append(after);
  ++open_.count;
  bytes_ += size + 2;
  const bool full = open_.bytes.size() >= frame_payload_target;
  if (full) end_open_bundle();
  const std::uint64_t index = next_index_++;
  lock.unlock();
  if (first || full) ready_.notify_one();
  return index;
}

std::optional<Bundle> CommitQueue::take() {
  std::unique_lock lock(mutex_);
  while (full_.empty()) {
    if (stopped_) return std::nullopt;
    if (open_.count == 0) {
      if (closed_) return std::nullopt;
      ready_.wait(lock);
      continue;
    }
    const auto due = open_since_ + limits_.wait_max;
    if (flush_ || closed_ || Clock::now() >= due) {
      end_open_bundle();
      break;
    }
    ready_.wait_until(lock, due);
  }
  if (stopped_) return std::nullopt;
  Bundle bundle = std::move(full_.front());
  full_.pop_front();
  if (full_.empty() && open_.count == 0) flush_ = false;
  bytes_ -= bundle.bytes.size();
  lock.unlock();
  room_.notify_all();
  return bundle;
}

bool CommitQueue::has_room(std::size_t bytes) const {
  return bytes_ == 0 || bytes_ + bytes <= limits_.bytes_max;
}

void CommitQueue::end_open_bundle() { full_.push_back(std::exchange(open_, {})); }

std::string CommitQueue::fresh_memory() {
  std::string memory;
  if (!spare_.empty()) {
    memory = std::move(spare_.back());
    spare_.pop_back();
    memory.clear();
  }
  memory.reserve(frame_payload_target + record::entry_bytes_max + 2);
  return memory;
}

void CommitQueue::recycle(std::string&& bytes) {
  const std::lock_guard lock(mutex_);
  if (spare_.size() < limits_.bytes_max / frame_payload_target) spare_.push_back(std::move(bytes));
}

void CommitQueue::flush() {
  {
    const std::lock_guard lock(mutex_);
    flush_ = open_.count > 0 || !full_.empty();
  }
  ready_.notify_one();
}

void CommitQueue::close() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  ready_.notify_one();
  room_.notify_all();
}

void CommitQueue::stop(Error reason) {
  {
    const std::lock_guard lock(mutex_);
    if (!stopped_) stopped_ = std::move(reason);
  }
  ready_.notify_one();
  room_.notify_all();
}

std::uint64_t CommitQueue::next_index() const {
  const std::lock_guard lock(mutex_);
  return next_index_;
}

}  // namespace gait::store
