/* The library with the memory that a device gives it, linked without an operating system, to see what it takes. */
#include "device.h"

static sl_device device;
static char received[1536]; /* room for an envelope with two addresses of 100 characters */

extern const sl_identity identity;
extern const sl_hardware hardware;
extern size_t receive(char *to, size_t size);

void start(void) {
  if (sl_boot(&hardware, false) > 1) return;
  sl_start(&device, &identity, &hardware);
  sl_report(&device);
  for (;;) {
    size_t length = receive(received, sizeof received);
    if (length > 0) sl_manifest(&device, received, length);
    sl_check(&device);
  }
}
