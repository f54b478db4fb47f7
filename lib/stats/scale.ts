/**
 * A score put on 0…1 by the end points its scale declares, never by those observed: (value − min)/(max − min).
 * Null, and to be counted as invalid, where the value is off the scale or not finite, or the scale has no width: such a
 * score is never clipped.
 */
export function unitScore(value: number, min: number, max: number): number | null {
  if (!Number.isFinite(value) || !(max > min) || value < min || value > max) return null
  return (value - min) / (max - min)
}

/** A unit score put back on the scale. */
export function scaleScore(unit: number, min: number, max: number): number {
  return min + unit * (max - min)
}
