import { evidenceOf, openReason } from "./evidence.js";
import { looksOf } from "./looks.js";
import { ruleLook } from "./rulings.js";
import { seatsOf } from "./seat.js";
/**
 * Judges metrics at every look that their blocks allow, oldest first; later looks never change an earlier one. The
 * first crossing is final: a fail for good, a pass of every critical metric until the next stage begins.
 */
export function deliberate(policy, metrics, samplesOf) {
    const seats = seatsOf(policy, metrics);
    const byName = new Map(seats.map((seat) => [seat.metric.name, seat]));
    const evidence = () => seats.map((seat) => ruled(policy, seat, samplesOf));
    let closed = null;
    for (const [index, look] of looksOf(metrics, samplesOf).entries()) {
        const before = stagesOf(seats);
        for (const { metric, block } of look.arrivals)
            byName.get(metric.name)?.process.add(block);
        if (stagesOf(seats) !== before) {
            closed = null;
            for (const seat of seats)
                if (seat.ruling?.finding === 'fine')
                    seat.ruling = null;
        }
        if (closed !== null)
            continue;
        const ending = ruleLook(policy, seats);
        if (ending === 'open')
            continue;
        closed = { evidence: evidence(), look: index + 1, at: look.at };
        if (ending === 'final' || policy.stages === 1)
            return closed;
    }
    return closed ?? { evidence: evidence(), look: 0, at: null };
}
function stagesOf(seats) {
    return seats.reduce((sum, { process }) => sum + process.stage() + 1, 0);
}
function ruled(policy, seat, samplesOf) {
    const { metric, process } = seat;
    const samples = samplesOf(metric);
    const ruling = seat.ruling ?? { finding: 'unknown', reason: openReason(process, policy) };
    return evidenceOf(process, policy, samples, ruling);
}
