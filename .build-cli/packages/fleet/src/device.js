import { inCohort } from "./cohort.js";
/**
 * A verified manifest has arrived (or was read again). Returns what to keep and what to do. An older manifest, one for
 * another fleet, a version refused before, and a time outside the window change nothing.
 */
export function onManifest(device, manifest, fleet, nowSeconds) {
    if (manifest.fleet !== fleet || manifest.sequence < device.sequence)
        return { device, action: { do: 'nothing' } };
    const known = { ...device, sequence: manifest.sequence };
    const first = manifest.sequence > device.sequence;
    const wanted = inCohort(device.id, manifest.salt, manifest.share) ? manifest.candidate : manifest.stable;
    const idle = { device: known, action: { do: first ? 'report' : 'nothing' } };
    if (wanted.digest === device.running.digest || device.refused.includes(wanted.digest))
        return idle;
    if (!open(manifest.window, nowSeconds))
        return idle;
    return { device: known, action: { do: 'install', artifact: wanted, inPlace: device.slots === 1 } };
}
/** The new version is in place and its digest was checked: the next boot is a test. */
export function onInstalled(device, artifact, nowSeconds) {
    // During a test, what the device goes back to stays what it last confirmed.
    const previous = device.state === 'testing' ? device.previous : device.running;
    return { ...device, running: artifact, previous, state: 'testing', testing: nowSeconds };
}
/** The device found itself healthy, or not, or was rebooted by its watchdog, or has run out of time. */
export function onHealth(device, healthy, confirmSeconds, nowSeconds) {
    if (device.state !== 'testing' || device.previous === null)
        return { device, action: { do: 'nothing' } };
    if (healthy === true)
        return { device: { ...device, state: 'running' }, action: { do: 'report' } };
    // A clock that was set back must not keep a test open for ever.
    const late = nowSeconds >= device.testing + confirmSeconds || nowSeconds < device.testing;
    if (healthy === undefined && !late)
        return { device, action: { do: 'nothing' } };
    return { device, action: { do: 'revert', artifact: device.previous, download: device.slots === 1 } };
}
/** The previous version runs again. */
export function onReverted(device) {
    if (device.previous === null)
        return device;
    const refused = [...device.refused, device.running.digest];
    return { ...device, running: device.previous, previous: null, state: 'reverted', refused, testing: 0 };
}
function open(window, nowSeconds) {
    if (window === null)
        return true;
    const minute = Math.floor(nowSeconds / 60) % (24 * 60);
    return window.from <= window.to
        ? minute >= window.from && minute < window.to
        : minute >= window.from || minute < window.to;
}
