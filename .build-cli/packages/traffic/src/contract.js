import { maskSecrets, parseSettings } from '@sluice/action';
/** Ties a router's settings to its code, so that the registry needs no casts. Secret settings are masked. */
export function defineRouter(summary, settings, open) {
    return {
        settings,
        summary,
        open: (given, io) => {
            maskSecrets(settings, (name) => given[name], io.mask);
            return open(parseSettings(settings, given, '`router-settings`'), io);
        },
    };
}
