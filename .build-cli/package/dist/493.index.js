export const id = 493;
export const ids = [493];
export const modules = {

/***/ 5901:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   A: () => (/* binding */ fileTrouble),
/* harmony export */   f: () => (/* binding */ touchingFiles)
/* harmony export */ });
/* harmony import */ var _user_error_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4725);

const REASONS = {
    EACCES: 'permission is denied',
    EPERM: 'this is not permitted',
    ENOENT: 'there is no such file or folder',
    EISDIR: 'it is a folder, not a file',
    ENOTDIR: 'a file stands where a folder is needed',
    EEXIST: 'a file stands where a folder is needed',
    ELOOP: 'it is a link that leads back to itself',
    ENAMETOOLONG: 'the name is too long',
    EROFS: 'the file system is read-only',
    ENOSPC: 'no space is left on the device',
    EDQUOT: 'no more space is granted here',
    EFBIG: 'the file would become too large',
    EMFILE: 'too many files are open',
    ENFILE: 'too many files are open',
    EIO: 'the device failed',
};
/**
 * What the system has against a file, in words, after the path that it names, or `where` if it names none; undefined for
 * any other error.
 */
function fileTrouble(error, where) {
    if (!(error instanceof Error) || !('code' in error) || !('syscall' in error))
        return undefined;
    const reason = REASONS[String(error.code)];
    if (reason === undefined)
        return undefined;
    const path = 'path' in error && typeof error.path === 'string' ? error.path : where;
    return path === undefined ? reason : `${path}: ${reason}`;
}
/**
 * Does some work on files, most of it in the folder `where`. What the system has against one of them is told as a
 * `UserError` that begins with `what`.
 */
async function touchingFiles({ what, where, hint }, work) {
    try {
        return await work();
    }
    catch (error) {
        const trouble = fileTrouble(error, where);
        throw trouble === undefined ? error : new _user_error_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .y('FILE_TROUBLE', `${what}: ${trouble}`, hint);
    }
}


/***/ }),

/***/ 3335:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   q: () => (/* binding */ nearestName)
/* harmony export */ });
/** The known name that is fewest edits away from a given one, if it is near enough to be a slip. */
function nearestName(given, known) {
    const ranked = known
        .map((name) => ({ name, edits: editsBetween(given.toLowerCase(), name.toLowerCase()) }))
        .toSorted((a, b) => a.edits - b.edits);
    const best = ranked[0];
    return best !== undefined && best.edits <= Math.max(1, best.name.length / 3) ? best.name : undefined;
}
function editsBetween(a, b) {
    if (Math.abs(a.length - b.length) > 20)
        return Infinity;
    let row = Array.from({ length: b.length + 1 }, (_, j) => j);
    for (let i = 1; i <= a.length; i++) {
        const next = [i];
        for (let j = 1; j <= b.length; j++) {
            const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
            next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
        }
        row = next;
    }
    return row[b.length] ?? Infinity;
}


/***/ }),

/***/ 4725:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   y: () => (/* binding */ UserError)
/* harmony export */ });
/** Something the reader of the log can fix: a stable code, what was wrong, and what to do about it. */
class UserError extends Error {
    name = 'UserError';
    code;
    hint;
    constructor(code, message, hint) {
        super(message);
        this.code = code;
        this.hint = hint;
    }
}


/***/ }),

/***/ 6493:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   cli: () => (/* binding */ cli)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1455);
/* harmony import */ var _sluice_action__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(3335);
/* harmony import */ var _sluice_action__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(4725);
/* harmony import */ var _completion_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7833);
/* harmony import */ var _exit_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(935);
/* harmony import */ var _verbs_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(2197);
/* harmony import */ var _version_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(5491);






