/* SHA-256 and SHA-512 (FIPS 180-4), and HMAC-SHA-256 (RFC 2104), over data that comes in pieces. */
#ifndef SLUICE_SHA2_H
#define SLUICE_SHA2_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
  uint32_t state[8];
  uint64_t length; /* bytes so far */
  uint8_t block[64];
} sl_sha256;

typedef struct {
  uint64_t state[8];
  uint64_t length; /* bytes so far; below 2^61 */
  uint8_t block[128];
} sl_sha512;

void sl_sha256_start(sl_sha256 *hash);
void sl_sha256_add(sl_sha256 *hash, const void *data, size_t length);
void sl_sha256_end(sl_sha256 *hash, uint8_t digest[32]);

void sl_sha512_start(sl_sha512 *hash);
void sl_sha512_add(sl_sha512 *hash, const void *data, size_t length);
void sl_sha512_end(sl_sha512 *hash, uint8_t digest[64]);

/* A key of 32 bytes. */
void sl_hmac_sha256(const uint8_t key[32], const void *data, size_t length, uint8_t mac[32]);

#endif
