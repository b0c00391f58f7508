#include "sha2.h"

#include <string.h>

/* The first bits of the fractional parts of the square roots (start) and cube roots (rounds) of the first primes. */
static const uint32_t START256[8] = {
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
static const uint32_t ROUND256[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};
static const uint64_t START512[8] = {
    0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
    0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179};
static const uint64_t ROUND512[80] = {
    0x428a2f98d728ae22, 0x7137449123ef65cd, 0xb5c0fbcfec4d3b2f, 0xe9b5dba58189dbbc,
    0x3956c25bf348b538, 0x59f111f1b605d019, 0x923f82a4af194f9b, 0xab1c5ed5da6d8118,
    0xd807aa98a3030242, 0x12835b0145706fbe, 0x243185be4ee4b28c, 0x550c7dc3d5ffb4e2,
    0x72be5d74f27b896f, 0x80deb1fe3b1696b1, 0x9bdc06a725c71235, 0xc19bf174cf692694,
    0xe49b69c19ef14ad2, 0xefbe4786384f25e3, 0x0fc19dc68b8cd5b5, 0x240ca1cc77ac9c65,
    0x2de92c6f592b0275, 0x4a7484aa6ea6e483, 0x5cb0a9dcbd41fbd4, 0x76f988da831153b5,
    0x983e5152ee66dfab, 0xa831c66d2db43210, 0xb00327c898fb213f, 0xbf597fc7beef0ee4,
    0xc6e00bf33da88fc2, 0xd5a79147930aa725, 0x06ca6351e003826f, 0x142929670a0e6e70,
    0x27b70a8546d22ffc, 0x2e1b21385c26c926, 0x4d2c6dfc5ac42aed, 0x53380d139d95b3df,
    0x650a73548baf63de, 0x766a0abb3c77b2a8, 0x81c2c92e47edaee6, 0x92722c851482353b,
    0xa2bfe8a14cf10364, 0xa81a664bbc423001, 0xc24b8b70d0f89791, 0xc76c51a30654be30,
    0xd192e819d6ef5218, 0xd69906245565a910, 0xf40e35855771202a, 0x106aa07032bbd1b8,
    0x19a4c116b8d2d0c8, 0x1e376c085141ab53, 0x2748774cdf8eeb99, 0x34b0bcb5e19b48a8,
    0x391c0cb3c5c95a63, 0x4ed8aa4ae3418acb, 0x5b9cca4f7763e373, 0x682e6ff3d6b2b8a3,
    0x748f82ee5defb2fc, 0x78a5636f43172f60, 0x84c87814a1f0ab72, 0x8cc702081a6439ec,
    0x90befffa23631e28, 0xa4506cebde82bde9, 0xbef9a3f7b2c67915, 0xc67178f2e372532b,
    0xca273eceea26619c, 0xd186b8c721c0c207, 0xeada7dd6cde0eb1e, 0xf57d4f7fee6ed178,
    0x06f067aa72176fba, 0x0a637dc5a2c898a6, 0x113f9804bef90dae, 0x1b710b35131c471b,
    0x28db77f523047d84, 0x32caab7b40c72493, 0x3c9ebe0a15c9bebc, 0x431d67c49c100d4c,
    0x4cc5d4becb3e42b6, 0x597f299cfc657e2a, 0x5fcb6fab3ad6faec, 0x6c44198c4a475817};

#define ROTATE32(x, n) (((x) >> (n)) | ((x) << (32 - (n))))
#define ROTATE64(x, n) (((x) >> (n)) | ((x) << (64 - (n))))

/* The message schedule is kept as a ring of 16 words: the whole of it would take 256 or 640 bytes of stack. */

static void block256(sl_sha256 *hash) {
  uint32_t w[16], v[8];
  for (int i = 0; i < 16; i++) {
    const uint8_t *p = hash->block + 4 * i;
    w[i] = (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
  }
  memcpy(v, hash->state, sizeof v);
  for (int i = 0; i < 64; i++) {
    if (i >= 16) {
      uint32_t a = w[(i + 1) & 15], b = w[(i + 14) & 15];
      w[i & 15] += (ROTATE32(a, 7) ^ ROTATE32(a, 18) ^ (a >> 3)) + w[(i + 9) & 15] +
                   (ROTATE32(b, 17) ^ ROTATE32(b, 19) ^ (b >> 10));
    }
    uint32_t one = v[7] + (ROTATE32(v[4], 6) ^ ROTATE32(v[4], 11) ^ ROTATE32(v[4], 25)) +
                   ((v[4] & v[5]) ^ (~v[4] & v[6])) + ROUND256[i] + w[i & 15];
    uint32_t two = (ROTATE32(v[0], 2) ^ ROTATE32(v[0], 13) ^ ROTATE32(v[0], 22)) +
                   ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));
    for (int j = 7; j > 0; j--) v[j] = v[j - 1];
    v[4] += one;
    v[0] = one + two;
  }
  for (int i = 0; i < 8; i++) hash->state[i] += v[i];
}

