/* The few functions of the C library that are needed, small instead of fast; newlib's own take 1.4 KB more. */
#include <stddef.h>

void *memcpy(void *to, const void *from, size_t length) {
  char *a = to;
  for (const char *b = from; length-- > 0;) *a++ = *b++;
  return to;
}

void *memset(void *to, int byte, size_t length) {
  for (char *a = to; length-- > 0;) *a++ = (char)byte;
  return to;
}

int memcmp(const void *one, const void *other, size_t length) {
  const unsigned char *a = one, *b = other;
  for (; length-- > 0; a++, b++)
    if (*a != *b) return *a < *b ? -1 : 1;
  return 0;
}

void *memchr(const void *in, int byte, size_t length) {
  for (const unsigned char *a = in; length-- > 0; a++)
    if (*a == (unsigned char)byte) return (void *)a;
  return NULL;
}

size_t strlen(const char *text) {
  size_t length = 0;
  while (text[length] != 0) length++;
  return length;
}
