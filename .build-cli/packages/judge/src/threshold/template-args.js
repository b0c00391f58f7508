import { isRecord } from "../kayenta/record.js";
const PLACE = /\{\{\s*args\.([\w.-]+)\s*\}\}/g;
/** `data` with every `{{args.name}}` in its texts replaced; a name without a value is noted as a problem. */
export function resolveArgs(data, declared, given, problems) {
    const values = new Map([...declaredValues(declared), ...Object.entries(given)]);
    const missing = new Set();
    const resolved = replaceIn(data, (name) => {
        const value = values.get(name);
        if (value === undefined)
            missing.add(name);
        return value ?? '';
    });
    for (const name of missing)
        problems.push(`{{args.${name}}} has no value: give one with --arg ${name}=VALUE`);
    return resolved;
}
function declaredValues(declared) {
    if (!Array.isArray(declared))
        return [];
    return declared.flatMap((arg) => {
        const { name, value } = isRecord(arg) ? arg : {};
        const plain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
        return typeof name === 'string' && plain ? [[name, String(value)]] : [];
    });
}
function replaceIn(data, valueOf) {
    if (typeof data === 'string')
        return data.replace(PLACE, (_, name) => valueOf(name));
    if (Array.isArray(data))
        return data.map((item) => replaceIn(item, valueOf));
    if (!isRecord(data))
        return data;
    return Object.fromEntries(Object.entries(data).map(([key, item]) => [key, replaceIn(item, valueOf)]));
}
