import type { Interval } from './estimate'
import { wilsonInterval } from './proportion'

export interface ProportionDifference {
  /** x1/n1 − x2/n2. */
  estimate: number | null
  ci: Interval | null
  n1: number
  n2: number
  reason?: string
}

/**
 * Difference of two independent proportions, with limits from both Wilson intervals (l, u):
 *
 *     d − √((p1 − l1)² + (u2 − p2)²),  d + √((u1 − p1)² + (p2 − l2)²)
 *
 * Source: Newcombe (1998), Statistics in Medicine 17, 873–890, method 10. Numbers of rows may be effective ones.
 */
export function differenceOfProportions(
  x1: number,
  n1: number,
  x2: number,
  n2: number,
  level = 0.95,
): ProportionDifference {
  const [one, two] = [wilsonInterval(x1, n1, level), wilsonInterval(x2, n2, level)]
  if (one === null || two === null)
    return { estimate: null, ci: null, n1, n2, reason: 'one side has no rows' }
  const [p1, p2] = [x1 / n1, x2 / n2]
  const d = p1 - p2
  return {
    estimate: d,
    ci: [d - Math.hypot(p1 - one[0], two[1] - p2), d + Math.hypot(one[1] - p1, p2 - two[0])],
    n1,
    n2,
  }
}
