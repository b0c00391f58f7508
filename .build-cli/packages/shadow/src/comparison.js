export const KINDS = ['json', 'classification', 'regression', 'ranking', 'embedding', 'text'];
export const NOISE_MODES = ['paired', 'diffy', 'none'];
