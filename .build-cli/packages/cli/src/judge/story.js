import { term } from '@sluice/report';
/** What the table has no column for: the notes of each metric, and the answer in the words of the rules' own tool. */
export function storyOf({ evidence, details, outcome, reason }) {
    const notes = evidence.flatMap((each) => (each.notes ?? []).map((note) => `  ${term(each.metric, 40)}: ${term(note)}`));
    const lines = [
        ...(notes.length > 0 ? ['', ...notes] : []),
        ...toolLines(details),
        '',
        `outcome: ${outcome} (${reason})`,
    ];
    return `${lines.join('\n')}\n`;
}
function toolLines(details) {
    if (details?.kind === 'kayenta') {
        const { score, classification, reason } = details;
        return ['', `Kayenta: ${plain(classification)}, score ${plain(score)}${said(reason)}`];
    }
    if (details?.kind === 'argo-analysis') {
        const { phase, message, effect } = details;
        const then = phase === 'Running' ? 'when the records ended' : `so the rollout would ${plain(effect)}`;
        return ['', `Argo Rollouts: ${plain(phase)} ${then}${said(message)}`];
    }
    return [];
}
function said(text) {
    return typeof text === 'string' && text !== '' ? ` (${term(text)})` : '';
}
function plain(value) {
    return typeof value === 'string' || typeof value === 'number' ? term(String(value)) : '';
}
