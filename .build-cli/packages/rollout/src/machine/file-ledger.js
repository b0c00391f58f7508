import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UserError } from '@sluice/action';
import { markOf, noteOf } from "./note.js";
import { planOf } from "./plan-codec.js";
/** Records in a JSON file, oldest first, replaced whole on every change: for a laptop, and where there is no GitHub. */
export function fileLedger(path) {
    const change = async (edit) => {
        await mkdir(dirname(path), { recursive: true });
        await writeFile(`${path}.new`, JSON.stringify(edit(await readAll(path)), undefined, 2));
        await rename(`${path}.new`, path);
    };
    return {
        list: async () => (await readAll(path)).map(entryOf).toReversed(),
        open: async (plan) => {
            const id = String((await readAll(path)).length + 1);
            await change((all) => [...all, { id, payload: plan, notes: [], closed: false }]);
            return { id, plan, marks: [], closed: false };
        },
        mark: async (id, plan, mark) => await change((all) => all.map((each) => (each.id === id ? { ...each, notes: [...each.notes, noteOf(plan, mark)] } : each))),
        release: async (id) => await change((all) => all.map((each) => (each.id === id ? each : { ...each, closed: true }))),
    };
}
function entryOf({ id, payload, notes, closed }) {
    const plan = planOf(payload);
    if (plan === undefined)
        throw new UserError('BAD_LEDGER', `record ${id} holds no plan of a swap`, 'Remove the file.');
    return { id, plan, marks: notes.flatMap((note) => markOf(note) ?? []), closed };
}
async function readAll(path) {
    const text = await readFile(path, 'utf8').catch((error) => {
        if (error.code === 'ENOENT')
            return '[]';
        throw error;
    });
    return decodeAll(JSON.parse(text));
}
function decodeAll(data) {
    if (!Array.isArray(data))
        throw new UserError('BAD_LEDGER', 'the swap records are not a list', 'Remove the file.');
    return data;
}
