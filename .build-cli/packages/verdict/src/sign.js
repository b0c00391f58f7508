import { seal } from "./dsse.js";
import { PAYLOAD_TYPE, statementOf } from "./statement.js";
/** One line of JSON: a DSSE envelope around an in-toto statement of the verdict. `now` is epoch milliseconds. */
export function signVerdict(verdict, key, now) {
    return JSON.stringify(seal(PAYLOAD_TYPE, Buffer.from(statementOf(verdict, now)), key));
}
