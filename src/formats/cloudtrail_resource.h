#pragma once

#include <cstdint>
#include <string>

#include "formats/cloudtrail_fields.h"

namespace gait::formats {

// The resource a call is about, written one way however the caller wrote it: the ARN that the
// record gives, else one made of the parameter that says most, with the account and region of the
// record. A secret loses the random suffix of its ARN, so that name, partial and full ARN are one.
// An object in S3 is an item of its bucket, which is the resource.
// Empty when the record names nothing.
std::string cloudtrail_resource(const CloudTrailFields& fields);

// What the result depends on: the ARN or parameter (its text and kind), and the scope it is read
// in. Equal hashes mean equal results. 0 when the record names nothing.
std::uint64_t cloudtrail_resource_hash(const CloudTrailFields& fields);

// A hash of the S3 object inside the bucket; 0 for anything else.
std::uint32_t cloudtrail_item(const CloudTrailFields& fields);

}  // namespace gait::formats
