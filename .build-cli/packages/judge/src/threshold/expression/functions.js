import { argoFunctions } from "./argo-functions.js";
import { closureFunctions } from "./closure-functions.js";
import { numberFunctions } from "./number-functions.js";
import { textFunctions } from "./text-functions.js";
/** Every function a condition may call. */
export const functions = new Map([
    ...numberFunctions,
    ...textFunctions,
    ...closureFunctions,
    ...argoFunctions,
]);
