/** The version of the command line, the same as in the package that is published. */
export const VERSION = '0.1.0'
