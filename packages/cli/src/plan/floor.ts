/** Floors of a margin to try: shares of a proportion, or events per unit of exposure. */
const FLOORS = [-5, -4, -3, -2].flatMap((power) => [1, 2, 5].map((digit) => digit * 10 ** power))

/** The smallest floor that will do, if every larger one will as well; undefined where none does. */
export function smallestFloor(willDo: (floor: number) => boolean): number | undefined {
  let [from, to] = [0, FLOORS.length]
  while (from < to) {
    const middle = Math.floor((from + to) / 2)
    if (willDo(FLOORS[middle] ?? 0)) to = middle
    else from = middle + 1
  }
  return FLOORS[from]
}
