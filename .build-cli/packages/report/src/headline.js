import { change, numbered, share } from "./numbers.js";
import { reasonWords } from "./rows.js";
import { worstFirst } from "./worst-first.js";
const SHOWN = 3;
/** The one sentence for the one who reads one line: what was done, why (the worst first), and who was affected. */
export function headline(verdict, framing) {
    const { environment, service } = verdict.subject;
    const who = exposedWords(verdict);
    return [
        { name: service },
        ' in ',
        { name: environment },
        ` ${framing.did}: `,
        ...why(verdict),
        '.',
        who === '' ? '' : ` ${who}`,
    ];
}
/** The headline in one medium. */
export function spell(parts, name) {
    return parts.map((part) => (typeof part === 'string' ? part : name(part.name))).join('');
}
function why({ evidence, outcome, reason }) {
    const critical = evidence.filter((e) => e.critical);
    if (outcome === 'pass') {
        return [
            critical.length === 1
                ? 'its metric is within its margin'
                : `all ${critical.length} metrics are within their margins`,
        ];
    }
    const telling = critical.filter((e) => e.finding === (outcome === 'fail' ? 'worse' : 'unknown'));
    if (telling.length === 0)
        return [reason.replaceAll('_', ' ')];
    const said = [...telling]
        .sort(worstFirst)
        .slice(0, SHOWN)
        .flatMap((e, i) => [i === 0 ? '' : ', ', { name: e.metric }, ` ${tell(e)}`]);
    return telling.length > SHOWN ? [...said, ` and ${telling.length - SHOWN} more`] : said;
}
function tell(e) {
    const words = reasonWords(e.reason);
    if (e.finding === 'worse' && e.scale === 'ratio' && e.effect.estimate !== null) {
        return `is ${words} (${change(e.effect.estimate)})`;
    }
    return e.needed === undefined
        ? `is ${words}`
        : `is ${words}, about ${numbered(e.needed, 'more request')} needed`;
}
function exposedWords({ exposed }) {
    if (exposed === undefined)
        return '';
    return `${numbered(exposed.requests, 'request')} (${share(exposed.share)}) met the candidate.`;
}
