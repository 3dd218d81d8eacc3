/* SHA-512 (FIPS 180-4). */
#ifndef HABU_RUNTIME_MODULES_SHA512_H
#define HABU_RUNTIME_MODULES_SHA512_H

#include "base/base.h"

enum { SHA512_DIGEST_SIZE = 64, SHA512_BLOCK_SIZE = 128 };

void sha512_digest(const uint8_t *bytes, size_t size, uint8_t digest[SHA512_DIGEST_SIZE]);

#endif
