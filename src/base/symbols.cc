#include "base/symbols.h"

#include <algorithm>
#include <cstring>
#include <limits>

#include "base/check.h"
#include "base/hash.h"

namespace gait {
namespace {

constexpr std::size_t slots_first = 1024;
constexpr std::size_t chunk_bytes_first = 16 * 1024;
constexpr std::size_t chunk_bytes_max = 4 * 1024 * 1024;
constexpr std::size_t place_bytes = 4;

std::size_t rounded_up(std::size_t bytes) {
  return (bytes + place_bytes - 1) / place_bytes * place_bytes;
}

std::uint64_t seeded_hash(std::string_view text, std::uint64_t seed) {
  const std::uint64_t hash = hash64(text, seed);
  return hash == 0 ? 1 : hash;  // 0 means "none"
}

}  // namespace

Symbol symbol_of(std::string_view text) {
  return text.empty() ? Symbol{} : Symbol{seeded_hash(text, 0)};
}

SymbolTable::SymbolTable() : slots_(slots_first) {}

SymbolTable::Slot& SymbolTable::find(std::uint64_t symbol) {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = symbol & mask;
  while (slots_[at].symbol != 0 && slots_[at].symbol != symbol) at = (at + 1) & mask;
  return slots_[at];
}

Symbol SymbolTable::insert(std::string_view text) {
  if (text.empty()) return {};
  for (std::uint64_t seed = 0;; ++seed) {
    const std::uint64_t symbol = seeded_hash(text, seed);
    Slot& slot = find(symbol);
    if (slot.symbol == symbol) {
      if (slot.length == text.size()) [[likely]]
        return {symbol};
      continue;
    }
    slot = {symbol, keep(text), static_cast<std::uint32_t>(text.size())};
    count_one();
    return {symbol};
  }
}

std::string_view SymbolTable::text(Symbol symbol) const {
  if (!symbol) return {};
  const Slot& slot = const_cast<SymbolTable*>(this)->find(symbol.value);
  return slot.symbol == 0 ? std::string_view{} : text_of(slot);
}

std::string_view SymbolTable::text_of(const Slot& slot) const {
  const auto after =
      std::upper_bound(chunks_.begin(), chunks_.end(), std::uint64_t{slot.place},
                       [](std::uint64_t place, const Chunk& chunk) { return place < chunk.first; });
  const Chunk& chunk = *(after - 1);
  return {chunk.bytes.get() + (slot.place - chunk.first) * place_bytes, slot.length};
}

void SymbolTable::merge(const SymbolTable& other) {
  for (const Slot& theirs : other.slots_) {
    if (theirs.symbol == 0) continue;
    Slot& ours = find(theirs.symbol);
    if (ours.symbol != 0) continue;
    ours = {theirs.symbol, keep(other.text_of(theirs)), theirs.length};
    count_one();
  }
}

std::size_t SymbolTable::memory_bytes() const {
  return slots_.capacity() * sizeof(Slot) + arena_bytes_;
}

std::uint32_t SymbolTable::keep(std::string_view text) {
  if (chunks_.empty() || text.size() > chunk_size_ - chunk_used_) {
    const std::uint64_t first =
        chunks_.empty() ? 0 : chunks_.back().first + chunk_size_ / place_bytes;
    chunk_size_ = std::clamp(chunk_size_ * 2, chunk_bytes_first, chunk_bytes_max);
    chunk_size_ = std::max(chunk_size_, rounded_up(text.size()));
    chunks_.push_back({std::make_unique_for_overwrite<char[]>(chunk_size_), first});
    chunk_used_ = 0;
    arena_bytes_ += chunk_size_;
  }
  const Chunk& chunk = chunks_.back();
  const std::uint64_t place = chunk.first + chunk_used_ / place_bytes;
  check(place <= std::numeric_limits<std::uint32_t>::max(), "names stay below 16 GiB");
  std::memcpy(chunk.bytes.get() + chunk_used_, text.data(), text.size());
  chunk_used_ = std::min(chunk_size_, chunk_used_ + rounded_up(text.size()));
  return static_cast<std::uint32_t>(place);
}

void SymbolTable::count_one() {
  if (++size_ * 4 > slots_.size() * 3) grow();
}

void SymbolTable::grow() {
  std::vector<Slot> old(slots_.size() * 2);
  old.swap(slots_);
  for (const Slot& slot : old)
    if (slot.symbol != 0) find(slot.symbol) = slot;
}

}  // namespace gait
