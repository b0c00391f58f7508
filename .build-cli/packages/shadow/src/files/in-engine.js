import { compareInClickHouse, sampleInClickHouse } from "../clickhouse/compare.js";
import { ClickHouse } from "../clickhouse/server.js";
import { clickHouseSettings } from "../clickhouse/settings.js";
import { costOf } from "../details/cost.js";
import { compareInDuckDb, sampleInDuckDb } from "../duckdb/compare.js";
import { duckDbSettings } from "../duckdb/settings.js";
import { comparisonOf } from "../inputs/comparison-of.js";
import { unmatchedPlaces } from "../inputs/unmatched-places.js";
import { findFiles } from "./find-files.js";
import { logs } from "./logs.js";
import { compareFiles } from "./parallel.js";
/** Nothing is read here: the tables and files named are the server's. */
export async function inClickHouse(input, around) {
    const settings = clickHouseSettings(input['engine-settings'], around.mask);
    const server = new ClickHouse(settings, around.fetch, around.signal);
    const { primary, candidate, secondary } = input;
    const asked = {
        arms: secondary.length === 0 ? [primary, candidate] : [primary, candidate, secondary],
        id: settings.id,
        record: settings.record,
        limit: Math.round(input['max-record'] * 1024 * 1024),
    };
    const samples = await sampleInClickHouse(server, asked);
    const comparison = comparisonOf(input, samples);
    const summary = await compareInClickHouse(server, asked, comparison);
    return whole(input, comparison, summary, samples);
}
/** Where DuckDB can tell that records are the same they stay there; all others are compared here. */
export async function inDuckDb(input, around) {
    const asked = {
        arms: await duckDbArms(input, around),
        settings: duckDbSettings(input['engine-settings'], around.mask),
        limit: Math.round(input['max-record'] * 1024 * 1024),
    };
    const samples = await sampleInDuckDb(asked, around.run);
    const comparison = comparisonOf(input, samples);
    const compare = async (arms) => await compareFiles(arms, comparison, around);
    const summary = await compareInDuckDb(asked, comparison, { ...around, compare });
    return whole(input, comparison, summary, samples);
}
function whole(input, comparison, summary, samples) {
    const conduct = { cost: costOf(summary, input.prices), said: unmatchedPlaces(input, samples) };
    return { asked: input, comparison, summary, conduct, part: undefined };
}
/** Parquet and what is elsewhere is DuckDB's to read; other files are made NDJSON first, as for ourselves. */
async function duckDbArms({ primary, candidate, secondary }, { folder, tempDir }) {
    const isElsewhere = (pattern) => pattern.includes('://');
    const isTable = (path) => /\.parquet$/i.test(path);
    const given = { primary, candidate, secondary };
    const here = findFiles(mapped(given, (patterns) => patterns.filter((pattern) => !isElsewhere(pattern))), folder);
    const ours = await logs(mapped(here, (files) => files.filter((file) => !isTable(file))), tempDir);
    return ['primary', 'candidate', 'secondary']
        .map((arm, k) => [...(ours[k] ?? []), ...here[arm].filter(isTable), ...given[arm].filter(isElsewhere)])
        .filter((names) => names.length > 0);
}
function mapped({ primary, candidate, secondary }, change) {
    return { primary: change(primary), candidate: change(candidate), secondary: change(secondary) };
}
