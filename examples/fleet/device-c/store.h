/* The record of a device in two pages, so that a power cut leaves the old record or the new one. */
#ifndef SLUICE_STORE_H
#define SLUICE_STORE_H

#include "device.h"

/* The newest whole record and its generation; false if there is none. */
bool sl_load(const sl_hardware *hardware, sl_record *record, uint32_t *generation);

/* Writes over the older page and reads it back. False leaves the last record in force. */
bool sl_save(const sl_hardware *hardware, const sl_record *record, uint32_t *generation);

#endif
