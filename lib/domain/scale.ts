/** A rating scale: its declared end points, never the smallest and largest score seen. */
export type Scale = { min: number; max: number }

/** A score on its own scale → unit score in 0…1, or null when it is off the scale, not finite, or the scale is empty. */
export function toUnit(score: number, { min, max }: Scale): number | null {
  if (!Number.isFinite(score) || !(min < max) || score < min || score > max) return null
  return (score - min) / (max - min)
}

/** A unit score in 0…1 → the scale's own units. */
export function fromUnit(unit: number, { min, max }: Scale): number {
  return min + unit * (max - min)
}

/** Whether a score stands on a step of the scale, counted from its lower end (tolerance: a millionth of a step). */
export function isOnStep(score: number, { min }: Scale, step: number | null | undefined): boolean {
  if (step == null) return true
  const steps = (score - min) / step
  return Math.abs(steps - Math.round(steps)) < 1e-6
}

/** The points of a stepped scale from low to high, or null for a continuous scale or one of more than `most` points. */
export function scalePoints(
  { min, max }: Scale,
  step: number | null | undefined,
  most = 11,
): number[] | null {
  if (step == null) return null
  const count = Math.floor((max - min) / step + 1e-6) + 1
  if (count > most) return null
  return Array.from({ length: count }, (_, i) => Number((min + i * step).toPrecision(12)))
}
