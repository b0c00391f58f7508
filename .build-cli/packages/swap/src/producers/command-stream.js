import { isMapping } from '@sluice/action';
import { parseReply } from "./stream.js";
/** Any stream that two programs can speak for. */
export function commandStream({ control, events }, io) {
    let read = 0;
    const later = async (signal) => {
        const [program = '', ...args] = events;
        const { code, stdout, stderr } = await io.exec(program, [...args, String(read)], { signal });
        if (code !== 0)
            throw new Error(`${program} ended with ${code}: ${stderr.trim().slice(-200)}`);
        const lines = stdout.split('\n').filter((line) => line.trim() !== '');
        read += lines.length;
        return lines.map(eventOf);
    };
    return {
        ask: async (colour, order, signal) => {
            const [program = '', ...args] = control;
            const extra = order.do === 'start' ? [String(order.after), String(order.epoch)] : [];
            const { code, stdout } = await io.exec(program, [...args, colour, order.do, ...extra], { signal });
            return code === 0 ? parseReply(stdout) : undefined;
        },
        history: async (signal) => await later(signal),
        read: async (signal) => await later(signal),
        close: async () => await Promise.resolve(),
    };
}
/** Reads one event; throws for a line that is none, because an event left out would look like a gap or hide one. */
export function eventOf(line) {
    const data = JSON.parse(line);
    if (!isMapping(data))
        throw new Error(`not an event: ${line.slice(0, 80)}`);
    return eventFrom(data['position'], data['key']);
}
export function eventFrom(position, key) {
    const number = Number(position);
    if (!Number.isSafeInteger(number) || number < 1)
        throw new Error(`an event without a position: ${String(position)}`);
    return { position: number, key: key === undefined || key === null ? '' : String(key) };
}
