import { clopperPearson, mcnemarExact } from '@sluice/stats';
import { labelled } from "../../models/agreement.js";
import { noisy } from "../../tally/discord.js";
/** Agreement and, where the truth is known, accuracy on the same inputs. */
export function agreementFigures(a, confidence) {
    if (a.n === 0)
        return [];
    const agreement = shareFigure('agreement', a.agreed, a.n, confidence);
    const known = labelled(a);
    if (known === 0)
        return [agreement];
    const stable = (a.bothRight + a.stableOnly) / known;
    return [
        agreement,
        { ...shareFigure('accuracy', a.bothRight + a.candidateOnly, known, confidence), stable },
        { name: 'only the stable model is right', value: a.stableOnly, unit: 'inputs' },
        { name: 'only the candidate is right', value: a.candidateOnly, unit: 'inputs' },
        { name: "McNemar's exact p", value: mcnemarExact(a.stableOnly, a.candidateOnly) },
    ];
}
/** How often the stable model agreed with itself, where it was asked twice. */
export function noiseFigures({ repeated, discord }, confidence) {
    if (repeated === 0)
        return [];
    return [shareFigure('the stable model agrees with itself', repeated - noisy(discord), repeated, confidence)];
}
function shareFigure(name, events, n, confidence) {
    return { name, unit: 'share', value: events / n, ...clopperPearson(events, n, confidence) };
}
