import type { Headline } from '@/lib/domain/report'
import type { Agreement } from '@/lib/domain/report-agreement'
import { tQuantile } from '@/lib/stats/distributions/student-t'
import { furtherForWidth } from '@/lib/stats/planning/further-ratings'

/** Widths of intervals that are asked for most. */
const WIDTHS = { alpha: [0.2, 0.1], inflation: [0.1, 0.05] } as const

type Sizes = Pick<Agreement, 'alpha_ci' | 'outputs' | 'outputs_with_two' | 'n_ratings'>

/**
 * How many more outputs, and ratings at the present number each, would narrow the intervals to common widths.
 *
 * @param n outputs that the headline is of.
 */
export function furtherNeeded(
  { alpha_ci, outputs, outputs_with_two, n_ratings }: Sizes,
  headline: Pick<Headline, 'se' | 'df'>,
  n: number,
): Agreement['needed'] {
  const onShared = n_ratings - (outputs - outputs_with_two)
  const perShared = outputs_with_two > 0 ? onShared / outputs_with_two : 0
  return [
    ...neededFor('alpha', alpha_ci && alpha_ci[1] - alpha_ci[0], outputs_with_two, perShared),
    ...neededFor('inflation', wholeWidth(headline), n, n_ratings / outputs),
  ]
}

/** Also where the ends of the scale cut what is shown: planning goes by how uncertain the mean is. */
function wholeWidth({ se, df }: Pick<Headline, 'se' | 'df'>): number | null {
  return se === null || df === null ? null : 2 * tQuantile(0.975, df) * se
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
