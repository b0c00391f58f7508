const DAY_MS = 86_400_000;
const WEEKDAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];
const FREQUENCIES = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'];
/** Reads a rule; throws an error naming the part that is not understood. `instant` reads UNTIL. */
export function parseRule(text, instant) {
    const parts = new Map(text.split(';').map((part) => part.split('=', 2)));
    const known = new Set(['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'BYDAY', 'WKST']);
    for (const name of parts.keys())
        if (!known.has(name))
            throw new Error(`${name} is not understood`);
    const frequency = FREQUENCIES.find((one) => one === parts.get('FREQ'));
    if (frequency === undefined)
        throw new Error(`FREQ must be one of ${FREQUENCIES.join(', ')}`);
    const days = (parts.get('BYDAY') ?? '')
        .split(',')
        .filter((day) => day !== '')
        .map(weekday);
    if (days.length > 0 && frequency !== 'WEEKLY' && frequency !== 'DAILY')
        throw new Error(`BYDAY with FREQ=${frequency} is not understood`);
    const count = parts.get('COUNT');
    const until = parts.get('UNTIL');
    return {
        frequency,
        interval: positive(parts.get('INTERVAL') ?? '1', 'INTERVAL'),
        ...(count === undefined ? {} : { count: positive(count, 'COUNT') }),
        ...(until === undefined ? {} : { until: instant(until) }),
        days,
        weekStart: weekday(parts.get('WKST') ?? 'MO'),
    };
}
function weekday(text) {
    const index = WEEKDAYS.findIndex((one) => one === text);
    if (index < 0)
        throw new Error(`day ${JSON.stringify(text)} is not understood`);
    return index;
}
function positive(text, name) {
    if (!/^[1-9]\d{0,8}$/.test(text))
        throw new Error(`${name} must be a whole number of at least 1`);
    return Number(text);
}
/** Wall times of occurrences in order, from `start`, until the caller stops asking or the rule's COUNT is reached. */
export function* occurrences(rule, start) {
    let made = 0;
    for (let step = 0; step < MAX_STEPS; step++) {
        for (const wall of candidates(rule, start, step)) {
            if (wall < start)
                continue;
            if (rule.count !== undefined && made >= rule.count)
                return;
            made++;
            yield wall;
        }
    }
}
/** A daily rule over a century; beyond it a calendar is not about us. */
const MAX_STEPS = 40_000;
function candidates(rule, start, step) {
    const by = step * rule.interval;
    switch (rule.frequency) {
        case 'DAILY': {
            const wall = start + by * DAY_MS;
            return rule.days.length === 0 || rule.days.includes(new Date(wall).getUTCDay()) ? [wall] : [];
        }
        case 'WEEKLY': {
            const intoWeek = (day) => (day - rule.weekStart + 7) % 7;
            const today = new Date(start).getUTCDay();
            const weekBegins = start - intoWeek(today) * DAY_MS + by * 7 * DAY_MS;
            const days = rule.days.length === 0 ? [today] : rule.days;
            return days
                .map(intoWeek)
                .sort((a, b) => a - b)
                .map((offset) => weekBegins + offset * DAY_MS);
        }
        case 'MONTHLY':
            return sameDay(start, 0, by);
        case 'YEARLY':
            return sameDay(start, by, 0);
    }
}
/** The same day some months or years on; nothing where that month has no such day. */
function sameDay(start, years, months) {
    const from = new Date(start);
    const day = Date.UTC(from.getUTCFullYear() + years, from.getUTCMonth() + months, from.getUTCDate());
    return new Date(day).getUTCDate() === from.getUTCDate()
        ? [day + (((start % DAY_MS) + DAY_MS) % DAY_MS)]
        : [];
}
