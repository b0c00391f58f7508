import { orRefusal, parseBounded, readConsistent, verifyEnvelope, } from '@sluice/verdict';
import { isBundle, verifyAttestation } from "./attestation.js";
/** Clocks of runners and of this gate may differ by this much. */
const SKEW_MS = 5 * 60_000;
/** Reads every document, and tells evidence about this target from what is refused. Order does not matter. */
export function examine(documents, target, trust, now) {
    const results = documents.map((document) => examineOne(document, target, trust, now));
    const read = results.filter((one) => 'verdict' in one);
    const { newest, older } = sortOut(read);
    return {
        accepted: newest,
        refused: [...results.filter((one) => 'refusal' in one), ...older],
    };
}
function examineOne(document, target, trust, now) {
    const { origin, text, postedBy } = document;
    if (text === undefined)
        return { origin, refusal: 'unreadable', detail: 'it cannot be unpacked' };
    if (postedBy !== undefined && !trust.postedBy.includes(postedBy)) {
        return {
            origin,
            refusal: 'foreign_app',
            detail: `it was posted by the App ${postedBy}, which is not trusted here`,
        };
    }
    const mustVerify = isAuthenticating(trust);
    const result = mustVerify
        ? verifySigned(text, trust)
        : readUnsigned(text, trust.rejudge);
    if (!result.ok)
        return { origin, refusal: result.refusal, detail: result.detail };
    const { verdict, signedBy, signedAt } = result;
    const wrong = misplaced(verdict, target, trust) ?? untimely(verdict, signedAt, now);
    const claims = { action: verdict.action, service: verdict.subject.service };
    return wrong === undefined
        ? { origin, verdict, ...(signedBy === undefined || signedAt === undefined ? {} : { signedBy, signedAt }) }
        : { origin, ...wrong, claims };
}
/** Whether evidence needs a signature, of whatever kind. */
export function isAuthenticating(trust) {
    return trust.keys.length > 0 || trust.signed || trust.attestations !== undefined;
}
function verifySigned(text, { keys, attestations, rejudge }) {
    if (attestations === undefined)
        return verifyEnvelope(text, keys, rejudge);
    return orRefusal(() => {
        const data = parseBounded(text);
        return isBundle(data)
            ? verifyAttestation(data, attestations, rejudge)
            : verifyEnvelope(text, keys, rejudge);
    });
}
/** Without a key an envelope is opened unchecked: the same words for the same content, signed or not. */
function readUnsigned(text, rejudge) {
    return orRefusal(() => {
        const data = parseBounded(text);
        const inner = payloadOf(data);
        return { ok: true, verdict: readConsistent(inner, rejudge) };
    });
}
function payloadOf(data) {
    if (!isRecord(data) || typeof data['payload'] !== 'string')
        return data;
    const statement = parseBounded(Buffer.from(data['payload'], 'base64').toString('utf8'));
    return isRecord(statement) && isRecord(statement['predicate'])
        ? statement['predicate']['verdict']
        : statement;
}
function isRecord(data) {
    return typeof data === 'object' && data !== null && !Array.isArray(data);
}
function misplaced({ subject }, target, trust) {
    if (subject.repository.toLowerCase() !== target.repository.toLowerCase()) {
        return { refusal: 'other_repository', detail: `it is about ${subject.repository}` };
    }
    if (subject.sha !== target.sha)
        return { refusal: 'other_commit', detail: `it is about commit ${subject.sha}` };
    const known = trust.environments.some((one) => one.toLowerCase() === subject.environment.toLowerCase());
    return known
        ? undefined
        : { refusal: 'other_environment', detail: `it was gathered in ${subject.environment}` };
}
function untimely({ window }, signedAt, now) {
    if (Math.max(window.to, signedAt ?? window.to) <= now + SKEW_MS)
        return undefined;
    return { refusal: 'from_the_future', detail: 'it is dated later than now' };
}
/** Of several verdicts on the same thing only the newest counts; otherwise an old pass could outlive a new fail. */
function sortOut(read) {
    const newest = new Map();
    for (const one of read) {
        const { action, subject } = one.verdict;
        const key = JSON.stringify([action, subject.service, subject.environment.toLowerCase()]);
        const known = newest.get(key);
        if (known === undefined || isNewer(one, known))
            newest.set(key, one);
    }
    const kept = [...newest.values()];
    const older = read
        .filter((one) => !kept.some((other) => sameContent(one, other)))
        .map((one) => ({
        origin: one.origin,
        refusal: 'superseded',
        detail: 'there is a newer verdict on the same; an older one cannot be replayed',
        claims: { action: one.verdict.action, service: one.verdict.subject.service },
    }));
    return { newest: kept, older };
}
function isNewer(a, b) {
    const [endA, endB] = [a.verdict.window.to, b.verdict.window.to];
    if (endA !== endB)
        return endA > endB;
    if ((a.signedAt ?? 0) !== (b.signedAt ?? 0))
        return (a.signedAt ?? 0) > (b.signedAt ?? 0);
    // Two verdicts of one moment: the worse one counts, whichever was found first.
    return HARM[a.verdict.outcome] > HARM[b.verdict.outcome];
}
const HARM = { pass: 0, inconclusive: 1, fail: 2 };
function sameContent(a, b) {
    return a === b || JSON.stringify(a.verdict) === JSON.stringify(b.verdict);
}
