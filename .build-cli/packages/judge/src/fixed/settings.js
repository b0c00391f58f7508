import { UserError } from '@sluice/action';
/** Reads the settings of a metric judged once. Throws `UserError` with every problem. */
export function readFixedSettings({ name, settings = {} }) {
    const { trials, ...others } = settings;
    const planned = typeof trials === 'number' && Number.isInteger(trials) && trials > 0 ? trials : null;
    const problems = Object.keys(others).map((key) => `settings.${key} is not known; known is trials`);
    if (trials !== undefined && planned === null)
        problems.push(`settings.trials must be a whole number above 0, got ${JSON.stringify(trials)}`);
    if (problems.length === 0)
        return { trials: planned };
    const told = problems.map((problem) => `metric ${name}: ${problem}`).join('\n');
    throw new UserError('FIXED_SETTINGS', told, 'Correct the settings of this metric.');
}
