import { busyAt } from "./calendar/busy.js";
import { CalendarUnreadable, readCalendar } from "./calendar/ics.js";
import { instantOf, wallOf, weekMinute } from "./calendar/local-time.js";
/** The condition of one freeze: met while it does not apply. A calendar that was not fetched or cannot be read applies. */
export function freezeCondition(freeze, calendars, now) {
    const name = `freeze ${freeze.name}`;
    const make = (until, what) => until === undefined
        ? {
            name,
            kind: 'freeze',
            met: true,
            reason: 'no_freeze',
            because: `${what} does not apply now`,
            heals: 'clock',
        }
        : {
            name,
            kind: 'freeze',
            met: false,
            reason: 'frozen',
            because: `${what} lasts until ${new Date(until).toISOString()}`,
            heals: 'clock',
        };
    if (freeze.kind === 'span') {
        const [from, to] = [instantOf(freeze.from, freeze.zone), instantOf(freeze.to, freeze.zone)];
        return make(now >= from && now < to ? to : undefined, 'it');
    }
    if (freeze.kind === 'weekly')
        return make(endOfWeekly(freeze, now), 'it');
    try {
        const text = calendars[freeze.path];
        if (text === undefined)
            throw new CalendarUnreadable('there is no such file on the default branch');
        const busy = busyAt(readCalendar(text, freeze.zone), now);
        return make(busy?.until, busy === undefined ? 'it' : `"${busy.summary}"`);
    }
    catch (error) {
        if (!(error instanceof CalendarUnreadable))
            throw error;
        return {
            name,
            kind: 'freeze',
            met: false,
            reason: 'calendar_unreadable',
            because: `${freeze.path}: ${error.message}`,
            heals: 'never',
        };
    }
}
const WEEK_MINUTES = 7 * 1440;
const MINUTE_MS = 60_000;
function endOfWeekly(freeze, now) {
    const wall = wallOf(now, freeze.zone);
    const minute = weekMinute(wall);
    const since = (minute - freeze.from + WEEK_MINUTES) % WEEK_MINUTES;
    // From Monday 00:00 to Sunday 24:00 is the whole week, not none of it.
    const lasts = (freeze.to - freeze.from + WEEK_MINUTES) % WEEK_MINUTES || WEEK_MINUTES;
    if (since >= lasts)
        return undefined;
    return instantOf(Math.floor(wall / MINUTE_MS) * MINUTE_MS + (lasts - since) * MINUTE_MS, freeze.zone);
}
