import type { Criterion } from '@/lib/domain/audit'
import { formatNumber, formatOnScale, scaleDigits } from '@/lib/domain/format'
import { scalePoints } from '@/lib/domain/scale'
import { niceTicks } from '../charts/ticks'

/** A criterion as charts need it. */
export type ShownCriterion = Pick<Criterion, 'key' | 'name' | 'min' | 'max' | 'step' | 'labels' | 'higher_is'>

/** A unit score on the criterion's own scale, as text. */
export function onScale(criterion: ShownCriterion): (unit: number) => string {
  return (unit) => formatOnScale(unit, criterion, scaleDigits(criterion))
}

/** How a contrast's proxy is written: on the criterion's scale, or as the unit score of a metric, which shares no scale. */
export function proxyFormat(criterion: ShownCriterion, commonScale: boolean): (unit: number) => string {
  return commonScale ? onScale(criterion) : (unit) => formatNumber(unit, 2)
}

/** Ticks of the criterion's scale, in unit scores: its points where they are few, else round numbers. */
export function scaleTicks(criterion: ShownCriterion): { at: number; label: string }[] {
  const { min, max, step } = criterion
  const points = scalePoints(criterion, step) ?? niceTicks(min, max)
  return points.map((value) => ({
    at: (value - min) / (max - min),
    label: formatNumber(value, Number.isInteger(value) ? 0 : 1),
  }))
}

/** The anchor labels at the two ends of the scale, where both have one. */
export function scaleEnds({ min, max, labels }: ShownCriterion): [string, string] | undefined {
  const [low, high] = [labels[String(min)], labels[String(max)]]
  return low !== undefined && high !== undefined ? [low, high] : undefined
}
