import { noisy } from "../tally/discord.js";
/** From this share of noise on, equal values are the exception and say nothing. */
export const ALWAYS_NOISY = 0.9;
/** Fewer repeats than this do not call a path always noisy. */
const ENOUGH_REPEATS = 20;
/** The noise at a path: how often the primary's own repeat differed. */
export function noiseOf(discord, repeated) {
    return repeated === 0 ? 0 : noisy(discord) / repeated;
}
/** Whether a path differs so often by itself that only its shape and size can be compared. */
export function isAlwaysNoisy(counts, repeated) {
    return repeated >= ENOUGH_REPEATS && noiseOf(counts.any, repeated) >= ALWAYS_NOISY;
}
