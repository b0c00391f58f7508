import { at } from '@sluice/stats'

interface Scaled {
  readonly cells: Float64Array
  readonly exponent: number
}

function multiply(a: Scaled, b: Scaled, size: number): Scaled {
  const cells = new Float64Array(size * size)
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < size; k++) {
      const factor = at(a.cells, i * size + k)
      if (factor === 0) continue
      for (let j = 0; j < size; j++)
        cells[i * size + j] = at(cells, i * size + j) + factor * at(b.cells, k * size + j)
    }
  }
  const exponent = a.exponent + b.exponent
  const middle = at(cells, (size >> 1) * size + (size >> 1))
  if (middle < 1e140) return { cells, exponent }
  return { cells: cells.map((cell) => cell * 1e-140), exponent: exponent + 140 }
}

function power(base: Scaled, n: number, size: number): Scaled {
  let [result, square, left]: [Scaled | undefined, Scaled, number] = [undefined, base, n]
  while (left > 0) {
    if (left % 2 === 1) result = result === undefined ? square : multiply(result, square, size)
    left = Math.floor(left / 2)
    if (left > 0) square = multiply(square, square, size)
  }
  return result ?? base
}

function transition(k: number, h: number): Scaled {
  const size = 2 * k - 1
  const cells = new Float64Array(size * size)
  const set = (i: number, j: number, value: number): void => {
    cells[i * size + j] = value
  }
  for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) set(i, j, i - j + 1 >= 0 ? 1 : 0)
  for (let i = 0; i < size; i++) {
    set(i, 0, 1 - h ** (i + 1))
    set(size - 1, i, 1 - h ** (size - i))
  }
  const corner = 1 - 2 * h ** size + (2 * h - 1 > 0 ? (2 * h - 1) ** size : 0)
  set(size - 1, 0, corner)
  for (let i = 0; i < size; i++) {
    let factorial = 1
    for (let j = i; j >= 0; j--) {
      factorial *= i - j + 1
      set(i, j, at(cells, i * size + j) / factorial)
    }
  }
  return { cells, exponent: 0 }
}

/** P(D_n < d), exactly, by the matrix power of Marsaglia, Tsang & Wang (2003); cost (n d)^3 log n. */
export function kolmogorovMatrixCdf(d: number, n: number): number {
  const k = Math.floor(n * d) + 1
  const size = 2 * k - 1
  const raised = power(transition(k, k - n * d), n, size)
  let value = at(raised.cells, (k - 1) * size + k - 1)
  let exponent = raised.exponent
  for (let i = 1; i <= n; i++) {
    value *= i / n
    if (value < 1e-140) {
      value *= 1e140
      exponent -= 140
    }
  }
  return Math.min(1, Math.max(0, value * 10 ** exponent))
}
