/** What a command of the CLI may do to the world. */
export interface CliIo {
  readonly stdout: (text: string) => void
  readonly stderr: (text: string) => void
  readonly readFile: (path: string) => Promise<string>
}

/** Runs with the arguments after its name; resolves to the exit code. */
export type Command = (args: readonly string[], io: CliIo) => Promise<number>

/** A verb of `sluice`: one line for the help text, and how to load it. */
export interface Verb {
  readonly summary: string
  readonly load: () => Promise<Command>
}
