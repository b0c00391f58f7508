/*
 * A Sluice fleet device in C99: reads signed manifests, tests a new version in its second slot, and goes back by itself.
 * No heap. It follows docs/fleet-protocol.md, version 1, for devices with two slots.
 */
#ifndef SLUICE_DEVICE_H
#define SLUICE_DEVICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
  SL_KEYS = 4,     /* public keys that may sign manifests */
  SL_BOOTS = 3,    /* boots that one test may take */
  SL_REFUSED = 8,  /* digests that are never tried again; the oldest makes room */
  SL_NAME = 64,    /* longest fleet, device and salt, with the zero byte */
  SL_ADDRESS = 192 /* longest address of an artifact, with the zero byte */
};

typedef enum { SL_RUNNING, SL_TESTING, SL_REVERTED } sl_state;
typedef enum { SL_NOT_YET, SL_HEALTHY, SL_SICK } sl_health;

/* What survives a reboot. */
typedef struct {
  uint64_t sequence, testing, sent; /* newest manifest; start of the test, in seconds; number of the last message */
  uint32_t confirm;                 /* seconds that a test may take */
  uint8_t state, slot;              /* `sl_state`; the slot that runs, 0 or 1 */
  uint8_t boots;                    /* of the test under way */
  uint8_t has_previous, refused_count; /* `refused_count` goes on counting past SL_REFUSED, up to 255 */
  uint8_t running[32], previous[32];   /* SHA-256 */
  uint8_t refused[SL_REFUSED][32];
} sl_record;

/* Takes a piece of a download; false stops it. */
typedef bool sl_take(void *to, const uint8_t *bytes, size_t length);

/* The hardware. Every function gets `self`. A power cut may come inside any of them. */
typedef struct {
  void *self;
  uint64_t (*now)(void *self); /* seconds since 1970 by the device's clock, which may be wrong */
  /* Two pages that survive a reboot, each for `SL_PAGE` bytes. A write that is cut may leave anything in its page. */
  bool (*read_page)(void *self, unsigned page, uint8_t *bytes, size_t length);
  bool (*write_page)(void *self, unsigned page, const uint8_t *bytes, size_t length);
  bool (*download)(void *self, const char *address, sl_take *take, void *to);
  bool (*write_slot)(void *self, unsigned slot, uint32_t offset, const uint8_t *bytes, size_t length);
  bool (*read_slot)(void *self, unsigned slot, uint32_t offset, uint8_t *bytes, size_t length);
  sl_health (*health)(void *self);
  /* Retained; may be lost. It must not wait for the network: a device goes back whether or not anybody can be told. */
  void (*publish)(void *self, const char *topic, const char *message);
  void (*reboot)(void *self); /* the boot loader then calls `sl_boot`; returns in a simulation only */
} sl_hardware;

enum { SL_PAGE = 16 + (int)sizeof(sl_record) };

/* What a device knows of itself before its first boot. */
typedef struct {
  const char *id, *fleet;    /* letters, digits, `.`, `_` and `-`; less than SL_NAME of them */
  const uint8_t (*keys)[32]; /* Ed25519 public keys */
  size_t key_count;
  const uint8_t *telemetry_key; /* 32 bytes, or NULL: messages without `mac` */
  const uint8_t *first;         /* digest of what slot 0 was made with, 32 bytes */
} sl_identity;

/* The part of the newest manifest that this device acts on. */
typedef struct {
  bool known;
  bool has_window;
  uint16_t from, to; /* minutes of the day, UTC */
  uint32_t bytes;
  uint8_t digest[32];
  char address[SL_ADDRESS];
} sl_wanted;

typedef struct {
  sl_identity identity;
  sl_hardware hardware;
  sl_record record;
  uint32_t generation; /* of the page that holds the record */
  sl_wanted wanted;
} sl_device;

/*
 * For the boot loader, once at every boot: the slot to boot. A version under test that the watchdog has stopped, or that was
 * booted SL_BOOTS times without an end of its test, is refused here: it may be too broken to go back by itself. `watchdog`
 * says whether the watchdog caused this boot.
 */
unsigned sl_boot(const sl_hardware *hardware, bool watchdog);

/* Once after every boot. */
void sl_start(sl_device *device, const sl_identity *identity, const sl_hardware *hardware);

/*
 * A manifest has arrived. `text` is changed: base64 is decoded in place. False if it is not signed by a known key, is older
 * than the newest one, is for another fleet, or is not a manifest; then nothing has changed.
 */
bool sl_manifest(sl_device *device, char *text, size_t length);

/* Every few seconds: the health of a version under test, and what waits for a window or a download. */
void sl_check(sl_device *device);

/* Says how the device is. After every connection, and once a day. */
void sl_report(sl_device *device);

#endif
