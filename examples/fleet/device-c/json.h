/* Reads JSON in place: no copies, no memory of its own, at most eight levels deep. */
#ifndef SLUICE_JSON_H
#define SLUICE_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A value as it stands in the text. */
typedef struct {
  const char *at;
  size_t length;
} sl_json;

/* The whole of a text, if it is one JSON value and nothing else. */
bool sl_json_read(const char *text, size_t length, sl_json *value);

/* A member of an object. False if there is none of this name, or more than one. */
bool sl_json_member(sl_json object, const char *name, sl_json *value);

/* An element of an array, counted from 0. */
bool sl_json_element(sl_json array, size_t index, sl_json *value);

/* A whole number from 0 to 2^53 - 1, written in digits only. */
bool sl_json_number(sl_json value, uint64_t *number);

/* A text without its escapes, ended by a zero byte. False if it does not fit, or has a zero byte inside. */
bool sl_json_string(sl_json value, char *to, size_t size);

bool sl_json_null(sl_json value);

/* A base64 text, in either alphabet, as bytes. `to` may be the place of the text itself. False if it is something else. */
bool sl_json_base64(sl_json value, uint8_t *to, size_t size, size_t *length);

#endif
