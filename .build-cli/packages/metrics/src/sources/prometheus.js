import { duration, field, httpUrl, mapOfText, optional } from '@sluice/action';
import { access, accessFields } from "../access.js";
import { createClient } from "../prometheus/client.js";
import { readSlots } from "../prometheus/readings.js";
import { checkInterval, undoExtrapolation } from "../prometheus/extrapolation.js";
import { fillIn, partsOf } from "../query-parts.js";
import { assemble, nothingFrom } from "../reading.js";
import { eventsAreSilent, settleSilence } from "../silent-events.js";
import { patienceFields, patienceOf } from "../settings.js";
import { defineSource } from "../contract.js";
/** Prometheus and what speaks its query API: Thanos, Mimir, Cortex, VictoriaMetrics, Grafana Cloud. */
export const prometheus = defineSource('Asks a Prometheus, or anything with its query API (Thanos, Mimir, VictoriaMetrics), for every interval since the analysis began.', {
    url: field('base address, path prefix included, e.g. `https://mimir.example/prometheus`', httpUrl().parse),
    ...accessFields,
    parameters: optional(mapOfText('further query parameters, e.g. `max_source_resolution: 0s` for Thanos')),
    'scrape-interval': optional(field('duration; the server’s own, so that counts can be freed of what `increase()` extrapolates', duration().parse)),
    ...patienceFields,
}, (settings, io) => {
    const client = createClient(io, {
        ...access(settings.url, settings, io),
        parameters: settings.parameters ?? {},
        patience: patienceOf(settings),
    });
    const scrapeMs = settings['scrape-interval'];
    return { observe: (query, span, signal) => observe(client, scrapeMs, query, span, signal) };
});
async function observe(client, scrapeMs, query, span, signal) {
    const parts = partsOf(query);
    const roughness = checkInterval(span.intervalMs, scrapeMs, query);
    if (span.slots.length === 0)
        return { metric: query.name, blocks: [] };
    const [baseline, candidate] = await Promise.all([
        readArm(client, query, parts, span.baseline, span, signal),
        readArm(client, query, parts, span.candidate, span, signal),
    ]);
    for (const arm of [baseline, candidate])
        if (isAbsent(arm))
            return nothingFrom(query, span, arm);
    if (isAbsent(baseline) || isAbsent(candidate))
        return nothingFrom(query, span, { kind: 'absent', absence: 'no_data' });
    const readings = { baseline, candidate };
    const proven = !eventsAreSilent(readings) || (await matchedLately(client, query, span, signal));
    const settled = settleSilence(readings, proven);
    return undoExtrapolation(assemble(query, span, settled.readings, [...settled.notes, ...roughness]), query, scrapeMs);
}
async function readArm(client, query, parts, arm, span, signal) {
    const found = {};
    const answers = await Promise.all(parts.map((part) => readSlots(client, part, query[part] ?? '', arm, span.slots, signal)));
    for (const [i, part] of parts.entries()) {
        const answer = answers[i];
        if (answer === undefined || isAbsent(answer))
            return answer ?? { kind: 'absent', absence: 'no_data' };
        found[part] = answer;
    }
    return found;
}
const DAY_MS = 86_400_000;
/** Whether the events text, over the day before, matches a series of either arm: then its labels are right. */
async function matchedLately(client, query, span, signal) {
    const at = span.slots.at(-1)?.to ?? 0;
    for (const arm of [span.baseline, span.candidate]) {
        const result = await client.at(fillIn(query.events ?? '', arm, DAY_MS), at, signal);
        if (result.kind === 'result' && result.series.length > 0)
            return true;
    }
    return false;
}
function isAbsent(found) {
    return 'kind' in found && found.kind === 'absent';
}
