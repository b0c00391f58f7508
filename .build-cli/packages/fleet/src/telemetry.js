import { isMapping } from '@sluice/action';
/** The next message of a device, and the device that has sent it. */
export function reportOf(device, nowSeconds) {
    const seq = device.sent + 1;
    const { id, sequence, running, state, refused } = device;
    const last = refused.at(-1) ?? '';
    const message = {
        device: id,
        seq,
        manifest: sequence,
        digest: running.digest,
        state,
        refused: last,
        at: nowSeconds,
    };
    return { device: { ...device, sent: seq }, message };
}
/** Reads a message, or a batch of them (a JSON list, or one a line); what is no message is left out and counted. */
export function readTelemetry(text) {
    const items = itemsOf(text);
    const messages = items.flatMap((item) => decodeTelemetry(item) ?? []);
    return { messages, bad: items.length - messages.length };
}
function itemsOf(text) {
    const whole = parsed(text);
    if (whole !== undefined)
        return Array.isArray(whole) ? whole : [whole];
    return text
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map(parsed);
}
function parsed(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}
const STATES = ['running', 'testing', 'reverted'];
function decodeTelemetry(data) {
    const good = isMapping(data) &&
        ['device', 'digest', 'refused'].every((name) => typeof data[name] === 'string') &&
        ['seq', 'manifest', 'at'].every((name) => Number.isFinite(data[name])) &&
        STATES.includes(data['state']);
    return good ? data : undefined;
}
export const NOTHING_HEARD = { devices: new Map(), duplicates: 0, late: 0 };
/** Adds messages in whatever order they came: the result depends on which arrived, not on when. */
export function hear(view, messages) {
    const devices = new Map(view.devices);
    let { duplicates, late } = view;
    for (const message of messages) {
        const known = devices.get(message.device);
        if (known === undefined || message.seq > known.seq)
            devices.set(message.device, message);
        else if (message.seq === known.seq)
            duplicates++;
        else
            late++;
    }
    return { devices, duplicates, late };
}
