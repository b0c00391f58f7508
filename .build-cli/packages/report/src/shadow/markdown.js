import { md } from "../escape.js";
import { counted, numbered, plainNumber, share } from "../numbers.js";
import { allCompared, boundsCaption, driftCaption, intervalsCaption, measuresCaption, modelSlicesCaption, slicesCaption, } from "./captions.js";
import { differsLater, excerpts } from "./excerpt.js";
import { sentence } from "./sentence.js";
import { changeText, excessOf, figureText, kindsOf, lossWords, rateText, STATUS, statusWords, } from "./words.js";
/** Rows of each table that a comment shows; the page shows all. */
const SHOWN = { paths: 20, slices: 10, flips: 10, within: 3 };
/** Characters of a value in a comment. */
const VALUE = 60;
/**
 * The sections of a shadow report for a comment: what differs, slices, models, what was measured, cost, what was left out.
 * `confidence` is that of the verdict.
 */
export function shadowMarkdown(details, confidence) {
    return [
        sentence(details, confidence),
        pathsTable(details, confidence),
        slicesTable(details, confidence),
        ...(details.model === undefined ? [] : modelParts(details, details.model, confidence)),
        measuresTable(details, confidence),
        costLine(details),
        lostLine(details),
        ...details.conduct.map((line) => `- ${md(line, 300)}`),
    ].filter((part) => part !== '');
}
function table(head, rows) {
    const line = (cells) => `| ${cells.join(' | ')} |`;
    const align = head.map((_, i) => (i === 0 ? '---' : '--:'));
    return [line(head), `|${align.join('|')}|`, ...rows.map(line)].join('\n');
}
/** Small print; blank stays blank. */
function small(...captions) {
    const said = captions.filter((caption) => caption !== '');
    return said.length === 0 ? '' : `<sub>${said.join(' ')}</sub>`;
}
function pathsTable({ paths, pathsOmitted, redacted }, confidence) {
    const within = paths.filter(({ status }) => status === 'within');
    const telling = paths.filter(({ status }) => status !== 'within');
    const shown = [...telling.slice(0, SHOWN.paths), ...within.slice(0, SHOWN.within)];
    if (shown.length === 0)
        return '';
    const more = paths.length - shown.length + pathsOmitted;
    return [
        '**What differs**',
        table(['field', 'candidate differs', 'noise', 'beyond noise', 'how', 'example'], shown.map(pathRow)),
        more > 0 ? `_and ${numbered(more, 'more field')} in the full report_` : '',
        small(shown.some(({ low }) => low !== null) ? boundsCaption(confidence) : '', redacted ? 'Values are hidden: types and shapes are shown. `redact: none` shows them.' : ''),
    ]
        .filter((part) => part !== '')
        .join('\n\n');
}
function pathRow(row) {
    const [example] = row.examples;
    return [
        `${STATUS[row.status].mark} **${md(row.path, 80)}**<br><sub>${statusWords(row)}</sub>`,
        share(row.rate),
        row.noise === null ? 'not measured' : share(row.noise),
        excessOf(row),
        kindsOf(row),
        example === undefined ? '' : exampleCell(example),
    ];
}
function exampleCell({ id, primary, candidate }) {
    const [before, after] = excerpts(primary, candidate, VALUE);
    const later = differsLater(primary, candidate) ? ', which differ later' : '';
    return `${md(before, VALUE)} → ${md(after, VALUE)}<br><sub>${md(id, 40)}${later}</sub>`;
}
function slicesTable(details, confidence) {
    const { slices } = details;
    if (slices.length === 0)
        return '';
    const rows = slices
        .slice(0, SHOWN.slices)
        .map((slice) => [
        `${slice.flagged ? '❌ ' : ''}${md(slice.name, 80)}`,
        counted(slice.pairs),
        md(slice.path, 60),
        rateText(slice),
        slice.noise === null ? 'not measured' : share(slice.noise),
    ]);
    const more = slices.length - SHOWN.slices;
    return [
        '**By slice**',
        table(['slice', 'pairs', 'field', 'differs', 'noise'], rows),
        more > 0 ? `_and ${numbered(more, 'more slice')}_` : '',
        small(slicesCaption(details, confidence, '❌')),
    ]
        .filter((part) => part !== '')
        .join('\n\n');
}
function modelParts(details, model, confidence) {
    const words = lossWords(model);
    const flips = model.flips
        .slice(0, SHOWN.flips)
        .map(({ from, to, count }) => [`${md(from, 60)} → ${md(to, 60)}`, counted(count)]);
    const slices = model.slices
        .filter(({ agreement }) => agreement < 1)
        .slice(0, SHOWN.slices)
        .map((slice) => [
        `${slice.flagged ? '❌ ' : ''}${md(slice.name, 60)}`,
        counted(slice.pairs),
        rateText({ ...slice, rate: slice.agreement }),
        slice.loss === undefined ? '–' : words.show(slice.loss),
    ]);
    return [
        `**Predictions** (${md(model.type)})\n\n${table(['figure', 'value'], [...model.figures, ...model.drift].map((figure) => [
            `${figure.flagged === true ? '❌ ' : ''}${md(figure.name)}`,
            md(figureText(figure)),
        ]))}`,
        small(intervalsCaption(confidence), driftCaption(details)),
        flips.length === 0 ? '' : `**Flips, stable → candidate**\n\n${table(['flip', 'inputs'], flips)}`,
        slices.length === 0
            ? ''
            : `**Predictions by slice**\n\n${table(['slice', 'inputs', 'agreement', words.lost], slices)}`,
        slices.length === 0 ? '' : small(modelSlicesCaption(model, confidence, '❌')),
    ];
}
function measuresTable(details, confidence) {
    const { measures } = details;
    if (measures.length === 0)
        return '';
    const rows = measures.flatMap(({ name, arms, change }) => arms.map((arm, i) => [
        i === 0 ? `**${md(name)}** ${arm.arm}` : arm.arm,
        ...arm.quantiles.slice(0, 4).map(plainNumber),
        arm.arm === 'candidate' && change !== null ? changeText(change) : '',
    ]));
    return [
        '**Measured**',
        table(['arm', 'p50', 'p90', 'p95', 'p99', 'median change on the same request'], rows),
        small(measures.some(({ change }) => typeof change?.low === 'number') ? boundsCaption(confidence) : '', measuresCaption(details)),
    ]
        .filter((part) => part !== '')
        .join('\n\n');
}
function costLine({ cost }) {
    if (cost.length === 0)
        return '';
    return `**Cost of running in parallel:** ${cost.map((figure) => `${md(figure.name)} ${md(figureText(figure))}`).join(' · ')}`;
}
function lostLine({ lost, compared }) {
    if (lost.length === 0)
        return `**Not compared:** nothing; ${allCompared(compared)}.`;
    return `**Not compared:** ${lost.map(({ what, count }) => `${counted(count)} ${md(what)}`).join(' · ')}`;
}
