/** Writes to the job log. Foreign text is stripped of workflow commands on the way. */
export interface Log {
  readonly info: (message: string) => void
  readonly notice: (message: string) => void
  readonly warning: (message: string) => void
  readonly error: (message: string) => void
  /** A line of a long wait. Those that follow each other under one title are folded, and any other line ends the fold. */
  readonly folded: (title: string, message: string) => void
}

export interface Finished {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** What the workflow says about the run it is part of. */
export interface WorkflowFacts {
  /** `owner/name`, or empty outside a workflow. */
  readonly repository: string
  readonly sha: string
  readonly ref: string
  /** A number in GitHub Actions; elsewhere a name such as `gitlab-77`. */
  readonly runId: string
  /** A number, or empty where the CI system counts no attempts. */
  readonly runAttempt: string
  /** Address of the run, where it is not one of GitHub's. */
  readonly runUrl?: string
  readonly workflow: string
  readonly job: string
  readonly actor: string
  readonly serverUrl: string
  readonly apiUrl: string
  readonly eventName: string
  /** The webhook payload that started the run, undecoded; an empty object where there is none. */
  readonly event: unknown
  readonly workspace: string
  readonly tempDir: string
}

/** Everything an action may do to the world. Adapters get it passed; they never reach for globals. */
export interface Io {
  /** Aborted when the job is cancelled. Undoing brings its own signal instead. */
  readonly signal: AbortSignal
  /** Epoch milliseconds. */
  readonly now: () => number
  /** Waits, or rejects at once when the signal is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
  readonly fetch: typeof globalThis.fetch
  /** Runs a program with an argument array, never through a shell; rejects when it cannot start or the signal aborts. */
  readonly exec: (command: string, args: readonly string[], options: ExecOptions) => Promise<Finished>
  /**
   * Runs a short program that must not be cut in the middle, such as a reload, with an argument array: a cancel that comes
   * while it runs does not stop it, and it is not begun after one. Rejects when it cannot start or does not end in time.
   */
  readonly execToEnd: (
    command: string,
    args: readonly string[],
    options: ExecToEndOptions,
  ) => Promise<Finished>
  readonly log: Log
  readonly facts: WorkflowFacts
  /** A variable of this process's environment, such as the credentials that an earlier step left; undefined where unset or empty. */
  readonly env: (name: string) => string | undefined
  /** Hides a value, in its encoded forms too, in everything logged from now on. */
  readonly mask: (secret: string) => void
  /** Appends Markdown to the job summary (cut at 1 MiB at a line end). */
  readonly summary: (markdown: string) => Promise<void>
  /** Keeps a value for this action's post step. */
  readonly saveState: (name: string, value: unknown) => Promise<void>
}

export interface ExecToEndOptions {
  readonly signal: AbortSignal
  /** Default one minute. */
  readonly timeoutMs?: number
}

export interface ExecOptions {
  readonly signal: AbortSignal
  readonly timeoutMs?: number
  readonly input?: string
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
}
