#include "ingest/decompress.h"

#include <libdeflate.h>
#include <zstd.h>

#include "base/check.h"

namespace gait::ingest {

DecompressTools::DecompressTools() = default;
DecompressTools::~DecompressTools() = default;

void DecompressTools::FreeDeflate::operator()(libdeflate_decompressor* decompressor) const {
  libdeflate_free_decompressor(decompressor);
}

void DecompressTools::FreeZstd::operator()(ZSTD_DCtx_s* context) const { ZSTD_freeDCtx(context); }

libdeflate_decompressor* DecompressTools::deflate() {
  if (!deflate_) deflate_.reset(libdeflate_alloc_decompressor());
  check(deflate_ != nullptr, "there is memory for a decompressor");
  return deflate_.get();
}

ZSTD_DCtx_s* DecompressTools::zstd() {
  if (!zstd_) zstd_.reset(ZSTD_createDCtx());
  check(zstd_ != nullptr, "there is memory for a decompressor");
  return zstd_.get();
}

}  // namespace gait::ingest
