import {
  ABSENT,
  countOf,
  formatInterval,
  formatSignedPoints,
  pointDigits,
  withUnit,
} from '@/lib/domain/format'
import type { Interval } from '@/lib/domain/report'

/** `Inflation +14 points (9 to 19)`, as in tips and accessible names. */
export function inflationFact(value: number, interval: Interval): string {
  const digits = pointDigits(interval)
  const format = (x: number) => formatSignedPoints(x, digits)
  return `Inflation ${withUnit(format(value), 'points')} (${range(interval, format)})`
}

/** `Human rating 3.42 (3.30 to 3.54)`. */
export function meanFact(
  name: string,
  value: number,
  interval: Interval,
  format: (x: number) => string,
): string {
  return `${name} ${format(value)} (${range(interval, format)})`
}

/** `223 outputs, 120 prompts`. */
export function countFact(outputs: number, prompts?: number): string {
  const text = countOf(outputs, 'output')
  return prompts === undefined ? text : `${text}, ${countOf(prompts, 'prompt')}`
}

/** `3.42 (3.30 to 3.54)` in a table's cell. */
export function withRange(value: number | null, interval: Interval, format: (x: number) => string): string {
  if (value === null) return ABSENT
  return interval ? `${format(value)} (${range(interval, format)})` : format(value)
}

function range(interval: Interval, format: (x: number) => string): string {
  return formatInterval(interval, format) ?? `interval ${ABSENT}`
}