const io = {
    stdout: (text) => void process.stdout.write(text),
    stderr: (text) => void process.stderr.write(text),
    readFile: async (path) => await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readFile)(path, 'utf8'),
};
/** Runs one command line and resolves to its exit code; nothing is thrown. */
async function cli(args) {
    goWhereItWasTyped(process.env);
    try {
        return await dispatch(args);
    }
    catch (error) {
        const shown = args.includes('--json') ? (0,_exit_js__WEBPACK_IMPORTED_MODULE_1__/* .explainAsJson */ ._r)(error) : (0,_exit_js__WEBPACK_IMPORTED_MODULE_1__/* .explain */ .WE)(error, args.includes('--debug'));
        io.stderr(shown);
        return (0,_exit_js__WEBPACK_IMPORTED_MODULE_1__/* .exitCodeOf */ .FO)(error);
    }
}
async function dispatch([name = '', ...rest]) {
    if (name === _completion_js__WEBPACK_IMPORTED_MODULE_2__.COMPLETE_VERB)
        return await (0,_completion_js__WEBPACK_IMPORTED_MODULE_2__.complete)(rest, io);
    if (name === '' || name === 'help' || name === '--help' || name === '-h')
        return await help(name, rest);
    if (name === '--version' || name === '-V') {
        io.stdout(rest.includes('--json') ? `${JSON.stringify({ version: _version_js__WEBPACK_IMPORTED_MODULE_3__/* .VERSION */ .x })}\n` : `${_version_js__WEBPACK_IMPORTED_MODULE_3__/* .VERSION */ .x}\n`);
        return 0;
    }
    const verb = verbNamed(name);
    if (rest.length === 1 && rest[0] === '--version')
        return await dispatch(['--version']);
    return await (await verb.load())(rest, io);
}
function verbNamed(name) {
    const verb = Object.hasOwn(_verbs_js__WEBPACK_IMPORTED_MODULE_4__/* .verbs */ .P, name) ? _verbs_js__WEBPACK_IMPORTED_MODULE_4__/* .verbs */ .P[name] : undefined;
    if (verb !== undefined)
        return verb;
    const near = (0,_sluice_action__WEBPACK_IMPORTED_MODULE_5__/* .nearestName */ .q)(name, Object.keys(_verbs_js__WEBPACK_IMPORTED_MODULE_4__/* .verbs */ .P));
    const guess = near === undefined ? '' : ` Did you mean ${near}?`;
    throw new _sluice_action__WEBPACK_IMPORTED_MODULE_6__/* .UserError */ .y('UNKNOWN_COMMAND', `sluice: ${JSON.stringify(name)} is not a command.${guess}`, '`sluice --help` lists the commands.');
}
/** `sluice help VERB` is `sluice VERB --help`; without a verb, the list of all, as an error if nothing was asked. */
async function help(name, [verb]) {
    if (name === 'help' && verb !== undefined)
        return await (await verbNamed(verb).load())(['--help'], io);
    const width = Math.max(...Object.keys(_verbs_js__WEBPACK_IMPORTED_MODULE_4__/* .verbs */ .P).map((word) => word.length));
    const lines = Object.entries(_verbs_js__WEBPACK_IMPORTED_MODULE_4__/* .verbs */ .P).map(([word, { summary }]) => `  ${word.padEnd(width)}  ${summary}`);
    const text = [
        'Usage: sluice COMMAND [OPTIONS]',
        '',
        'Commands:',
        ...lines,
        '',
        'Options of every command:',
        '  --help     print what the command does and its options',
        '  --json     print the result, or the error, as JSON',
        '  --debug    show the stack trace of an error',
        '  --version  print the version',
        '',
        'Exit codes: 0 pass or done, 1 fail, 2 undecided, 3 wrong input, 4 could not.',
        '',
    ].join('\n');
    (name === '' ? io.stderr : io.stdout)(text);
    return name === '' ? 3 : 0;
}
/** `npm run` changes to the folder of the package; paths mean what they meant where they were typed. */
function goWhereItWasTyped(env) {
    const typedIn = env['INIT_CWD'];
    if (env['npm_lifecycle_event'] === 'sluice' && typedIn !== undefined)
        process.chdir(typedIn);
}


/***/ }),

/***/ 5658:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   N: () => (/* binding */ defineCommand)
/* harmony export */ });
/* unused harmony export JSON_OPTION */
/* harmony import */ var commander__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7375);
/* harmony import */ var _sluice_action__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4725);


