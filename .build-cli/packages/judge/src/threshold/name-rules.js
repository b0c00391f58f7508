import { isRecord } from "../kayenta/record.js";
/** The `metricName` patterns of a list of rules; a pattern that can't be read is noted. */
export function patternsIn(rules, path, problems) {
    if (rules === undefined || rules === null)
        return [];
    if (!Array.isArray(rules)) {
        problems.push(`spec.${path} must be a list`);
        return [];
    }
    return rules.flatMap((rule, i) => {
        const source = isRecord(rule) ? rule['metricName'] : undefined;
        const pattern = typeof source === 'string' ? patternOf(source) : undefined;
        if (pattern === undefined)
            problems.push(`spec.${path}[${i}].metricName must be a pattern`);
        return pattern === undefined ? [] : [pattern];
    });
}
/** The names that any pattern matches anywhere; a pattern that matches none is noted, as Argo Rollouts refuses it. */
export function matchingNames(patterns, names, path, problems) {
    patterns.forEach((pattern, i) => {
        if (!names.some((name) => pattern.test(name)))
            problems.push(`spec.${path}[${i}] matches no metric name`);
    });
    return names.filter((name) => patterns.some((pattern) => pattern.test(name)));
}
/** The rules of `measurementRetention`. */
export function retentionIn(rules, problems) {
    const patterns = patternsIn(rules, 'measurementRetention', problems);
    const limits = Array.isArray(rules)
        ? rules.map((rule) => (isRecord(rule) ? rule['limit'] : undefined))
        : [];
    return patterns.map((pattern, i) => ({ pattern, limit: Number(limits[i] ?? 0) }));
}
function patternOf(source) {
    try {
        return new RegExp(source, 'u');
    }
    catch {
        return undefined;
    }
}
