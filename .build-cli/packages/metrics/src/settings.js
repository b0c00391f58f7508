import { duration, field, withDefault, wholeNumber } from '@sluice/action';
/** How long a source over HTTP is waited for. */
export const patienceFields = {
    timeout: withDefault('10s', field('duration for one attempt', duration().parse)),
    attempts: withDefault('3', field('whole number from 1 to 10, with growing pauses in between', wholeNumber({ min: 1, max: 10 }).parse)),
};
export function patienceOf(settings) {
    return { timeoutMs: settings.timeout, attempts: settings.attempts };
}
