#include "device.h"

#include <string.h>

#include "json.h"
#include "monocypher.h"
#include "sha2.h"
#include "store.h"

static const char TYPE[] = "application/vnd.sluice.fleet-manifest.v1+json";
static const char *const STATES[] = {"running", "testing", "reverted"};

/* The previous version runs again: the other one has failed its test, or is no longer wanted. */
static void turnBack(sl_record *record, bool failed) {
  if (failed) {
    memcpy(record->refused[record->refused_count % SL_REFUSED], record->running, 32);
    /* Stays a number that names the same place once it is at its limit. */
    record->refused_count = record->refused_count == 255 ? 256 - SL_REFUSED : record->refused_count + 1;
  }
  memcpy(record->running, record->previous, 32);
  memset(record->previous, 0, 32);
  record->slot ^= 1;
  record->has_previous = 0;
  record->boots = 0;
  record->testing = 0;
  record->state = failed ? SL_REVERTED : SL_RUNNING;
}

unsigned sl_boot(const sl_hardware *hardware, bool watchdog) {
  sl_record record;
  uint32_t generation;
  if (!sl_load(hardware, &record, &generation)) return 0;
  if (record.state != SL_TESTING || !record.has_previous) return record.slot;
  const unsigned safe = record.slot ^ 1u;
  if (watchdog || record.boots >= SL_BOOTS) turnBack(&record, true);
  else record.boots++;
  /* A test that cannot be counted must not go on. */
  return sl_save(hardware, &record, &generation) ? record.slot : safe;
}

void sl_start(sl_device *device, const sl_identity *identity, const sl_hardware *hardware) {
  memset(device, 0, sizeof *device);
  device->identity = *identity;
  device->hardware = *hardware;
  if (sl_load(hardware, &device->record, &device->generation)) return;
  device->record.confirm = 600;
  memcpy(device->record.running, identity->first, 32);
}

/* The record in memory is the one that is stored, or the step that wanted to change it does not happen. */
static bool keep(sl_device *device, const sl_record *record) {
  if (memcmp(record, &device->record, sizeof *record) == 0) return true;
  if (!sl_save(&device->hardware, record, &device->generation)) return false;
  device->record = *record;
  return true;
}

static bool same(const char *one, const char *other) {
  const size_t length = strlen(one);
  return length == strlen(other) && memcmp(one, other, length) == 0;
}

/* Texts are put together by hand: `printf` would take a third of the flash, and its small form knows no 64-bit numbers. */
static char *put(char *to, const char *text) {
  size_t length = strlen(text);
  memcpy(to, text, length + 1);
  return to + length;
}

/* Divides in place and gives the rest. The compiler's own division of 64 bits is ten times larger. */
static uint32_t divide(uint64_t *value, uint32_t by) {
  uint64_t rest = 0, quotient = 0;
  for (int i = 63; i >= 0; i--) {
    rest = rest << 1 | (*value >> i & 1);
    quotient <<= 1;
    if (rest < by) continue;
    rest -= by;
    quotient |= 1;
  }
  *value = quotient;
  return (uint32_t)rest;
}

static char *putNumber(char *to, uint64_t value) {
  char digits[21], *p = digits + sizeof digits - 1;
  *p = 0;
  do *--p = (char)('0' + divide(&value, 10));
  while (value > 0);
  return put(to, p);
}

/* ---- Manifests ---- */

/* Ed25519 (RFC 8032) over the bytes that a DSSE signature covers. */
static bool isSignedBy(const uint8_t key[32], const uint8_t signature[64], const uint8_t *payload, size_t length) {
  char header[sizeof TYPE + 32];
  uint8_t digest[64], reduced[32];
  sl_sha512 hash;
  char *end = putNumber(put(header, "DSSEv1 "), sizeof TYPE - 1);
  end = put(putNumber(put(put(put(end, " "), TYPE), " "), length), " ");
  sl_sha512_start(&hash);
  sl_sha512_add(&hash, signature, 32);
  sl_sha512_add(&hash, key, 32);
  sl_sha512_add(&hash, header, (size_t)(end - header));
  sl_sha512_add(&hash, payload, length);
  sl_sha512_end(&hash, digest);
  crypto_eddsa_reduce(reduced, digest);
  return crypto_eddsa_check_equation(signature, key, reduced) == 0;
}

