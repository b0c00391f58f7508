import { oneOf, quote, UserError } from '@sluice/action';
import { command } from "./routers/command.js";
import { haproxy } from "./routers/haproxy.js";
import { nginx } from "./routers/nginx.js";
import { proxy } from "./routers/proxy.js";
/** Every router there is; a new one is a file in routers/ and a name here. */
export const routers = { nginx, haproxy, proxy, command };
/** The field of an input that names a router. */
export function routerName() {
    return oneOf(Object.keys(routers));
}
/** Opens a router by name; unknown names are refused with the list of those known, bad settings all at once. */
export function openRouter(name, settings, io) {
    const kinds = routers;
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
    if (kind !== undefined)
        return kind.open(settings, io);
    throw new UserError('BAD_INPUT', `router: must be one of ${Object.keys(kinds).join(', ')}, got ${quote(name)}`, 'Fix `router`.');
}
