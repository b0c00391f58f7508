import { field, httpUrl, linesOf, optional, text } from '@sluice/action';
import { access, accessFields } from "../access.js";
import { assemble } from "../reading.js";
import { createObserver } from "../scrape/observer.js";
import { readPages } from "../scrape/pages.js";
import { partsFor, readPart } from "../scrape/wanted.js";
import { eventsAreSilent, settleSilence } from "../silent-events.js";
import { patienceFields, patienceOf } from "../settings.js";
import { defineSource } from "../contract.js";
/** The `/metrics` pages of both arms, read by this process at every look. */
export const scrape = defineSource('Reads the `/metrics` pages of both arms itself, so that no Prometheus server is needed.', {
    'baseline-url': field('address of a `/metrics` page, one per line for several instances', linesOf(httpUrl()).parse),
    'candidate-url': field('the same for the candidate; one page for both will do if it has a label for the arm', linesOf(httpUrl()).parse),
    ...accessFields,
    state: optional(text('file in which looks are kept for a later job')),
    ...patienceFields,
}, (settings, io) => {
    const instances = (name) => settings[name].map((url) => access(url, settings, io));
    const arms = { baseline: instances('baseline-url'), candidate: instances('candidate-url') };
    // Behind one address (a proxy that measures both arms) only the texts can tell the arms apart.
    const onePage = settings['baseline-url'].join('\n') === settings['candidate-url'].join('\n');
    const patience = patienceOf(settings);
    const observer = createObserver(io, settings.state, async (signal) => {
        const [baseline, candidate] = await Promise.all([
            readPages(io, arms.baseline, patience, signal),
            onePage ? undefined : readPages(io, arms.candidate, patience, signal),
        ]);
        return { baseline, candidate: candidate ?? baseline };
    });
    return {
        observe: async (query, span, signal) => {
            const parts = partsFor(query, span, onePage);
            const wanted = parts.flatMap((part) => (part.kind === 'selector' ? [part.wanted] : []));
            await observer.look(wanted, span, signal);
            const arm = (name) => Object.fromEntries(parts
                .filter((part) => part.arm === name)
                .map((part) => [part.part, readPart(query, part, observer.history, span)]));
            const readings = { baseline: arm('baseline'), candidate: arm('candidate') };
            const settled = settleSilence(readings, !eventsAreSilent(readings));
            return assemble(query, span, settled.readings, settled.notes);
        },
    };
});