static bool isSigned(const sl_identity *identity, sl_json signatures, const uint8_t *payload, size_t length) {
  sl_json one, sig;
  for (size_t i = 0; i < 16 && sl_json_element(signatures, i, &one); i++) {
    uint8_t signature[64];
    size_t size;
    if (!sl_json_member(one, "sig", &sig) || !sl_json_base64(sig, signature, sizeof signature, &size) || size != 64) continue;
    for (size_t k = 0; k < identity->key_count; k++)
      if (isSignedBy(identity->keys[k], signature, payload, length)) return true;
  }
  return false;
}

/* The payload of an envelope that a known key signed. It is decoded to where it stands. */
static bool openEnvelope(const sl_identity *identity, char *text, size_t length, sl_json *manifest) {
  sl_json envelope, type, payload, signatures;
  char given[sizeof TYPE] = "";
  if (!sl_json_read(text, length, &envelope) || !sl_json_member(envelope, "payloadType", &type) ||
      !sl_json_member(envelope, "payload", &payload) || !sl_json_member(envelope, "signatures", &signatures) ||
      !sl_json_string(type, given, sizeof given) || memcmp(given, TYPE, sizeof TYPE) != 0)
    return false;
  uint8_t *bytes = (uint8_t *)text + (payload.at - text);
  size_t size;
  if (!sl_json_base64(payload, bytes, payload.length, &size)) return false;
  return isSigned(identity, signatures, bytes, size) && sl_json_read((const char *)bytes, size, manifest);
}

static bool number(sl_json object, const char *name, uint64_t most, uint64_t *value) {
  sl_json member;
  return sl_json_member(object, name, &member) && sl_json_number(member, value) && *value <= most;
}

static bool string(sl_json object, const char *name, char *to, size_t size) {
  sl_json member;
  return sl_json_member(object, name, &member) && sl_json_string(member, to, size);
}

