import { quote, Unacceptable, yamlOf } from '@sluice/action';
const KEYS = ['request', 'gigabyte', 'cpu-second'];
/** Prices a request, a gigabyte of answers and a second of CPU; what is not given costs nothing. */
export const pricesField = yamlOf('prices such as `{ request: 0.0000004, gigabyte: 0.09, currency: USD }`', (data) => {
    const given = typeof data === 'object' && data !== null && !Array.isArray(data) ? Object.entries(data) : [];
    if (given.length === 0)
        return undefined;
    const wrong = given.filter(([key, value]) => {
        if (key === 'currency')
            return typeof value !== 'string' || !/^[A-Z]{3}$/.test(value);
        return !KEYS.some((known) => known === key) || typeof value !== 'number' || !(value >= 0);
    });
    if (wrong.length > 0)
        throw new Unacceptable(`must be ${KEYS.join(', ')} (numbers) and currency, got ${quote(JSON.stringify(Object.fromEntries(wrong)))}`);
    const read = new Map(given);
    const price = (key) => Number(read.get(key) ?? 0);
    return {
        request: price('request'),
        gigabyte: price('gigabyte'),
        'cpu-second': price('cpu-second'),
        currency: String(read.get('currency') ?? 'USD'),
    };
});
