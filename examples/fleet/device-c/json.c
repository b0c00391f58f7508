#include "json.h"

#include <string.h>

enum { DEEPEST = 8 };

static const char *blank(const char *p, const char *end) {
  while (p < end && (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\r')) p++;
  return p;
}

static bool isDigit(char c) { return c >= '0' && c <= '9'; }

static int hexOf(char c) {
  if (isDigit(c)) return c - '0';
  c |= 0x20;
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static const char *stringEnd(const char *p, const char *end) {
  for (p++; p < end; p++) {
    if (*p == '"') return p + 1;
    if ((unsigned char)*p < 0x20) return NULL;
    if (*p != '\\') continue;
    if (++p == end) return NULL;
    if (*p == 'u') {
      if (end - p < 5) return NULL;
      for (int i = 1; i <= 4; i++)
        if (hexOf(p[i]) < 0) return NULL;
      p += 4;
    } else if (memchr("\"\\/bfnrt", *p, 8) == NULL) {
      return NULL;
    }
  }
  return NULL;
}

static const char *digitsEnd(const char *p, const char *end) {
  if (p == end || !isDigit(*p)) return NULL;
  while (p < end && isDigit(*p)) p++;
  return p;
}

static const char *numberEnd(const char *p, const char *end) {
  if (p < end && *p == '-') p++;
  if (p < end && *p == '0') p++;
  else p = digitsEnd(p, end);
  if (p != NULL && p < end && *p == '.') p = digitsEnd(p + 1, end);
  if (p != NULL && p < end && (*p == 'e' || *p == 'E')) {
    p++;
    if (p < end && (*p == '+' || *p == '-')) p++;
    p = digitsEnd(p, end);
  }
  return p;
}

/* Where the value at `p` ends, or NULL if there is none. */
static const char *valueEnd(const char *p, const char *end, int deep) {
  static const char *const words[] = {"true", "false", "null"};
  if (p == end || deep > DEEPEST) return NULL;
  if (*p == '"') return stringEnd(p, end);
  if (*p == '{' || *p == '[') {
    const bool isObject = *p == '{';
    const char close = isObject ? '}' : ']';
    p = blank(p + 1, end);
    if (p < end && *p == close) return p + 1;
    for (;;) {
      if (isObject) {
        if (p == end || *p != '"' || (p = stringEnd(p, end)) == NULL) return NULL;
        p = blank(p, end);
        if (p == end || *p != ':') return NULL;
        p = blank(p + 1, end);
      }
      if ((p = valueEnd(p, end, deep + 1)) == NULL) return NULL;
      p = blank(p, end);
      if (p == end) return NULL;
      if (*p == close) return p + 1;
      if (*p != ',') return NULL;
      p = blank(p + 1, end);
    }
  }
  for (size_t i = 0; i < 3; i++) {
    size_t length = strlen(words[i]);
    if ((size_t)(end - p) >= length && memcmp(p, words[i], length) == 0) return p + length;
  }
  return numberEnd(p, end);
}

bool sl_json_read(const char *text, size_t length, sl_json *value) {
  const char *end = text + length, *from = blank(text, end), *to = valueEnd(from, end, 0);
  if (to == NULL || blank(to, end) != end) return false;
  value->at = from;
  value->length = (size_t)(to - from);
  return true;
}

/* The values below were read as a whole before: what follows may rely on their grammar. */

bool sl_json_member(sl_json object, const char *name, sl_json *value) {
  const char *p = object.at, *end = object.at + object.length;
  const size_t length = strlen(name);
  bool found = false;
  if (object.length == 0 || *p != '{') return false;
  p = blank(p + 1, end);
  while (*p == '"') {
    const char *key = p + 1;
    p = stringEnd(p, end);
    const bool same = (size_t)(p - key) == length + 1 && memcmp(key, name, length) == 0;
    p = blank(blank(p, end) + 1, end);
    const char *after = valueEnd(p, end, 1);
    if (same) {
      if (found) return false;
      found = true;
      value->at = p;
      value->length = (size_t)(after - p);
    }
    p = blank(after, end);
    if (*p == ',') p = blank(p + 1, end);
  }
  return found;
}

bool sl_json_element(sl_json array, size_t index, sl_json *value) {
  const char *p = array.at, *end = array.at + array.length;
  if (array.length == 0 || *p != '[') return false;
  p = blank(p + 1, end);
  while (*p != ']') {
    const char *after = valueEnd(p, end, 1);
    if (index-- == 0) {
      value->at = p;
      value->length = (size_t)(after - p);
      return true;
    }
    p = blank(after, end);
    if (*p == ',') p = blank(p + 1, end);
  }
  return false;
}

bool sl_json_number(sl_json value, uint64_t *number) {
  *number = 0;
  for (size_t i = 0; i < value.length; i++) {
    if (!isDigit(value.at[i])) return false;
    *number = *number * 10 + (uint64_t)(value.at[i] - '0');
    if (*number > 9007199254740991u) return false;
  }
  return value.length > 0;
}

bool sl_json_null(sl_json value) { return value.length == 4 && value.at[0] == 'n'; }

static uint32_t unitAt(const char *p) {
  return (uint32_t)(hexOf(p[0]) << 12 | hexOf(p[1]) << 8 | hexOf(p[2]) << 4 | hexOf(p[3]));
}

/* One code point as UTF-8. Half of a surrogate pair becomes U+FFFD, as in a browser. */
static size_t utf8(uint32_t c, char bytes[4]) {
  if (c >= 0xd800 && c < 0xe000) c = 0xfffd;
  if (c < 0x80) {
    bytes[0] = (char)c;
    return 1;
  }
  size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
  for (size_t i = n - 1; i > 0; i--, c >>= 6) bytes[i] = (char)(0x80 | (c & 0x3f));
  bytes[0] = (char)((n == 2 ? 0xc0 : n == 3 ? 0xe0 : 0xf0) | c);
  return n;
}

bool sl_json_string(sl_json value, char *to, size_t size) {
  static const char from[] = "bfnrt", plain[] = "\b\f\n\r\t";
  size_t used = 0;
  if (value.length < 2 || value.at[0] != '"') return false;
  for (const char *p = value.at + 1, *end = value.at + value.length - 1; p < end; p++) {
    const bool escaped = *p == '\\';
    if (escaped) p++;
    char bytes[4] = {*p};
    size_t n = 1;
    if (escaped && *p == 'u') {
      uint32_t c = unitAt(p + 1);
      p += 4;
      if (c >= 0xd800 && c < 0xdc00 && end - p > 6 && p[1] == '\\' && p[2] == 'u') {
        uint32_t low = unitAt(p + 3);
        if (low >= 0xdc00 && low < 0xe000) {
          c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
          p += 6;
        }
      }
      n = utf8(c, bytes);
    } else if (escaped) {
      const char *escape = memchr(from, *p, sizeof plain - 1);
      if (escape != NULL) bytes[0] = plain[escape - from];
    }
    if (bytes[0] == 0 || used + n >= size) return false;
    memcpy(to + used, bytes, n);
    used += n;
  }
  to[used] = 0;
  return true;
}

static int sextet(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (isDigit(c)) return c - '0' + 52;
  return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
}

bool sl_json_base64(sl_json value, uint8_t *to, size_t size, size_t *length) {
  uint32_t held = 0;
  int bits = 0, padding = 0;
  *length = 0;
  if (value.length < 2 || value.at[0] != '"') return false;
  for (const char *p = value.at + 1, *end = value.at + value.length - 1; p < end; p++) {
    if (*p == '\\' && p[1] == '/') continue;
    if (*p == '=') {
      if (++padding > 2) return false;
      continue;
    }
    int six = sextet(*p);
    if (six < 0 || padding > 0) return false;
    held = held << 6 | (uint32_t)six;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    if (*length == size) return false;
    to[(*length)++] = (uint8_t)(held >> bits);
  }
  return true;
}