const JSON_OPTION = { about: 'print the result as JSON' };
/** A verb with its options; every verb also takes `--help`, `--json` and `--debug`. */
function defineCommand(spec, run) {
    const options = { ...spec.options, json: JSON_OPTION };
    const command = async (args, io) => {
        const parser = parserOf({ ...spec, options }, io);
        try {
            parser.parse([...args], { from: 'user' });
        }
        catch (error) {
            if (error instanceof commander__WEBPACK_IMPORTED_MODULE_0__/* .CommanderError */ .b7 && error.exitCode === 0)
                return 0;
            throw error instanceof commander__WEBPACK_IMPORTED_MODULE_0__/* .CommanderError */ .b7 ? wrongOption(spec.name, error) : error;
        }
        return await run(givenOf(options, parser), parser.args, io);
    };
    return Object.assign(command, { spec: { ...spec, options } });
}
function parserOf(spec, io) {
    const parser = new commander__WEBPACK_IMPORTED_MODULE_0__/* .Command */ .uB(`sluice ${spec.name}`)
        .description(spec.about)
        .usage(usageOf(spec))
        .helpOption('-h, --help', 'print this text')
        .addOption(new commander__WEBPACK_IMPORTED_MODULE_0__/* .Option */ .c$('--debug', 'show the stack trace of an error'))
        .configureOutput({ writeOut: io.stdout, writeErr: () => undefined })
        .exitOverride();
    for (const [name, option] of Object.entries(spec.options))
        parser.addOption(optionOf(name, option));
    for (const operand of spec.operands ?? [])
        parser.argument(`<${operand}>`);
    return parser.addHelpText('after', () => afterHelp(spec));
}
function usageOf({ name, usage }) {
    return usage.map((line, i) => (i === 0 ? line : `       sluice ${name} ${line}`)).join('\n');
}
function optionOf(name, { value, about, fallback, choices, multiple }) {
    const option = new commander__WEBPACK_IMPORTED_MODULE_0__/* .Option */ .c$(value === undefined ? `--${name}` : `--${name} <${value}>`, about);
    if (fallback !== undefined)
        option.default(fallback);
    if (multiple === true) {
        option.argParser((given, before) => [...(before ?? []), given]);
    }
    if (choices !== undefined) {
        option.argParser((given) => {
            if (choices.includes(given))
                return given;
            throw new commander__WEBPACK_IMPORTED_MODULE_0__/* .InvalidArgumentError */ .Di(`It must be one of ${choices.join(', ')}.`);
        });
    }
    return option;
}
function afterHelp({ examples, exits }) {
    const usual = '0 pass or done, 1 fail, 2 undecided, 3 wrong input, 4 could not';
    return [
        ...(examples.length === 0 ? [] : ['', 'Examples:', ...examples.map((line) => `  $ sluice ${line}`)]),
        '',
        `Exit codes: ${exits ?? usual}.`,
    ].join('\n');
}
function givenOf(options, parser) {
    const values = parser.opts();
    const given = Object.keys(options).map((name) => {
        const value = values[new commander__WEBPACK_IMPORTED_MODULE_0__/* .Option */ .c$(`--${name}`).attributeName()];
        return [name, value ?? absent(options[name])];
    });
    return Object.fromEntries(given);
}
function absent(option) {
    if (option?.value === undefined)
        return false;
    return option.multiple === true ? [] : undefined;
}
/** The words of the parser, in our order: what was given, what is accepted, where to look. */
function wrongOption(verb, { message }) {
    const said = message.replace(/^error: /, '').replace(/\n\(Did you mean (.*)\?\)$/s, '. Did you mean $1?');
    return new _sluice_action__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .y('WRONG_OPTION', `sluice ${verb}: ${said}`, `\`sluice ${verb} --help\` lists the options.`);
}


/***/ }),

/***/ 7833:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   COMPLETE_VERB: () => (/* binding */ COMPLETE_VERB),
/* harmony export */   complete: () => (/* binding */ complete),
/* harmony export */   completionCommand: () => (/* binding */ completionCommand)
/* harmony export */ });
/* harmony import */ var _sluice_action__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4725);
/* harmony import */ var _command_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5658);
/* harmony import */ var _verbs_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2197);



