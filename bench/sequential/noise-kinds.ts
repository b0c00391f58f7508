import type { Random } from './random.ts'

/** Factors on one arm's rate, look by look, with mean 1 (of outages: 1 outside them). */
export type Noise = (random: Random, looks: number) => readonly number[]

const constant: Noise = (_, looks) => new Array<number>(looks).fill(1)

const gamma =
  (cv: number): Noise =>
  (random, looks) =>
    Array.from({ length: looks }, () => random.gamma(1 / cv ** 2) * cv ** 2)

const outages: Noise = (random, looks) =>
  Array.from({ length: looks }, () => (random.uniform() < 0.03 ? 20 : 1))

/** A log-normal first-order autoregression. */
const autoregressive =
  (sd: number, rho: number): Noise =>
  (random, looks) => {
    let state = random.normal()
    return Array.from({ length: looks }, (_, look) => {
      if (look > 0) state = rho * state + Math.sqrt(1 - rho * rho) * random.normal()
      return Math.exp(sd * state - (sd * sd) / 2)
    })
  }

/** The kinds of noise that each arm has by itself, as the table of issue 14 names them. */
export const NOISES: Readonly<Record<string, Noise>> = {
  iid: constant,
  'gamma, CV 0.5': gamma(0.5),
  'gamma, CV 1': gamma(1),
  '3 % of looks ×20': outages,
  'AR(1) 0.3, 0.8': autoregressive(0.3, 0.8),
}
