import { readMeans } from "./mean-arm.js";
import { meanTrack } from "./mean-track.js";
/** The mean of values, of summaries, or of one scalar per interval. */
export function meanKind(metric, policy) {
    return { read: readMeans, track: () => meanTrack(metric, policy), traffic: () => null };
}
