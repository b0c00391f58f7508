/** Says that events vary more than chance, and what was done about it. */
export function burstNote(phi: number): string {
  return `Events come in bursts, so this result needs more data (×${phi.toFixed(1)}).`
}
