import { inCohort } from "./cohort.js";
/** The stage a device has reached with the candidate of a manifest. */
export function stageOf(message, manifest) {
    const { digest } = manifest.candidate;
    if (message === undefined)
        return 'silent';
    if (message.refused === digest)
        return 'reverted';
    if (message.digest === digest)
        return message.state === 'testing' ? 'testing' : 'confirmed';
    return message.manifest >= manifest.sequence ? 'waiting' : 'silent';
}
/**
 * Counts the cohort. With a roster, devices never heard from count as silent; without one, only devices ever heard
 * from are known.
 */
export function standingOf(view, manifest, roster) {
    const standing = { cohort: 0, confirmed: 0, reverted: 0, testing: 0, waiting: 0, silent: 0 };
    for (const device of new Set([...(roster ?? []), ...view.devices.keys()])) {
        if (!inCohort(device, manifest.salt, manifest.share))
            continue;
        standing.cohort++;
        standing[stageOf(view.devices.get(device), manifest)]++;
    }
    return standing;
}
