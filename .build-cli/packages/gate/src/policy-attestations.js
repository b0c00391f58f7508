import { field, mapOfText, parseSettings, refuse, text, Unacceptable, UserError, withDefault, yamlOf, } from '@sluice/action';
const workflowShape = 'workflow such as `https://github.com/acme/shop/.github/workflows/release.yml@refs/heads/main`';
const fields = {
    root: text('path of a file with trusted roots'),
    workflow: field(workflowShape, (given) => /^https:\/\/\S+@refs\/\S+$/.test(given) ? given : refuse(workflowShape, given)),
    issuer: withDefault('https://token.actions.githubusercontent.com', text('address')),
};
/** A mapping with `root`, `workflow` and, elsewhere than at github.com, `issuer`. */
export const attestationRule = yamlOf('mapping with `root` and `workflow`', (data) => {
    try {
        return parseSettings(fields, mapOfText('attestations').parse(JSON.stringify(data)), 'attestations');
    }
    catch (error) {
        if (!(error instanceof UserError))
            throw error;
        throw new Unacceptable(error.message.replaceAll('\n', '; '));
    }
});
