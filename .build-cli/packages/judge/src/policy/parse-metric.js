import { nearestName, UserError } from '@sluice/action';
import { METRIC_KINDS, QUERY_PARTS, textsProblem, } from '@sluice/verdict';
import { readFixedSettings } from "../fixed/settings.js";
import { readKayentaSettings } from "../kayenta/kayenta-judge.js";
import { readThresholdSettings } from "../threshold/threshold-settings.js";
import { entryOf, isTable } from "./entry.js";
import { keysOf, KINDS, WORSE } from "./keys.js";
import { limitOf, marginOf, unitOf } from "./margin.js";
/** Reads one metric, `place` counting from 1; everything wrong with it goes to `problems`. */
export function parseMetric(table, place, judges, problems) {
    const before = problems.length;
    const entry = entryOf(table, place, problems);
    if (entry.name === '')
        entry.must('name', 'text');
    const kind = wordIn(entry, 'kind', KINDS);
    if (kind === undefined)
        return undefined;
    refuseUnknown(entry, kind);
    const worse = wordIn(entry, 'worse', WORSE, 'higher') ?? 'higher';
    const judge = wordIn(entry, 'judge', judges, METRIC_KINDS[kind].judge) ?? METRIC_KINDS[kind].judge;
    const texts = textsIn(entry);
    const wrong = textsProblem(kind, texts);
    if (wrong !== undefined)
        problems.push(`${entry.name === '' ? `metric ${place}` : entry.name}: ${wrong}`);
    const policy = policyIn({ ...entry, kind, worse, judge }, texts);
    if (problems.length === before)
        problems.push(...settingsProblems(policy));
    return problems.length > before ? undefined : { policy, query: { name: entry.name, kind, ...texts } };
}
function wordIn({ table, must }, key, words, usual) {
    const found = words.find((word) => word === (table[key] ?? usual));
    if (found === undefined)
        must(key, `one of ${words.join(', ')}`);
    return found;
}
function refuseUnknown({ table, say }, kind) {
    const known = keysOf(kind);
    const texts = QUERY_PARTS;
    for (const key of Object.keys(table).filter((each) => !known.includes(each) && !texts.includes(each))) {
        const near = nearestName(key, known);
        if (key === 'quantile')
            say(key, `belongs to kind quantile, not to kind ${kind}`);
        else
            say(key, `is not a known key; ${near === undefined ? `known are ${known.join(', ')}` : `did you mean ${near}?`}`);
    }
}
function textsIn({ table, must }) {
    const texts = {};
    for (const key of QUERY_PARTS) {
        const given = table[key];
        if (typeof given === 'string' && given.trim() !== '')
            texts[key] = given.trim();
        else if (given !== undefined)
            must(key, 'text');
    }
    return texts;
}
function policyIn(entry, texts) {
    const { table, name, kind, worse, judge, must } = entry;
    const unit = unitOf(entry, texts);
    const margin = marginOf(entry, unit);
    const limit = limitOf(entry, unit);
    const { quantile, critical = true, weight = 1, settings } = table;
    const share = typeof quantile === 'number' && quantile > 0 && quantile < 1 ? quantile : undefined;
    if (kind === 'quantile' && share === undefined)
        must('quantile', 'a number between 0 and 1, such as 0.95');
    if (typeof critical !== 'boolean')
        must('critical', 'true or false');
    const heavy = typeof weight === 'number' && weight > 0 && Number.isFinite(weight);
    if (!heavy)
        must('weight', 'a number above 0');
    if (settings !== undefined && !isTable(settings))
        must('settings', 'a mapping');
    const shown = unit === '' && kind === 'proportion' && margin.of === 'unit' ? 'points' : unit;
    return {
        name,
        kind,
        worse,
        margin,
        critical: critical === true,
        weight: heavy ? weight : 1,
        judge,
        ...(share === undefined ? {} : { quantile: share }),
        ...(limit === undefined ? {} : { limit }),
        ...(shown === '' ? {} : { unit: shown }),
        ...(isTable(settings) ? { settings } : {}),
    };
}
/** Settings are the judge's own: it reads them now, so that a slip is told before the rollout and not after. */
function settingsProblems(policy) {
    try {
        if (policy.judge === 'threshold')
            readThresholdSettings(policy);
        else if (policy.judge === 'kayenta')
            readKayentaSettings(policy);
        else if (policy.judge === 'fixed')
            readFixedSettings(policy);
        else if (policy.judge === 'paired')
            return [];
        else if (Object.keys(policy.settings ?? {}).length > 0)
            return [`${policy.name}: settings must be absent, for the judge ${policy.judge} has none`];
        return [];
    }
    catch (error) {
        if (!(error instanceof UserError))
            throw error;
        return error.message.split('\n');
    }
}