static int hexOf(char c) {
  return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool artifact(sl_json manifest, const char *name, sl_wanted *wanted) {
  sl_json object, version;
  char digest[7 + 64 + 1] = "";
  uint64_t bytes;
  if (!sl_json_member(manifest, name, &object) || !sl_json_member(object, "version", &version) || version.at[0] != '"' ||
      !number(object, "bytes", UINT32_MAX, &bytes) ||
      !string(object, "digest", digest, sizeof digest) || !string(object, "url", wanted->address, SL_ADDRESS) ||
      memcmp(digest, "sha256:", 7) != 0 || strlen(digest) != sizeof digest - 1)
    return false;
  for (int i = 0; i < 32; i++) {
    int high = hexOf(digest[7 + 2 * i]), low = hexOf(digest[8 + 2 * i]);
    if (high < 0 || low < 0) return false;
    wanted->digest[i] = (uint8_t)(high << 4 | low);
  }
  wanted->bytes = (uint32_t)bytes;
  return true;
}

static bool window(sl_json manifest, sl_wanted *wanted) {
  sl_json member;
  uint64_t from, to;
  if (!sl_json_member(manifest, "window", &member)) return false;
  wanted->has_window = !sl_json_null(member);
  if (!wanted->has_window) return true;
  if (!number(member, "from", 1439, &from) || !number(member, "to", 1439, &to)) return false;
  wanted->from = (uint16_t)from;
  wanted->to = (uint16_t)to;
  return true;
}

static bool inCohort(const char *salt, const char *id, uint32_t share) {
  uint8_t digest[32];
  sl_sha256 hash;
  sl_sha256_start(&hash);
  sl_sha256_add(&hash, salt, strlen(salt));
  sl_sha256_add(&hash, ":", 1);
  sl_sha256_add(&hash, id, strlen(id));
  sl_sha256_end(&hash, digest);
  uint32_t place = (uint32_t)digest[0] << 24 | (uint32_t)digest[1] << 16 | (uint32_t)digest[2] << 8 | digest[3];
  return (uint64_t)place * 1000000u < (uint64_t)share << 32;
}

/* ---- Telemetry ---- */

static void hex(const uint8_t *bytes, char *to) {
  static const char digits[] = "0123456789abcdef";
  for (int i = 0; i < 32; i++) {
    *to++ = digits[bytes[i] >> 4];
    *to++ = digits[bytes[i] & 15];
  }
  *to = 0;
}

/* The fields of a message in their order, each after its own `before`. */
static char *putFields(char *to, const sl_device *device, uint64_t now, const char *const before[7]) {
  const sl_record *record = &device->record;
  char digest[7 + 65] = "sha256:";
  to = put(put(to, before[0]), device->identity.id);
  to = putNumber(put(to, before[1]), record->sent);
  to = putNumber(put(to, before[2]), record->sequence);
  hex(record->running, digest + 7);
  to = put(put(to, before[3]), digest);
  to = put(put(to, before[4]), STATES[record->state]);
  to = put(to, before[5]);
  if (record->refused_count > 0) {
    hex(record->refused[(record->refused_count - 1) % SL_REFUSED], digest + 7);
    to = put(to, digest);
  }
  return putNumber(put(to, before[6]), now);
}

static const char *const MAC_FIELDS[] = {"", "\n", "\n", "\n", "\n", "\n", "\n"};
static const char *const JSON_FIELDS[] = {
    "{\"device\":\"",      "\",\"seq\":",       ",\"manifest\":", ",\"digest\":\"",
    "\",\"state\":\"", "\",\"refused\":\"", "\",\"at\":",
};

void sl_report(sl_device *device) {
  sl_record next = device->record;
  next.sent++;
  if (!keep(device, &next)) return;
  const sl_identity *identity = &device->identity;
  const uint64_t now = device->hardware.now(device->hardware.self);
  char topic[2 * SL_NAME + 16], message[SL_NAME + 420];
  uint8_t mac[32];
  if (identity->telemetry_key != NULL) {
    const char *end = putFields(message, device, now, MAC_FIELDS);
    sl_hmac_sha256(identity->telemetry_key, message, (size_t)(end - message), mac);
  }
  char *end = putFields(message, device, now, JSON_FIELDS);
  if (identity->telemetry_key != NULL) {
    end = put(end, ",\"mac\":\"");
    hex(mac, end);
    end = put(end + 64, "\"");
  }
  put(end, "}");
  put(put(put(put(topic, "sluice/"), identity->fleet), "/device/"), identity->id);
  device->hardware.publish(device->hardware.self, topic, message);
}

/* ---- Updates ---- */

typedef struct {
  const sl_hardware *hardware;
  unsigned slot;
  uint32_t offset, most;
} sl_writing;

static bool take(void *to, const uint8_t *bytes, size_t length) {
  sl_writing *writing = to;
  if (length > writing->most - writing->offset) return false;
  if (!writing->hardware->write_slot(writing->hardware->self, writing->slot, writing->offset, bytes, length)) return false;
  writing->offset += (uint32_t)length;
  return true;
}

/* Whether a slot holds what the manifest names, read back from the slot itself. */
static bool holds(const sl_hardware *hardware, unsigned slot, const sl_wanted *wanted) {
  uint8_t bytes[128], digest[32];
  sl_sha256 hash;
  sl_sha256_start(&hash);
  for (uint32_t at = 0; at < wanted->bytes;) {
    size_t length = wanted->bytes - at < sizeof bytes ? wanted->bytes - at : sizeof bytes;
    if (!hardware->read_slot(hardware->self, slot, at, bytes, length)) return false;
    sl_sha256_add(&hash, bytes, length);
    at += (uint32_t)length;
  }
  sl_sha256_end(&hash, digest);
  return memcmp(digest, wanted->digest, sizeof digest) == 0;
}

static bool isRefused(const sl_record *record, const uint8_t digest[32]) {
  for (int i = 0; i < SL_REFUSED && i < record->refused_count; i++)
    if (memcmp(record->refused[i], digest, 32) == 0) return true;
  return false;
}

static bool isOpen(const sl_wanted *wanted, uint64_t now) {
  divide(&now, 60);
  const uint32_t minute = divide(&now, 1440);
  if (!wanted->has_window) return true;
  if (wanted->from <= wanted->to) return minute >= wanted->from && minute < wanted->to;
  return minute >= wanted->from || minute < wanted->to;
}

static void goBack(sl_device *device, bool failed) {
  sl_record next = device->record;
  turnBack(&next, failed);
  if (!keep(device, &next)) return;
  device->hardware.reboot(device->hardware.self);
  sl_report(device);
}

static void install(sl_device *device) {
  const sl_hardware *hardware = &device->hardware;
  const sl_wanted *wanted = &device->wanted;
  sl_record next = device->record;
  sl_writing writing = {hardware, next.slot ^ 1u, 0, wanted->bytes};
  if (!hardware->download(hardware->self, wanted->address, take, &writing)) return;
  if (writing.offset != wanted->bytes || !holds(hardware, writing.slot, wanted)) return;
  memcpy(next.previous, next.running, 32);
  memcpy(next.running, wanted->digest, 32);
  next.slot = (uint8_t)writing.slot;
  next.has_previous = 1;
  next.state = SL_TESTING;
  next.boots = 0;
  next.testing = hardware->now(hardware->self);
  if (!keep(device, &next)) return;
  sl_report(device);
  hardware->reboot(hardware->self);
}

/* What the newest manifest asks of this device now. Under test it installs nothing: the other slot holds its way back. */
static void consider(sl_device *device, bool first) {
  const sl_record *record = &device->record;
  const sl_wanted *wanted = &device->wanted;
  const bool runs = memcmp(wanted->digest, record->running, 32) == 0;
  const bool open = isOpen(wanted, device->hardware.now(device->hardware.self));
  if (!runs && !isRefused(record, wanted->digest)) {
    if (record->state == SL_TESTING) {
      if (memcmp(wanted->digest, record->previous, 32) == 0) {
        goBack(device, false);
        return;
      }
    } else if (open) {
      install(device);
      return;
    }
  }
  if (first) sl_report(device);
}

bool sl_manifest(sl_device *device, char *text, size_t length) {
  sl_json manifest;
  sl_wanted wanted;
  char fleet[SL_NAME], salt[SL_NAME];
  uint64_t schema, sequence, issued, share, confirm;
  if (!openEnvelope(&device->identity, text, length, &manifest) || !number(manifest, "schema", 1, &schema) || schema != 1 ||
      !string(manifest, "fleet", fleet, sizeof fleet) || !same(fleet, device->identity.fleet) ||
      !number(manifest, "sequence", UINT64_MAX, &sequence) || sequence < device->record.sequence ||
      !string(manifest, "salt", salt, sizeof salt) || salt[0] == 0 ||
      !number(manifest, "issued", UINT64_MAX, &issued) || !number(manifest, "share", 1000000, &share) ||
      !number(manifest, "confirm", UINT32_MAX, &confirm) || !artifact(manifest, "stable", &wanted) ||
      !artifact(manifest, "candidate", &wanted) || !window(manifest, &wanted))
    return false;
  if (!inCohort(salt, device->identity.id, (uint32_t)share)) artifact(manifest, "stable", &wanted);
  sl_record next = device->record;
  const bool first = sequence > next.sequence;
  next.sequence = sequence;
  next.confirm = (uint32_t)confirm;
  if (!keep(device, &next)) return false;
  wanted.known = true;
  device->wanted = wanted;
  consider(device, first);
  return true;
}

void sl_check(sl_device *device) {
  const sl_record *record = &device->record;
  if (record->state == SL_TESTING && record->has_previous) {
    const sl_health health = device->hardware.health(device->hardware.self);
    const uint64_t now = device->hardware.now(device->hardware.self);
    /* A clock that was set back must not keep a test open for ever. */
    const bool late = now >= record->testing + record->confirm || now < record->testing;
    if (health == SL_HEALTHY) {
      sl_record next = *record;
      next.state = SL_RUNNING;
      if (keep(device, &next)) sl_report(device);
    } else if (health == SL_SICK || late) {
      goBack(device, true);
    }
  }
  if (device->wanted.known) consider(device, false);
}