static void block512(sl_sha512 *hash) {
  uint64_t w[16], v[8];
  for (int i = 0; i < 16; i++) {
    w[i] = 0;
    for (int j = 0; j < 8; j++) w[i] = w[i] << 8 | hash->block[8 * i + j];
  }
  memcpy(v, hash->state, sizeof v);
  for (int i = 0; i < 80; i++) {
    if (i >= 16) {
      uint64_t a = w[(i + 1) & 15], b = w[(i + 14) & 15];
      w[i & 15] += (ROTATE64(a, 1) ^ ROTATE64(a, 8) ^ (a >> 7)) + w[(i + 9) & 15] +
                   (ROTATE64(b, 19) ^ ROTATE64(b, 61) ^ (b >> 6));
    }
    uint64_t one = v[7] + (ROTATE64(v[4], 14) ^ ROTATE64(v[4], 18) ^ ROTATE64(v[4], 41)) +
                   ((v[4] & v[5]) ^ (~v[4] & v[6])) + ROUND512[i] + w[i & 15];
    uint64_t two = (ROTATE64(v[0], 28) ^ ROTATE64(v[0], 34) ^ ROTATE64(v[0], 39)) +
                   ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));
    for (int j = 7; j > 0; j--) v[j] = v[j - 1];
    v[4] += one;
    v[0] = one + two;
  }
  for (int i = 0; i < 8; i++) hash->state[i] += v[i];
}

void sl_sha256_start(sl_sha256 *hash) {
  memcpy(hash->state, START256, sizeof hash->state);
  hash->length = 0;
}

void sl_sha256_add(sl_sha256 *hash, const void *data, size_t length) {
  const uint8_t *from = data;
  while (length-- > 0) {
    hash->block[hash->length++ & 63] = *from++;
    if ((hash->length & 63) == 0) block256(hash);
  }
}

void sl_sha256_end(sl_sha256 *hash, uint8_t digest[32]) {
  uint64_t bits = hash->length * 8;
  const uint8_t one = 0x80, zero = 0;
  sl_sha256_add(hash, &one, 1);
  while ((hash->length & 63) != 56) sl_sha256_add(hash, &zero, 1);
  for (int i = 7; i >= 0; i--) {
    uint8_t byte = (uint8_t)(bits >> (8 * i));
    sl_sha256_add(hash, &byte, 1);
  }
  for (int i = 0; i < 32; i++) digest[i] = (uint8_t)(hash->state[i / 4] >> (24 - 8 * (i & 3)));
}

void sl_sha512_start(sl_sha512 *hash) {
  memcpy(hash->state, START512, sizeof hash->state);
  hash->length = 0;
}

void sl_sha512_add(sl_sha512 *hash, const void *data, size_t length) {
  const uint8_t *from = data;
  while (length-- > 0) {
    hash->block[hash->length++ & 127] = *from++;
    if ((hash->length & 127) == 0) block512(hash);
  }
}

/* The length takes sixteen bytes; the upper eight are zero. */
void sl_sha512_end(sl_sha512 *hash, uint8_t digest[64]) {
  uint64_t bits = hash->length * 8;
  const uint8_t one = 0x80, zero = 0;
  sl_sha512_add(hash, &one, 1);
  while ((hash->length & 127) != 112) sl_sha512_add(hash, &zero, 1);
  for (int i = 15; i >= 0; i--) {
    uint8_t byte = i < 8 ? (uint8_t)(bits >> (8 * i)) : 0;
    sl_sha512_add(hash, &byte, 1);
  }
  for (int i = 0; i < 64; i++) digest[i] = (uint8_t)(hash->state[i / 8] >> (56 - 8 * (i & 7)));
}

void sl_hmac_sha256(const uint8_t key[32], const void *data, size_t length, uint8_t mac[32]) {
  sl_sha256 hash;
  for (int outer = 0; outer < 2; outer++) {
    sl_sha256_start(&hash);
    for (int i = 0; i < 64; i++) {
      uint8_t byte = (uint8_t)((i < 32 ? key[i] : 0) ^ (outer ? 0x5c : 0x36));
      sl_sha256_add(&hash, &byte, 1);
    }
    sl_sha256_add(&hash, outer ? mac : data, outer ? 32 : length);
    sl_sha256_end(&hash, mac);
  }
}
