/** What the first arm is suspected of: being larger, being smaller, or either. */
export type Alternative = 'two-sided' | 'less' | 'greater'