/** The word by which the scripts below ask for suggestions. */
const COMPLETE_VERB = '__complete';
const SCRIPTS = {
    bash: `_sluice() {
  local IFS=$'\\n'
  COMPREPLY=($(compgen -W "$(sluice ${COMPLETE_VERB} "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _sluice sluice
`,
    zsh: `#compdef sluice
_sluice() {
  local -a found
  found=("\${(@f)$(sluice ${COMPLETE_VERB} "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n "$found" ]]; then compadd -a found; else _files; fi
}
compdef _sluice sluice
`,
    fish: `function __sluice_complete
  sluice ${COMPLETE_VERB} (commandline -opc)[2..] (commandline -ct) 2>/dev/null
end
complete -c sluice -a '(__sluice_complete)'
`,
};
/** `sluice completion SHELL`: prints the script that makes a shell complete our commands and options. */
const completionCommand = (0,_command_js__WEBPACK_IMPORTED_MODULE_0__/* .defineCommand */ .N)({
    name: 'completion',
    about: 'Prints a script that completes commands and options in your shell.',
    usage: ['bash|zsh|fish'],
    options: {},
    operands: ['SHELL'],
    examples: ['completion bash >> ~/.bashrc', 'completion fish > ~/.config/fish/completions/sluice.fish'],
}, ({ json }, [shell = ''], io) => {
    const script = Object.hasOwn(SCRIPTS, shell) ? SCRIPTS[shell] : undefined;
    if (script === undefined) {
        const known = Object.keys(SCRIPTS).join(', ');
        throw new _sluice_action__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .y('UNKNOWN_SHELL', `sluice completion: ${JSON.stringify(shell)} is not one of ${known}`, 'Name your shell, as in `sluice completion bash`.');
    }
    io.stdout(json ? `${JSON.stringify({ shell, script })}\n` : script);
    return Promise.resolve(0);
});
/** Prints what may follow, one word a line; nothing where a file name is expected. The last word is being typed. */
async function complete(words, io) {
    for (const word of await suggestions(words))
        io.stdout(`${word}\n`);
    return 0;
}
async function suggestions(words) {
    const [name = '', ...rest] = words;
    if (rest.length === 0)
        return [...Object.keys(_verbs_js__WEBPACK_IMPORTED_MODULE_2__/* .verbs */ .P), '--help', '--version'].filter(startsWith(name));
    const verb = Object.hasOwn(_verbs_js__WEBPACK_IMPORTED_MODULE_2__/* .verbs */ .P, name) ? _verbs_js__WEBPACK_IMPORTED_MODULE_2__/* .verbs */ .P[name] : undefined;
    if (verb === undefined)
        return [];
    const { options, usage } = (await verb.load()).spec;
    const typed = rest.at(-1) ?? '';
    const before = rest.at(-2)?.replace(/^--/, '') ?? '';
    const asked = rest.at(-2)?.startsWith('--') === true ? options[before] : undefined;
    if (asked?.value !== undefined)
        return (asked.choices ?? []).filter(startsWith(typed));
    if (typed.startsWith('-')) {
        return [...Object.keys(options), 'help', 'debug'].map((option) => `--${option}`).filter(startsWith(typed));
    }
    const words1 = usage.flatMap((line) => line.split(' ')[0]?.split('|') ?? []);
    return rest.length === 1 ? words1.filter((word) => /^[a-z]/.test(word)).filter(startsWith(typed)) : [];
}
function startsWith(typed) {
    return (word) => word.startsWith(typed);
}


/***/ }),

/***/ 935:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   FO: () => (/* binding */ exitCodeOf),
/* harmony export */   Rd: () => (/* binding */ EXIT_OF),
/* harmony export */   WE: () => (/* binding */ explain),
/* harmony export */   _r: () => (/* binding */ explainAsJson)
/* harmony export */ });
/* harmony import */ var _sluice_action__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4725);
/* harmony import */ var _sluice_action__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5901);

