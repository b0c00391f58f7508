/*
 * A device on this machine, driven by lines on standard input, for tests. Its flash is an array, and the power can be cut in
 * the middle of any write: `cut N` cuts at the Nth write from now.
 *
 *   new ID FLEET KEY TELEMETRY_KEY|- FIRST    a new device; keys and digests in hexadecimal
 *   now SECONDS · health healthy|sick|not-yet · file ADDRESS TEXT|- (`-`: cannot be had)
 *   manifest ENVELOPE · check · report · reboot · watchdog · cut N
 *   sha TEXT        prints `sha256 HEX sha512 HEX` of the text
 *
 * It prints `publish TOPIC MESSAGE`, `boot DIGEST` (of what stands in the slot), `cut`, and after every line `ok`.
 */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "device.h"
#include "sha2.h"
#include "store.h"

enum { SLOT = 4096, LINE = 65536, FILES = 16 };

static uint8_t pages[2][SL_PAGE], slots[2][SLOT];
static uint32_t lengths[2]; /* bytes in each slot, to print its digest */
static char addresses[FILES][SL_ADDRESS], contents[FILES][256];
static int files;
static uint64_t seconds;
static sl_health health;
static int writesLeft = -1;
static jmp_buf power;

static uint8_t keys[1][32], telemetryKey[32], first[32];
static char id[SL_NAME], fleet[SL_NAME];
static sl_device device;

/* Half of the bytes are written, then the power is gone. */
static bool writeTo(uint8_t *to, const uint8_t *bytes, size_t length) {
  if (writesLeft > 0 && --writesLeft == 0) {
    memcpy(to, bytes, length / 2);
    writesLeft = -1;
    longjmp(power, 1);
  }
  memcpy(to, bytes, length);
  return true;
}

static uint64_t now(void *self) { return (void)self, seconds; }
static sl_health healthNow(void *self) { return (void)self, health; }

static bool readPage(void *self, unsigned page, uint8_t *bytes, size_t length) {
  (void)self;
  memcpy(bytes, pages[page], length);
  return true;
}

static bool writePage(void *self, unsigned page, const uint8_t *bytes, size_t length) {
  return (void)self, writeTo(pages[page], bytes, length);
}

static bool writeSlot(void *self, unsigned slot, uint32_t offset, const uint8_t *bytes, size_t length) {
  (void)self;
  if (offset + length > SLOT) return false;
  lengths[slot] = offset + (uint32_t)length;
  return writeTo(slots[slot] + offset, bytes, length);
}

static bool readSlot(void *self, unsigned slot, uint32_t offset, uint8_t *bytes, size_t length) {
  (void)self;
  if (offset + length > SLOT) return false;
  memcpy(bytes, slots[slot] + offset, length);
  return true;
}

/* In pieces of five bytes, so that a cut can come between them. */
static bool download(void *self, const char *address, sl_take *take, void *to) {
  (void)self;
  for (int i = 0; i < files; i++) {
    if (strcmp(addresses[i], address) != 0 || strcmp(contents[i], "-") == 0) continue;
    const size_t length = strlen(contents[i]);
    for (size_t at = 0; at < length; at += 5)
      if (!take(to, (const uint8_t *)contents[i] + at, length - at < 5 ? length - at : 5)) return false;
    return true;
  }
  return false;
}

static void publish(void *self, const char *topic, const char *message) {
  (void)self;
  printf("publish %s %s\n", topic, message);
}

static void printSlot(const char *word, unsigned slot) {
  uint8_t digest[32];
  sl_sha256 hash;
  sl_sha256_start(&hash);
  sl_sha256_add(&hash, slots[slot], lengths[slot]);
  sl_sha256_end(&hash, digest);
  printf("%s sha256:", word);
  for (int i = 0; i < 32; i++) printf("%02x", digest[i]);
  printf("\n");
}

static sl_hardware hardware;

/* Prints what the slot holds that the boot loader chose. */
static void boot(bool watchdog) { printSlot("boot", sl_boot(&hardware, watchdog)); }

