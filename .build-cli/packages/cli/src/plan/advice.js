import { planPass } from '@sluice/stats';
import { aboutTime } from "./show.js";
const MARGINS = [0.25, 0.5, 1, 2];
/** What would help when a sound candidate is not likely to pass within the patience; empty when it is. */
export function advise(request, pass) {
    const patience = request.patienceMs / 1000;
    if (pass.p80.seconds <= patience)
        return [];
    const wait = (share, margin) => (1.9 * planPass(request.baseRate, margin, share, 1 - request.confidence).median) / request.traffic;
    const even = wait(0.5, request.margin);
    const wider = MARGINS.find((margin) => margin > request.margin && wait(request.share, margin) <= patience);
    const both = MARGINS.find((margin) => margin > request.margin && wait(0.5, margin) <= patience);
    const said = [
        `In 80% of rollouts, a sound candidate passes within ${aboutTime(pass.p80.seconds)}. You want to wait at most ${aboutTime(patience)}.`,
    ];
    if (request.share < 0.5 && even <= patience)
        said.push(`With a share of 50%, it takes ${aboutTime(even)}.`);
    if (wider !== undefined)
        said.push(`With a margin of ${100 * wider}%, it takes ${aboutTime(wait(request.share, wider))}.`);
    if (said.length === 1 && both !== undefined)
        said.push(`With a share of 50% and a margin of ${100 * both}%, it takes ${aboutTime(wait(0.5, both))}.`);
    if (said.length === 1)
        said.push('A share of 50% and a wider margin are not enough. Judge an absolute limit, or a metric with more events.');
    return said;
}
