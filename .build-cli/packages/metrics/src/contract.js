import { maskSecrets, parseSettings } from '@sluice/action';
/** Ties a source's settings to its code, so that the registry needs no casts. Secret settings are masked. */
export function defineSource(summary, settings, open) {
    return {
        settings,
        summary,
        open: (given, io) => {
            maskSecrets(settings, (name) => given[name], io.mask);
            return open(parseSettings(settings, given, '`source-settings`'), io);
        },
    };
}
