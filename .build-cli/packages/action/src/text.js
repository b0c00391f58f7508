/** Foreign text made harmless for the job log: the runner acts on lines that start with `::` or hold `##[`. */
export function plain(text) {
    return text.replaceAll(/^(\s*)::/gm, '$1\u200b::').replaceAll('##[', '#\u200b#[');
}
/** The first `bytes` bytes of a text, cut at a line end where there is one, never inside a character. */
export function cutAtLine(text, bytes) {
    if (Buffer.byteLength(text) <= bytes)
        return text;
    const head = new TextDecoder().decode(Buffer.from(text).subarray(0, bytes)).replace(/\uFFFD+$/, '');
    const end = head.lastIndexOf('\n');
    return end > 0 ? head.slice(0, end + 1) : head;
}
