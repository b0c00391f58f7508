import { appendFileSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Lines } from "../pairs/lines.js";
import { readRequest } from "../replay/request.js";
import { replay } from "../replay/replay.js";
import { openLog } from "./open-log.js";
const BATCH = 500;
/** Reads recorded requests from NDJSON files. A record that is no request is a `UserError`. */
export function readRequests(paths, limit) {
    const { log, close } = openLog(paths);
    const lines = new Lines(log, limit);
    const requests = [];
    while (lines.advance())
        requests.push(readRequest(lines.bytes.toString('utf8', lines.from, lines.to), requests.length + 1));
    close();
    return requests;
}
/** Replays requests and keeps each arm's answers as an NDJSON file in a temporary folder. */
export async function replayToFiles(requests, plan, tempDir, world) {
    const folder = mkdtempSync(join(tempDir, 'sluice-replay-'));
    const files = plan.arms.map(({ name }) => join(folder, `${name}.ndjson`));
    for (const file of files)
        writeFileSync(file, '');
    const waiting = files.map(() => []);
    const flush = (arm) => {
        const batch = waiting[arm] ?? [];
        const file = files[arm];
        if (batch.length > 0 && file !== undefined)
            appendFileSync(file, `${batch.join('\n')}\n`);
        waiting[arm] = [];
    };
    const keep = (arm, record) => {
        waiting[arm]?.push(record);
        if ((waiting[arm]?.length ?? 0) >= BATCH)
            flush(arm);
    };
    const replayed = await replay(requests, plan, keep, world);
    files.forEach((_, arm) => flush(arm));
    return { files, replayed };
}
