/** Under this name the main step keeps the id of the record that the post step would have to settle. */
export const RECORD = 'swap-record'