const EXIT_OF = { pass: 0, fail: 1, inconclusive: 2 };
const WRONG_INPUT = 3;
const COULD_NOT = 4;
/** Codes of errors that no change of the command line would mend. */
const OUTAGES = /_(UNREACHABLE|TIMEOUT|NOT_STARTED|STOPPED|DOWN|SILENT)$/;
/** What the system says when a file is not as the command line says. */
const WRONG_FILE = new Set(['ENOENT', 'EISDIR', 'ENOTDIR', 'EEXIST', 'ENAMETOOLONG']);
/** 3 for what the user can correct, 4 for everything else. */
function exitCodeOf(error) {
    if (error instanceof _sluice_action__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .y)
        return OUTAGES.test(error.code) ? COULD_NOT : WRONG_INPUT;
    return error instanceof Error && 'code' in error && WRONG_FILE.has(error.code) ? WRONG_INPUT : COULD_NOT;
}
/** An error for a person: what is wrong, what to do, and where to read more; a stack trace only on request. */
function explain(error, debug) {
    const { message, hint, docs } = partsOf(error);
    const stack = debug && error instanceof Error && error.stack !== undefined ? [error.stack] : [];
    return `${[message, hint, ...(docs === undefined ? [] : [`See ${docs}`]), ...stack].join('\n')}\n`;
}
/** The same for a program, as one line of JSON. */
function explainAsJson(error) {
    return `${JSON.stringify({ error: partsOf(error) })}\n`;
}
function partsOf(error) {
    if (error instanceof _sluice_action__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .y) {
        const { code, message, hint } = error;
        return { code, message, hint: hint.trimEnd(), docs: docsOf(code) };
    }
    const trouble = (0,_sluice_action__WEBPACK_IMPORTED_MODULE_1__/* .fileTrouble */ .A)(error);
    if (trouble !== undefined) {
        return { code: 'FILE_TROUBLE', message: trouble, hint: 'Check the path.', docs: docsOf('FILE_TROUBLE') };
    }
    const message = error instanceof Error ? error.message : String(error);
    const hint = 'This is not your mistake. Run the command again with --debug, and report what it prints.';
    return { code: 'UNEXPECTED_ERROR', message, hint, docs: docsOf('UNEXPECTED_ERROR') };
}
/** The entry of an error code in the reference. */
function docsOf(code) {
    return `https://github.com/sluice-actions/sluice/blob/main/docs/reference/errors.md#${code.toLowerCase()}`;
}


/***/ }),

/***/ 2197:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   P: () => (/* binding */ verbs)
/* harmony export */ });
/** Every command of `sluice`, in the order of the help text. */
const verbs = {
    plan: {
        summary: 'compute how long a canary must run',
        load: async () => (await __webpack_require__.e(/* import() */ 309).then(__webpack_require__.bind(__webpack_require__, 6309))).planCommand,
    },
    judge: {
        summary: 'judge samples from files, also by a Kayenta config or an Argo Rollouts template',
        load: async () => (await Promise.all(/* import() */[__webpack_require__.e(815), __webpack_require__.e(754), __webpack_require__.e(910)]).then(__webpack_require__.bind(__webpack_require__, 7910))).judgeCommand,
    },
    shadow: {
        summary: 'compare the answers of two versions, from logs or by a replay',
        load: async () => (await Promise.all(/* import() */[__webpack_require__.e(815), __webpack_require__.e(754), __webpack_require__.e(319)]).then(__webpack_require__.bind(__webpack_require__, 9319))).shadowCommand,
    },
    gate: {
        summary: 'run the GitHub App that guards environments, or create it',
        load: async () => (await __webpack_require__.e(/* import() */ 854).then(__webpack_require__.bind(__webpack_require__, 8854))).gateCommand,
    },
    inspect: {
        summary: 'judge the samples in a verdict again and show the result',
        load: async () => (await Promise.all(/* import() */[__webpack_require__.e(754), __webpack_require__.e(99)]).then(__webpack_require__.bind(__webpack_require__, 8099))).inspectCommand,
    },
    verify: {
        summary: 'check the signature of a verdict and show the verdict',
        load: async () => (await Promise.all(/* import() */[__webpack_require__.e(754), __webpack_require__.e(68)]).then(__webpack_require__.bind(__webpack_require__, 1068))).verifyCommand,
    },
    keygen: {
        summary: 'make a key pair for signing verdicts',
        load: async () => (await __webpack_require__.e(/* import() */ 714).then(__webpack_require__.bind(__webpack_require__, 4714))).keygenCommand,
    },
    proxy: {
        summary: 'run a reverse proxy that splits requests between two versions',
        load: async () => (await __webpack_require__.e(/* import() */ 900).then(__webpack_require__.bind(__webpack_require__, 8900))).proxyCommand,
    },
    completion: {
        summary: 'print a script that completes commands and options in your shell',
        load: async () => (await Promise.resolve(/* import() */).then(__webpack_require__.bind(__webpack_require__, 7833))).completionCommand,
    },
};


/***/ })

};
