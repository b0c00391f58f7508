import { styleText } from 'node:util';
import { renderTerminal } from '@sluice/report';
const COLOUR = { fine: 'green', worse: 'red', unknown: 'yellow' };
/** A verdict as a table for this terminal; coloured unless NO_COLOR is set or the output goes elsewhere. */
export function showVerdict(verdict, framing = judged(verdict)) {
    return renderTerminal(verdict, framing, paint);
}
function judged({ outcome }) {
    return { decision: outcome, did: `was judged: ${outcome}`, go: outcome === 'pass' };
}
function paint(text, finding) {
    return styleText(COLOUR[finding], text, { stream: process.stdout });
}
