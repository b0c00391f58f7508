/** Names, without case, dashes and underscores, that end so hold what lets in whoever knows it. */
const ENDINGS = /(?:tokens?|secrets?|passwords?|passwd|passphrase|passcode|credentials?|apikeys?|privatekey|accesskeys?|accesskeyid|secretkey|signingkey|authkey|sessionid|sessid|sessionkey|cookies?|authorization|jwt)$/;
const WORDS = new Set(['session', 'sid', 'auth', 'bearer', 'pwd', 'otp']);
/** Counts of what a language model reads and writes are no secret; `tokens` alone may be anything. */
const COUNTS = /^(?:max|min|total|prompt|completion|input|output|cached|reasoning|num|n|used|new)+tokens$/;
/** Whether a key names a credential: `Authorization`, `set-cookie`, `x-api-key`, `accessToken`, `client_secret` and such. */
export function namesCredential(key) {
    const name = key.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
    if (COUNTS.test(name))
        return false;
    return ENDINGS.test(name) || WORDS.has(name) || /[cx]srf/.test(name);
}
const KEYS = /\["((?:[^"\\]|\\.)*)"\]|([^.[\]]+)/g;
/** Whether a place, as reports write it, is that of a credential, or within one. */
export function isCredential(path) {
    return [...path.matchAll(KEYS)].some(([, odd, plain = '']) => namesCredential(odd ?? plain));
}
/** What is a credential wherever it stands. */
const TELLTALE = [
    /-----BEGIN [A-Z ]*PRIVATE KEY-----[^]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
    /(?<=\b[Bb]earer\s+)[\w.~+/=:-]{6,}/g,
    // Other words before a credential stand in plain sentences too: there a digit or a capital tells.
    /(?<=\b(?:[Bb]asic|[Dd]igest|[Nn]egotiate|[Aa]pi[Kk]ey|[Tt]oken)\s+)(?=\S*[0-9A-Z=+/])[\w.~+/=:-]{6,}/g,
    /\beyJ[\w-]{8,}(?:\.[\w-]*)*/g,
    /\b(?:gh[opsur]_|github_pat_|glpat-|xox[a-z]-|sk-|sk_live_|rk_live_|AIza|ya29\.|npm_|hf_)[\w.-]{12,}/g,
    /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g,
    /(?<=\w:\/\/[^\s/@:"]*:)[^\s/@"]+(?=@)/g,
];
/** What a value stands behind: `name=`, `name: `, and the same with quotes, escaped or not. */
const NAME = /([\w.-]+)\\*["']?\s*[:=]\s*/g;
/** A value ends with its quote, or where it has none with whatever separates it from the next. */
const VALUE = /\\*["'][^"'\\]*|[^\s&;,"'\\)}\]]+/y;
/** A line of cookies holds many, and one of `Authorization` a word before its own. */
const LINE = /\\*["']?[^"'\\\r\n]+/y;
/** A text with `***` for every credential that can be told from what surrounds it. */
export function maskCredentials(text) {
    return maskNamed(TELLTALE.reduce((left, pattern) => left.replaceAll(pattern, '***'), text));
}
function maskNamed(text) {
    let [masked, at] = ['', 0];
    for (const match of text.matchAll(NAME)) {
        const [written, name = ''] = match;
        const start = match.index + written.length;
        if (match.index < at || !namesCredential(name))
            continue;
        const value = /(?:cookie|authorization)$/i.test(name) ? LINE : VALUE;
        value.lastIndex = start;
        if (!value.test(text))
            continue;
        masked += `${text.slice(at, start)}***`;
        at = value.lastIndex;
    }
    return masked + text.slice(at);
}
