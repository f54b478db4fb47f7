/** Round numbers that cover lo…hi in about `about` steps of 1, 2 or 5 times a power of ten. */
export function niceTicks(lo: number, hi: number, about = 5): number[] {
  if (!(hi > lo)) return [lo]
  const rough = (hi - lo) / about
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((m) => m * power).find((s) => s >= rough * 0.999) ?? power * 10
  const first = Math.ceil(lo / step - 1e-9)
  const last = Math.floor(hi / step + 1e-9)
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)))
}

/** The smallest and largest of the values that are there, widened to hold 0 if asked; null when none is there. */
export function extent(values: readonly (number | null)[], withZero = false): [number, number] | null {
  const there = values.filter((v): v is number => v !== null && Number.isFinite(v))
  if (there.length === 0) return null
  const all = withZero ? [0, ...there] : there
  return [all.reduce((a, b) => Math.min(a, b)), all.reduce((a, b) => Math.max(a, b))]
}

/** An extent with a little air on both sides, so that no mark is cut; a single point gets a width of its own. */
export function padded([lo, hi]: readonly [number, number], share = 0.06, least = 0.02): [number, number] {
  const pad = Math.max((hi - lo) * share, hi === lo ? least : 0)
  return [lo - pad, hi + pad]
}
