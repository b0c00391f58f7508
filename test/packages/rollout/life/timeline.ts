interface Due {
  readonly at: number
  readonly order: number
  readonly fire: () => void
}

/** What happened, and the weight at that moment; only a life that breaks a promise is told. */
export interface LogLine {
  readonly at: number
  readonly weight: number
  readonly line: string
}

const BEGIN = 1_000_000

/** Resolves once everything has been done that needs no time. */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
/** What a dead process waits for. */
export const never = new Promise<never>(() => undefined)

export const yes = (): boolean => true

export function tellLog(log: readonly LogLine[]): string {
  return log
    .map(({ at, weight, line }) => `${((at - BEGIN) / 1000).toFixed(1).padStart(9)} [${weight}] ${line}`)
    .join('\n')
}

/** What is due in simulated time, in order. */
export class Timeline {
  now = BEGIN
  private readonly due: Due[] = []
  private order = 0

  at(at: number, fire: () => void): void {
    const due = { at: Math.max(at, this.now), order: (this.order += 1), fire }
    let i = this.due.length
    while (i > 0 && later(this.due[i - 1], due)) i -= 1
    this.due.splice(i, 0, due)
  }

  /** Fires what is due next; false when nothing is. */
  next(): boolean {
    const next = this.due.shift()
    if (next === undefined) return false
    this.now = Math.max(this.now, next.at)
    next.fire()
    return true
  }
}

function later(a: Due | undefined, b: Due): boolean {
  return a !== undefined && (a.at > b.at || (a.at === b.at && a.order > b.order))
}
