/** Which way the change is made: a router, two producers of a stream, or devices that read a manifest. */
export const MODES = ['router', 'producers', 'fleet'] as const
export type Mode = (typeof MODES)[number]
