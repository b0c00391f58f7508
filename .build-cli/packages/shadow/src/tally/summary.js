/** Distinct places that are counted one by one; what differs beyond them is counted under one name. */
export const MOST_PATHS = 20_000;
export const OTHER_PATHS = '(other paths)';
