/*
 * What SQL can say for certain of a record `r0` that is the same text in every arm. All else is left to be read here, so
 * that both engines mean the same by a failed request. Only functions that servers of any age have.
 */
/** The record was not cut off at its end. */
export const WHOLE = "(substring(r0, length(r0), 1) = '}')";
/** The text of a status of three digits with only strings, numbers and words before it. */
const STATUS = String.raw `extract(r0, '^\\{(?:"[^"]*": ?(?:"[^"]*"|[-+.0-9A-Za-z]+), ?)*"status": ?([0-9]{3}) ?[,}]')`;
/** The record names no status, or one that is at its top and a plain number. */
const PLAIN_STATUS = `(position(r0, 'status"') = 0 OR (length(r0) - length(replaceAll(r0, 'status"', '')) = 7 AND ${STATUS} != ''))`;
/** The record names no error, or beside its status some that are null. */
const NO_ERROR = `(position(r0, 'rror"') = 0 OR (position(r0, 'status"') > 0 AND position(replaceAll(replaceAll(r0, '"error":null', ''), '"error": null', ''), 'rror"') = 0))`;
/** It is known whether the record says that its request failed. A backslash may spell any key, or hide one in a text. */
export const CLEAR = `(${WHOLE} AND position(r0, '\\\\') = 0 AND ${NO_ERROR} AND ${PLAIN_STATUS})`;
/** The clear record says whether its request failed, and that it did. */
export const TELLS = `(position(r0, 'status"') > 0)`;
export const FAILED = `(${STATUS} >= '500')`;