/* What a reboot would lose, the newest manifest, is kept, as in the reference agent, which need not be started again. */
static void reboot(void *self) {
  (void)self;
  boot(false);
  sl_load(&hardware, &device.record, &device.generation);
}

static void fromHex(const char *text, uint8_t *to) {
  for (int i = 0; i < 32; i++) {
    unsigned byte = 0;
    sscanf(text + 2 * i, "%2x", &byte);
    to[i] = (uint8_t)byte;
  }
}

static void start(void) {
  const sl_identity identity = {id, fleet, (const uint8_t(*)[32])keys, 1, telemetryKey[0] ? telemetryKey : NULL, first};
  sl_start(&device, &identity, &hardware);
}

static void make(char *rest) {
  char key[65], telemetry[65], made[65], text[256];
  sscanf(rest, "%63s %63s %64s %64s %64s %255[^\n]", id, fleet, key, telemetry, made, text);
  memset(pages, 0xff, sizeof pages);
  memset(slots, 0xff, sizeof slots);
  memset(telemetryKey, 0, sizeof telemetryKey);
  fromHex(key, keys[0]);
  if (telemetry[0] != '-') fromHex(telemetry, telemetryKey);
  fromHex(made, first);
  memcpy(slots[0], text, strlen(text));
  lengths[0] = (uint32_t)strlen(text);
  lengths[1] = 0;
  files = 0;
  writesLeft = -1;
  start();
}

static void offer(char *rest) {
  char *text = strchr(rest, ' ');
  *text++ = 0;
  int i = 0;
  while (i < files && strcmp(addresses[i], rest) != 0) i++;
  if (i == files) files++;
  snprintf(addresses[i], sizeof addresses[i], "%s", rest);
  snprintf(contents[i], sizeof contents[i], "%s", text);
}

static void printHashes(const char *text) {
  uint8_t one[32], other[64];
  sl_sha256 hash;
  sl_sha512 wide;
  sl_sha256_start(&hash);
  sl_sha256_add(&hash, text, strlen(text));
  sl_sha256_end(&hash, one);
  sl_sha512_start(&wide);
  sl_sha512_add(&wide, text, strlen(text));
  sl_sha512_end(&wide, other);
  printf("sha256 ");
  for (int i = 0; i < 32; i++) printf("%02x", one[i]);
  printf(" sha512 ");
  for (int i = 0; i < 64; i++) printf("%02x", other[i]);
  printf("\n");
}

static void obey(const char *word, char *rest) {
  if (strcmp(word, "new") == 0) make(rest);
  else if (strcmp(word, "now") == 0) seconds = strtoull(rest, NULL, 10);
  else if (strcmp(word, "health") == 0) health = rest[0] == 'h' ? SL_HEALTHY : rest[0] == 's' ? SL_SICK : SL_NOT_YET;
  else if (strcmp(word, "file") == 0) offer(rest);
  else if (strcmp(word, "manifest") == 0) sl_manifest(&device, rest, strlen(rest));
  else if (strcmp(word, "check") == 0) sl_check(&device);
  else if (strcmp(word, "report") == 0) sl_report(&device);
  else if (strcmp(word, "cut") == 0) writesLeft = atoi(rest);
  else if (strcmp(word, "reboot") == 0 || strcmp(word, "watchdog") == 0) {
    boot(word[0] == 'w');
    start();
  } else if (strcmp(word, "sha") == 0) printHashes(rest);
  else exit(2);
}

int main(void) {
  static char line[LINE];
  hardware = (sl_hardware){NULL, now, readPage, writePage, download, writeSlot, readSlot, healthNow, publish, reboot};
  while (fgets(line, sizeof line, stdin) != NULL) {
    line[strcspn(line, "\n")] = 0;
    char *rest = strchr(line, ' ');
    if (rest != NULL) *rest++ = 0;
    if (setjmp(power) == 0) {
      obey(line, rest == NULL ? line + strlen(line) : rest);
    } else {
      printf("cut\n");
      boot(false);
      start();
    }
    printf("ok\n");
    fflush(stdout);
  }
  return 0;
}
