/** Raw p-values, null where there is none: a null stays null and does not count in the number of tests. */
export type PValues = readonly (number | null)[]

/** Bonferroni: min(1, m p). Controls the chance of any false finding. */
export function bonferroni(p: PValues): (number | null)[] {
  return adjust(p, (sorted) => sorted.map((value) => value * sorted.length))
}

/** Holm (1979), Scand. J. Statist. 6, 65–70: step down, max over i ≤ j of (m − i + 1) p_(i). Any false finding. */
export function holm(p: PValues): (number | null)[] {
  return adjust(p, (sorted) => runningMax(sorted.map((value, i) => (sorted.length - i) * value)))
}

/** Hochberg (1988), Biometrika 75, 800–802: step up. Any false finding, for independent or positively dependent tests. */
export function hochberg(p: PValues): (number | null)[] {
  return adjust(p, (sorted) => runningMinFromEnd(sorted.map((value, i) => (sorted.length - i) * value)))
}

/** Benjamini & Hochberg (1995), JRSS B 57, 289–300: step up, m p_(i)/i. The expected share of false findings. */
export function benjaminiHochberg(p: PValues): (number | null)[] {
  return adjust(p, (sorted) => runningMinFromEnd(sorted.map((value, i) => (sorted.length / (i + 1)) * value)))
}

/** Benjamini & Yekutieli (2001), Ann. Statist. 29, 1165–1188: as BH times Σ 1/i, under any dependence. */
export function benjaminiYekutieli(p: PValues): (number | null)[] {
  return adjust(p, (sorted) => {
    const m = sorted.length
    const harmonic = sorted.reduce((total, _, i) => total + 1 / (i + 1), 0)
    return runningMinFromEnd(sorted.map((value, i) => ((harmonic * m) / (i + 1)) * value))
  })
}

function adjust(p: PValues, rule: (sorted: number[]) => number[]): (number | null)[] {
  const order = p.flatMap((value, i) => (value === null || Number.isNaN(value) ? [] : [i]))
  order.sort((a, b) => p[a]! - p[b]! || a - b)
  const adjusted = rule(order.map((i) => p[i]!))
  const answer: (number | null)[] = p.map(() => null)
  order.forEach((i, rank) => {
    answer[i] = Math.min(1, adjusted[rank]!)
  })
  return answer
}

function runningMax(values: number[]): number[] {
  let most = Number.NEGATIVE_INFINITY
  return values.map((value) => {
    most = Math.max(most, value)
    return most
  })
}

function runningMinFromEnd(values: number[]): number[] {
  return runningMax(values.map((value) => -value).reverse())
    .reverse()
    .map((value) => -value)
}
