export const id = 714;
export const ids = [714];
export const modules = {

/***/ 4714:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   keygenCommand: () => (/* binding */ keygenCommand)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1455);
/* harmony import */ var _sluice_action__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(4725);
/* harmony import */ var _sluice_verdict__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(730);
/* harmony import */ var _command_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5658);




/** Writes a fresh signing key, readable by its owner only, and its public half; prints the ID of the key. */
const keygenCommand = (0,_command_js__WEBPACK_IMPORTED_MODULE_1__/* .defineCommand */ .N)({
    name: 'keygen',
    about: 'Makes an Ed25519 key pair for signing verdicts: NAME.key for the secret `signing-key`, NAME.pub for the gate policy. Existing files are never overwritten.',
    usage: ['[--out NAME]'],
    options: { out: { value: 'NAME', about: 'name of both files', fallback: 'sluice-signing' } },
    examples: ['keygen --out production'],
}, async ({ out, json }, _, io) => {
    const { id, privateKey, publicKey } = (0,_sluice_verdict__WEBPACK_IMPORTED_MODULE_2__/* .generateKeys */ .w_)();
    const files = { privateKey: `${out}.key`, publicKey: `${out}.pub` };
    await writeNew(files.privateKey, privateKey, 0o600);
    await writeNew(files.publicKey, publicKey, 0o644);
    io.stdout(json
        ? `${JSON.stringify({ id, ...files })}\n`
        : [
            `Made the key ${id}.`,
            `${files.privateKey}  private: store it as a secret of the environment that runs the canary`,
            `${files.publicKey}  public: add it to the gate policy\n`,
        ].join('\n'));
    return 0;
});
async function writeNew(path, text, mode) {
    try {
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.writeFile)(path, text, { mode, flag: 'wx' });
    }
    catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST'))
            throw error;
        throw new _sluice_action__WEBPACK_IMPORTED_MODULE_3__/* .UserError */ .y('KEY_EXISTS', `${path} already exists.`, 'Move it, or choose another name with --out.');
    }
}


/***/ }),

/***/ 730:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   eK: () => (/* binding */ readPublicKeys),
/* harmony export */   mG: () => (/* binding */ KeyRefused),
/* harmony export */   w_: () => (/* binding */ generateKeys)
/* harmony export */ });
/* unused harmony exports readSigningKey, keyId */
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);

/** A key that cannot be used, in words that never repeat it. */
class KeyRefused extends Error {
    name = 'KeyRefused';
}
// RFC 8410: everything before the 32 bytes of an Ed25519 key in its DER forms.
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');
const SPKI_HEAD = Buffer.from('302a300506032b6570032100', 'hex');
const KEY_BYTES = 32;
/** A fresh Ed25519 pair: PKCS #8 and SPKI in PEM, and the key's id. */
function generateKeys() {
    const pair = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.generateKeyPairSync)('ed25519');
    return {
        id: keyId(pair.publicKey),
        privateKey: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
        publicKey: pair.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    };
}
/** Reads a private key, PKCS #8 PEM (line ends may be written `\n`) or the base64 of its 32-byte seed; throws `KeyRefused`. */
function readSigningKey(text) {
    const privateKey = ed25519('signing key', () => {
        const pem = pemOf(text);
        if (pem.startsWith('-----BEGIN'))
            return createPrivateKey(pem);
        const der = Buffer.concat([PKCS8_HEAD, rawKey(pem, 'signing key')]);
        return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
    });
    return { id: keyId(createPublicKey(privateKey)), privateKey };
}
/** Reads public keys: any number of SPKI PEM blocks, or the base64 of 32 bytes on lines of their own; throws `KeyRefused`. */
function readPublicKeys(text) {
    const given = pemOf(text);
    if (/PRIVATE KEY-----/.test(given)) {
        throw new KeyRefused('public key: this is a private key; give the public half');
    }
    const blocks = given.match(/-----BEGIN PUBLIC KEY-----[\s\S]*?-----END PUBLIC KEY-----/g) ?? [];
    const rest = blocks.reduce((left, block) => left.replace(block, ''), given);
    const lines = rest.split(/\s+/).filter((line) => line !== '');
    const keys = [
        ...blocks.map((pem) => ed25519('public key', () => (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createPublicKey)(pem))),
        ...lines.map((line) => ed25519('public key', () => (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createPublicKey)({
            key: Buffer.concat([SPKI_HEAD, rawKey(line, 'public key')]),
            format: 'der',
            type: 'spki',
        }))),
    ];
    if (keys.length === 0)
        throw new KeyRefused('public key: there is none');
    return [...new Map(keys.map((publicKey) => [keyId(publicKey), publicKey]))].map(([id, publicKey]) => ({
        id,
        publicKey,
    }));
}
/** The SHA-256 of a public key's SPKI DER, in hexadecimal. */
function keyId(publicKey) {
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256')
        .update(publicKey.export({ type: 'spki', format: 'der' }))
        .digest('hex');
}
/** Secrets stores and `.env` files often keep line ends as two characters. */
function pemOf(text) {
    return text.trim().replaceAll('\\n', '\n');
}
function rawKey(text, what) {
    const bytes = /^[A-Za-z0-9+/_-]{43}=?$/.test(text) ? Buffer.from(text, 'base64') : Buffer.alloc(0);
    if (bytes.length !== KEY_BYTES)
        throw new KeyRefused(`${what}: must be Ed25519, as PEM or as base64 of 32 bytes`);
    return bytes;
}
function ed25519(what, read) {
    let key;
    try {
        key = read();
    }
    catch (error) {
        if (error instanceof KeyRefused)
            throw error;
        throw new KeyRefused(`${what}: must be Ed25519, as PEM or as base64 of 32 bytes`);
    }
    if (key.asymmetricKeyType === 'ed25519')
        return key;
    throw new KeyRefused(`${what}: must be Ed25519, this one is ${key.asymmetricKeyType ?? 'of no known kind'}`);
}


/***/ })

};
