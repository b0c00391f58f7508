import { createHash } from 'node:crypto';
import { FULL_SHARE } from "./manifest.js";
/** Where a device stands on the line from 0 to 2^32: the first four bytes, big-endian, of SHA-256 of `salt:device`. */
export function placeOf(device, salt) {
    return createHash('sha256').update(`${salt}:${device}`).digest().readUInt32BE(0);
}
/** Whether a device is among `share` per million. Whoever is in a share is in every larger one of the same salt. */
export function inCohort(device, salt, share) {
    return placeOf(device, salt) * FULL_SHARE < share * 2 ** 32;
}
