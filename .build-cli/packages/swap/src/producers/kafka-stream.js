import { randomUUID } from 'node:crypto';
import { loadPeer } from '@sluice/action';
import { eventFrom } from "./command-stream.js";
import { parseReply } from "./stream.js";
const POSITION = 'sluice-position';
/** A consumer leaves only once its pending fetch has come back: a long one would hold up every hand-over's end. */
const FETCH_MS = 250;
/** A Kafka topic whose messages carry their position as a header; keys are the messages' own. */
export async function kafkaStream(settings, io) {
    const { Kafka } = await loadPeer('kafkajs', io.facts.workspace, decodeModule);
    const kafka = new Kafka(configOf(settings));
    const me = `sluice-${randomUUID()}`;
    const waiting = new Map();
    const events = await follow(kafka, settings.topic, `${me}-events`);
    const replies = await follow(kafka, settings.control, `${me}-replies`, ({ key, value }) => waiting.get(key)?.(parseReply(value)));
    const producer = kafka.producer();
    await producer.connect();
    return {
        ask: async (colour, order, signal) => {
            const id = randomUUID();
            const answered = new Promise((resolve) => waiting.set(id, resolve));
            const value = JSON.stringify({ ...order, reply: id });
            await producer.send({ topic: settings.control, messages: [{ key: colour, value }] });
            const late = io.sleep(settings.answerMs, signal).then(() => undefined);
            return await Promise.race([answered, late]).finally(() => waiting.delete(id));
        },
        history: async () => await Promise.resolve([]),
        read: async () => await Promise.resolve(events.take().map(eventOf)),
        close: async () => {
            await Promise.all([producer.disconnect(), events.close(), replies.close()]);
        },
    };
}
function eventOf({ key, position }) {
    return eventFrom(position, key);
}
async function follow(kafka, topic, groupId, each) {
    const consumer = kafka.consumer({ groupId, maxWaitTimeInMs: FETCH_MS });
    let arrived = [];
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: false });
    const joined = new Promise((resolve) => consumer.on(consumer.events.GROUP_JOIN, () => resolve()));
    await consumer.run({
        eachMessage: async ({ message }) => {
            const header = message.headers?.[POSITION];
            const position = header === undefined ? undefined : String(header);
            const read = { key: String(message.key ?? ''), value: String(message.value ?? ''), position };
            if (each === undefined)
                arrived.push(read);
            else
                each(read);
            await Promise.resolve();
        },
    });
    await joined;
    return {
        take: () => {
            const found = arrived;
            arrived = [];
            return found;
        },
        close: async () => await consumer.disconnect(),
    };
}
function configOf({ url, username, password }) {
    const brokers = url.split(',').map((broker) => broker.trim());
    const access = username === undefined || password === undefined
        ? {}
        : { ssl: true, sasl: { mechanism: 'plain', username, password } };
    return { clientId: 'sluice', brokers, logLevel: 1, ...access };
}
function decodeModule(module) {
    const { default: main, ...named } = module;
    return main ?? named;
}
