const WIDTH = 40

/** A bar on one line of a terminal; nothing at all where output is not a terminal. */
export function progressBar(write: (text: string) => void, isTerminal: boolean | undefined) {
  let shown = -1
  return {
    show: (share: number): void => {
      const percent = Math.min(100, Math.floor(share * 100))
      if (isTerminal !== true || percent === shown) return
      shown = percent
      const full = Math.round((percent / 100) * WIDTH)
      write(`\r${'█'.repeat(full)}${'░'.repeat(WIDTH - full)} ${percent}%`)
    },
    clear: (): void => {
      if (shown >= 0) write(`\r${' '.repeat(WIDTH + 8)}\r`)
    },
  }
}
