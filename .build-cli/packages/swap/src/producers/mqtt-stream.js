import { randomUUID } from 'node:crypto';
import { connectMqtt } from '@sluice/action';
import { eventFrom } from "./command-stream.js";
import { parseReply } from "./stream.js";
/** Events over MQTT. A broker keeps no history, so what is proved is what came since this connected. */
export async function mqttStream(settings, io) {
    const client = await connectMqtt(settings, io.facts.workspace, { protocolVersion: 5 });
    const inbox = `${settings.control}/reply/${randomUUID()}`;
    const waiting = new Map();
    let arrived = [];
    let unreadable;
    client.on('message', (topic, payload) => {
        const text = payload.toString('utf8');
        if (topic.startsWith(inbox))
            waiting.get(topic.slice(inbox.length + 1))?.(parseReply(text));
        else {
            try {
                arrived.push(eventOfMessage(text));
            }
            catch (error) {
                unreadable = error instanceof Error ? error : new Error(String(error));
            }
        }
    });
    await client.subscribeAsync(settings.events, { qos: 1 });
    await client.subscribeAsync(`${inbox}/+`, { qos: 1 });
    return {
        ask: async (colour, order, signal) => {
            const id = randomUUID();
            const answered = new Promise((resolve) => waiting.set(id, resolve));
            const message = JSON.stringify({ ...order, reply: `${inbox}/${id}` });
            await client.publishAsync(`${settings.control}/${colour}`, message, { qos: 1 });
            const late = io.sleep(settings.answerMs, signal).then(() => undefined);
            return await Promise.race([answered, late]).finally(() => waiting.delete(id));
        },
        history: async () => await Promise.resolve([]),
        read: async () => {
            if (unreadable !== undefined)
                throw unreadable;
            const found = arrived;
            arrived = [];
            return await Promise.resolve(found);
        },
        close: async () => await client.endAsync(),
    };
}
function eventOfMessage(text) {
    const { position, key } = JSON.parse(text);
    return eventFrom(position, key);
}
