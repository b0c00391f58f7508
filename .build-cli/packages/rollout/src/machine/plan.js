/** Which way the change is made: a router, two producers of a stream, or devices that read a manifest. */
export const MODES = ['router', 'producers', 'fleet'];
/** Why a swap was refused or taken back. Closed list: adding one is an API change. */
export const WHYS = [
    'checks_failed',
    'checks_undecided',
    'shared_incompatible',
    'regression_found',
    'not_enough_data',
    'nothing_measured',
    'source_unavailable',
    'sample_ratio_mismatch',
    'traffic_changed',
    'another_swap',
    'stopped',
];
