import { quantileTrack } from "./quantile-track.js";
import { readSpread } from "./spread-arm.js";
/** A quantile of raw values, histograms or sketches, e.g. the 95th percentile of latency. */
export function quantileKind(metric, policy) {
    return {
        read: readSpread,
        track: () => quantileTrack(metric, policy),
        // Failed requests are often not timed, so latencies do not show how requests were split.
        traffic: () => null,
    };
}
