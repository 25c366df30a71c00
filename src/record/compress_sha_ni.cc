#include <immintrin.h>

#include "record/compress.h"

namespace gait::record {
namespace {

// A message on its way: the state as the instructions want it, and the last 16 words of the
// schedule.
struct Stream {
  __m128i abef, cdgh;
  __m128i words[4];
};

__m128i load(const void* from) { return _mm_loadu_si128(static_cast<const __m128i*>(from)); }
void store(void* to, __m128i value) { _mm_storeu_si128(static_cast<__m128i*>(to), value); }

Stream load_state(const std::uint32_t* state) {
  const __m128i cdab = _mm_shuffle_epi32(load(state), 0xb1);
  const __m128i efgh = _mm_shuffle_epi32(load(state + 4), 0x1b);
  Stream stream;
  stream.abef = _mm_alignr_epi8(cdab, efgh, 8);
  stream.cdgh = _mm_blend_epi16(efgh, cdab, 0xf0);
  return stream;
}

void store_state(std::uint32_t* state, const Stream& stream) {
  const __m128i feba = _mm_shuffle_epi32(stream.abef, 0x1b);
  const __m128i dchg = _mm_shuffle_epi32(stream.cdgh, 0xb1);
  store(state, _mm_blend_epi16(feba, dchg, 0xf0));
  store(state + 4, _mm_alignr_epi8(dchg, feba, 8));
}

void load_block(Stream& stream, const std::uint8_t* block) {
  const __m128i big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
  for (int i = 0; i < 4; ++i) stream.words[i] = _mm_shuffle_epi8(load(block + 16 * i), big_endian);
}

// Rounds 4 i to 4 i + 3.
void four_rounds(Stream& stream, int i) {
  __m128i& word = stream.words[i % 4];
  if (i >= 4) {
    const __m128i last = stream.words[(i + 3) % 4];
    const __m128i middle = _mm_alignr_epi8(last, stream.words[(i + 2) % 4], 4);
    word = _mm_add_epi32(_mm_sha256msg1_epu32(word, stream.words[(i + 1) % 4]), middle);
    word = _mm_sha256msg2_epu32(word, last);
  }
  const __m128i sum = _mm_add_epi32(word, load(sha256_constants + 4 * i));
  stream.cdgh = _mm_sha256rnds2_epu32(stream.cdgh, stream.abef, sum);
  stream.abef = _mm_sha256rnds2_epu32(stream.abef, stream.cdgh, _mm_shuffle_epi32(sum, 0x0e));
}

void add_state(Stream& stream, const Stream& before) {
  stream.abef = _mm_add_epi32(stream.abef, before.abef);
  stream.cdgh = _mm_add_epi32(stream.cdgh, before.cdgh);
}

}  // namespace

void compress_sha_ni(std::uint32_t* state, const std::uint8_t* blocks, std::size_t count) {
  Stream stream = load_state(state);
  for (std::size_t block = 0; block < count; ++block) {
    const Stream before = stream;
    load_block(stream, blocks + 64 * block);
#pragma GCC unroll 16
    for (int i = 0; i < 16; ++i) four_rounds(stream, i);
    add_state(stream, before);
  }
  store_state(state, stream);
}

void compress_two_sha_ni(std::uint32_t* state_a, const std::uint8_t* blocks_a,
                         std::uint32_t* state_b, const std::uint8_t* blocks_b, std::size_t count) {
  Stream a = load_state(state_a), b = load_state(state_b);
  for (std::size_t block = 0; block < count; ++block) {
    const Stream before_a = a, before_b = b;
    load_block(a, blocks_a + 64 * block);
    load_block(b, blocks_b + 64 * block);
#pragma GCC unroll 16
    for (int i = 0; i < 16; ++i) {
      four_rounds(a, i);
      four_rounds(b, i);
    }
    add_state(a, before_a);
    add_state(b, before_b);
  }
  store_state(state_a, a);
  store_state(state_b, b);
}

}  // namespace gait::record
