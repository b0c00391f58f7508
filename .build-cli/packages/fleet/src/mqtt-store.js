import { connectMqtt } from '@sluice/action';
import { hear, NOTHING_HEARD, readTelemetry } from "./telemetry.js";
/** Topics of a fleet. Both kinds of message are retained, so that whoever connects later finds the newest of each. */
export function fleetTopics(fleet) {
    return {
        manifest: `sluice/${fleet}/manifest`,
        device: (id) => `sluice/${fleet}/device/${id}`,
        devices: `sluice/${fleet}/device/+`,
    };
}
/** A manifest as a retained message; devices are heard through retained messages of their own. */
export function mqttStore(settings, io) {
    let client;
    const open = async () => await (client ??= connectMqtt(settings, io.facts.workspace));
    const topics = fleetTopics(settings.fleet);
    let view = NOTHING_HEARD;
    return {
        read: async (signal) => (await retained(await open(), topics.manifest, settings.quietMs, io, signal, 1))[0],
        write: async (envelope) => {
            await (await open()).publishAsync(topics.manifest, envelope, { qos: 1, retain: true });
        },
        hear: async (signal) => {
            const texts = await retained(await open(), topics.devices, settings.quietMs, io, signal);
            const messages = texts.flatMap((text) => readTelemetry(text).messages);
            view = hear(view, messages);
            return view;
        },
        close: async () => await (await client)?.endAsync(),
    };
}
/** Every retained message under a filter: all that arrives until the broker has been quiet for a while. */
async function retained(client, filter, quietMs, io, signal, enough = Number.POSITIVE_INFINITY) {
    const found = [];
    const prefix = filter.replace(/\+$/, '');
    const keep = (topic, payload) => {
        if (topic.startsWith(prefix))
            found.push(payload.toString('utf8'));
    };
    client.on('message', keep);
    try {
        await client.subscribeAsync(filter, { qos: 0 });
        let before = -1;
        while (found.length > before && found.length < enough) {
            before = found.length;
            await io.sleep(quietMs, signal);
        }
        return found;
    }
    finally {
        client.off('message', keep);
        if (client.connected)
            await client.unsubscribeAsync(filter);
    }
}
