import { html } from "../escape.js";
import { numbered, share } from "../numbers.js";
import { boundsCaption } from "./captions.js";
import { differsLater, excerpts } from "./excerpt.js";
import { excessOf, kindsOf, STATUS, statusWords } from "./words.js";
/** Characters of a value in a page. */
const VALUE = 220;
/** The fields that differ, each to be opened for its examples, with a way to narrow them down. */
export function fieldsHtml({ paths, pathsOmitted, redacted }, confidence) {
    if (paths.length === 0)
        return '';
    const options = Object.entries(STATUS).map(([status, { word }]) => `<option value="${html(status)}">${html(word)}</option>`);
    const captions = [
        paths.some(({ low }) => low !== null) ? boundsCaption(confidence) : '',
        pathsOmitted > 0
            ? `${numbered(pathsOmitted, 'more field differs and is', 'more fields differ and are')} counted, not listed.`
            : '',
        redacted ? 'Values are hidden: only their types and shapes are shown.' : '',
    ];
    return [
        '<h2>What differs</h2>',
        `<div class="tools"><input id="sluice-words" placeholder="Part of a field's name" aria-label="Part of a field's name"><select id="sluice-status" aria-label="Status"><option value="">every status</option>${options.join('')}</select><span class="mute" id="sluice-left"></span></div>`,
        '<div class="head"><span>field</span><span>candidate differs</span><span>noise</span><span>beyond noise</span><span>how</span></div>',
        `<div id="sluice-fields">${paths.map((row, i) => field(row, i === 0)).join('\n')}</div>`,
        ...captions.filter((caption) => caption !== '').map((caption) => `<p class="mute">${caption}</p>`),
    ].join('\n');
}
function field(row, open) {
    // A cell has one child, so that its label and what it says can stand side by side.
    const cell = (label, inside) => `<span data-label="${label}"><span>${inside}</span></span>`;
    return [
        `<details data-status="${html(row.status)}" data-path="${html(row.path.toLowerCase(), 400)}"${open ? ' open' : ''}><summary>`,
        `<span><code>${html(row.path, 200)}</code><br><span class="pill ${row.status.replace(' ', '-')}">${statusWords(row)}</span></span>`,
        cell('candidate differs', `${share(row.rate)}<br><small>${numbered(row.pairs, 'pair')}</small>`),
        cell('noise', row.noise === null ? '<small>not measured</small>' : share(row.noise)),
        cell('beyond noise', excessOf(row)),
        cell('how', kindsOf(row)),
        `</summary>${examples(row)}</details>`,
    ].join('');
}
function examples(row) {
    if (row.examples.length === 0)
        return '<p class="mute" style="margin-left:14px">No example: whenever the candidate differed, the repeat did too.</p>';
    const cells = row.examples.flatMap(({ id, primary, candidate }) => {
        const [before, after] = excerpts(primary, candidate, VALUE);
        const later = differsLater(primary, candidate) ? ' <small>differs later</small>' : '';
        return [
            `<span class="mute" data-label="pair"><span>${html(id)}</span></span>`,
            `<span data-label="primary"><span>${html(before, VALUE)}</span></span>`,
            `<span data-label="candidate"><span>${html(after, VALUE)}${later}</span></span>`,
        ];
    });
    return `<div class="side"><b>pair</b><b>primary</b><b>candidate</b>${cells.join('')}</div>`;
}
