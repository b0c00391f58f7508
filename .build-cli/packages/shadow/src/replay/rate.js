import { field, refuse } from '@sluice/action';
const SHAPE = 'requests a second such as `50/s`, or a multiple of the recorded speed such as `2x`';
export const rateField = field(SHAPE, (given) => {
    const match = /^(\d+(?:\.\d+)?)\s*(\/s|x)$/.exec(given);
    const value = Number(match?.[1]);
    if (!(value > 0 && value <= 100_000))
        return refuse(SHAPE, given);
    return match?.[2] === 'x' ? { speed: value } : { perSecond: value };
});
/** How long after the beginning each request is due, in milliseconds. Arrivals at a rate are a Poisson process. */
export function dueTimes(recorded, rate, random) {
    let due = 0;
    if ('perSecond' in rate) {
        return recorded.map(() => {
            const mine = due;
            due += (-Math.log(1 - random()) / rate.perSecond) * 1000;
            return mine;
        });
    }
    const first = recorded.find((at) => at !== undefined) ?? 0;
    return recorded.map((at) => {
        // A request without a time, or with one that runs backwards, is due with the one before it.
        due = Math.max(due, at === undefined ? due : (at - first) / rate.speed);
        return due;
    });
}
