export const id = 854;
export const ids = [854];
export const modules = {

/***/ 8854:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   gateCommand: () => (/* binding */ gateCommand)
/* harmony export */ });
/* harmony import */ var _sluice_action__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3335);
/* harmony import */ var _sluice_action__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4725);
/* harmony import */ var _command_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5658);


const steps = {
    serve: {
        summary: 'run the GitHub App that owns a deployment protection rule',
        load: async () => (await Promise.all(/* import() */[__webpack_require__.e(815), __webpack_require__.e(83), __webpack_require__.e(754), __webpack_require__.e(32)]).then(__webpack_require__.bind(__webpack_require__, 5032))).serveCommand,
    },
    manifest: {
        summary: 'print a page with one button that creates the App',
        load: async () => (await __webpack_require__.e(/* import() */ 825).then(__webpack_require__.bind(__webpack_require__, 8825))).manifestCommand,
    },
    credentials: {
        summary: "exchange the code that GitHub sent back for the App's credentials",
        load: async () => (await __webpack_require__.e(/* import() */ 825).then(__webpack_require__.bind(__webpack_require__, 8825))).credentialsCommand,
    },
};
const overview = (0,_command_js__WEBPACK_IMPORTED_MODULE_0__/* .defineCommand */ .N)({
    name: 'gate',
    about: `The gate App decides on waiting deployments; docs/gate-app.md describes it.\n\n${Object.entries(steps)
        .map(([name, { summary }]) => `  ${name.padEnd(12)}${summary}`)
        .join('\n')}`,
    usage: ['serve|manifest|credentials [OPTIONS]'],
    options: {},
    operands: ['COMMAND'],
    examples: ['gate manifest --url https://gate.example.com --organization acme > create-app.html'],
}, (_, [name = '']) => {
    const near = (0,_sluice_action__WEBPACK_IMPORTED_MODULE_1__/* .nearestName */ .q)(name, Object.keys(steps));
    throw new _sluice_action__WEBPACK_IMPORTED_MODULE_2__/* .UserError */ .y('UNKNOWN_COMMAND', `sluice gate: ${JSON.stringify(name)} is not a command.${near === undefined ? '' : ` Did you mean ${near}?`}`, '`sluice gate --help` lists the commands.');
});
/** The gate App: run it, or create it at GitHub. */
const gateCommand = Object.assign(async (args, io) => {
    const [name = '', ...rest] = args;
    const step = Object.hasOwn(steps, name) ? steps[name] : undefined;
    return await (step === undefined ? overview(args, io) : (await step.load())(rest, io));
}, { spec: overview.spec });


/***/ })

};
