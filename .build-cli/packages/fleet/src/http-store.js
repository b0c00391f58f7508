import { UserError } from '@sluice/action';
import { hear, NOTHING_HEARD, readTelemetry } from "./telemetry.js";
const LIMIT_MS = 30_000;
/** A manifest at an address: GET with ETag for devices, PUT for us, refused when someone else wrote in between. */
export function httpStore({ manifest, telemetry, headers }, io) {
    const ask = async (url, signal, init = {}) => {
        const limit = AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]);
        return await io.fetch(url, { ...init, headers: { ...headers, ...init.headers }, signal: limit });
    };
    let seen = null;
    let view = NOTHING_HEARD;
    return {
        read: async (signal) => {
            const response = await ask(manifest, signal);
            const body = await response.text();
            if (response.status === 404)
                return undefined;
            if (!response.ok)
                throw refused(manifest, 'read', response.status);
            seen = response.headers.get('etag');
            return body;
        },
        write: async (envelope, signal) => {
            const condition = seen === null ? {} : { 'if-match': seen };
            const response = await ask(manifest, signal, {
                method: 'PUT',
                body: envelope,
                headers: { 'content-type': 'application/json', ...condition },
            });
            await response.arrayBuffer();
            if (!response.ok)
                throw refused(manifest, 'written', response.status);
            seen = response.headers.get('etag');
        },
        hear: async (signal) => {
            const response = await ask(telemetry, signal);
            if (!response.ok)
                throw refused(telemetry, 'read', response.status);
            view = hear(view, readTelemetry(await response.text()).messages);
            return view;
        },
        close: async () => await Promise.resolve(),
    };
}
function refused(url, what, status) {
    const hint = status === 412 ? 'Someone else published a manifest: run again.' : 'Check the address and its access.';
    return new UserError('FLEET_STORE_REFUSED', `${url} could not be ${what}: it answered ${status}`, hint);
}
