const MAX_NAME = 120;
/** One line of at most `limit` characters. */
export function oneLine(text, limit = MAX_NAME) {
    // Control and bidirectional-override characters can make a line read differently from what it says.
    const line = text
        .replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
        .replaceAll(/[\u200b-\u200f\u202a-\u202e\u2066-\u2069]/g, '')
        .trim();
    const characters = [...line];
    return characters.length > limit ? `${characters.slice(0, limit - 1).join('')}…` : line;
}
/** Foreign text for GitHub Markdown: no markup, no mention, no reference, no link, no HTML, no table break. */
export function md(text, limit) {
    return oneLine(text, limit)
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;')
        .replaceAll(/[\\`*_{}[\]|~!]/g, (c) => `\\${c}`)
        .replaceAll(/([@#])(?=\w)/g, '$1\u200b')
        .replaceAll('://', ':\u200b//')
        .replaceAll(/\bwww\./gi, 'www\u200b.')
        .replaceAll(/\bGH-(?=\d)/gi, 'GH\u200b-');
}
/** Foreign text for HTML content and quoted attributes. */
export function html(text, limit) {
    return oneLine(text, limit)
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;')
        .replaceAll('"', '&quot;')
        .replaceAll("'", '&#39;');
}
/** Foreign text for a terminal: no escape sequences. */
export function term(text, limit) {
    return oneLine(text, limit);
}
