#include "store.h"

#include <string.h>

static const uint8_t MAGIC[4] = {'S', 'L', 'U', '1'};

typedef struct {
  uint8_t magic[4];
  uint32_t generation;
  sl_record record;
  uint32_t crc, unused; /* CRC-32 of all before it; whole eights, so that no byte is left to chance */
} sl_page;

static uint32_t crc32(const void *data, size_t length) {
  uint32_t crc = 0xffffffffu;
  for (const uint8_t *p = data; length-- > 0; p++) {
    crc ^= *p;
    for (int i = 0; i < 8; i++) crc = crc >> 1 ^ (0xedb88320u & (0u - (crc & 1)));
  }
  return ~crc;
}

static bool readPage(const sl_hardware *hardware, unsigned number, sl_page *page) {
  return hardware->read_page(hardware->self, number, (uint8_t *)page, sizeof *page) &&
         memcmp(page->magic, MAGIC, sizeof MAGIC) == 0 && page->crc == crc32(page, offsetof(sl_page, crc));
}

bool sl_load(const sl_hardware *hardware, sl_record *record, uint32_t *generation) {
  bool found = false;
  sl_page page;
  for (unsigned number = 0; number < 2; number++) {
    if (!readPage(hardware, number, &page) || (found && page.generation < *generation)) continue;
    *record = page.record;
    *generation = page.generation;
    found = true;
  }
  return found;
}

/* Generation n is in page n mod 2, so the next one goes over the older page. */
bool sl_save(const sl_hardware *hardware, const sl_record *record, uint32_t *generation) {
  const uint32_t next = *generation + 1;
  sl_page page;
  memset(&page, 0, sizeof page);
  memcpy(page.magic, MAGIC, sizeof MAGIC);
  page.generation = next;
  page.record = *record;
  page.crc = crc32(&page, offsetof(sl_page, crc));
  if (!hardware->write_page(hardware->self, next & 1, (const uint8_t *)&page, sizeof page)) return false;
  if (!readPage(hardware, next & 1, &page) || page.generation != next) return false;
  *generation = next;
  return true;
}
