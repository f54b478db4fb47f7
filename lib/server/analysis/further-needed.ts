import type { Interval } from '@/lib/domain/report'
import type { Agreement } from '@/lib/domain/report-agreement'
import { furtherForWidth } from '@/lib/stats/planning/further-ratings'
import type { AgreementRatings } from './agreement-ratings'
import type { Linked } from './linked'
import type { Rows } from './rows'

/** Widths of intervals that are asked for most. */
const WIDTHS = { alpha: [0.2, 0.1], inflation: [0.1, 0.05] } as const

type Known = {
  alpha_ci: Interval
  outputs_with_two: number
  linked: Linked
  rows: Rows
  ratings: AgreementRatings
}

/** How many more outputs, and ratings at the present number each, would narrow the intervals to common widths. */
export function furtherNeeded({
  alpha_ci,
  outputs_with_two,
  linked,
  rows,
  ratings,
}: Known): Agreement['needed'] {
  const { start, unit } = ratings
  let shared = 0
  for (let i = 0; i + 1 < start.length; i++) {
    const size = start[i + 1]! - start[i]!
    if (size > 1) shared += size
  }
  const perShared = outputs_with_two > 0 ? shared / outputs_with_two : 0
  const perOutput = unit.length / (start.length - 1)
  return [
    ...neededFor('alpha', alpha_ci && alpha_ci[1] - alpha_ci[0], outputs_with_two, perShared),
    ...neededFor('inflation', linked.inflationWidth, rows.length, perOutput),
  ]
}

function neededFor(
  figure: 'alpha' | 'inflation',
  now: number | null,
  n: number,
  ratings: number,
): Agreement['needed'] {
  if (now === null) return []
  return WIDTHS[figure].map((width) => {
    const further = furtherForWidth(n, now, width)
    return { figure, width, further_outputs: further, further_ratings: Math.ceil(further * ratings - 1e-9) }
  })
}
