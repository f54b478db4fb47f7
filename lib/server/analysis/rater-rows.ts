import type { Agreement, RaterAgreement } from '@/lib/domain/report-agreement'
import { tQuantile } from '@/lib/stats/distributions/student-t'
import { orderStatistics } from '@/lib/stats/order-statistics'
import { wilsonInterval } from '@/lib/stats/proportion'
import type { RaterDrift } from '@/lib/stats/reliability/rater-drift'
import type { SeverityModel } from '@/lib/stats/reliability/rater-severity'
import { repeatConsistency } from '@/lib/stats/reliability/repeat-consistency'
import type { AgreementRatings } from './agreement-ratings'
import { gather, placesKnown } from './gather'
import type { Notes } from './notes'
import { byRater, driftsOf } from './rater-drifts'
import type { RatingGrid } from './rating-grid'

type Repeat = { rater: number; first: number; second: number }

/** What is worth saying of one rater. */
const FEWEST = { shared: 10, repeats: 10, drift: 20, weeks: 3 }

/** Each rater in the order of their pseudonyms. */
export function ratersOf({
  ratings,
  repeats,
  gold,
  grid,
  model,
  notes,
}: {
  ratings: AgreementRatings
  repeats: readonly Repeat[]
  /** By the raters' numbers. */
  gold: ReadonlyMap<number, { n: number; met: number }>
  grid: RatingGrid
  model: SeverityModel | null
  notes: Notes
}): RaterAgreement[] {
  const { raters } = ratings
  const spreads = spreadsOf(ratings)
  const seconds = byRater(ratings, ratings.seconds)
  const drifts = model ? driftsOf(ratings, model) : null
  const severities = new Map(model?.raters.map((own) => [Number(own.rater), own]))
  return raters.map(({ no, rater, group }, r) => {
    const own = severities.get(r)
    const known = own && own.shared >= FEWEST.shared ? own : null
    if (model && !known)
      notes.add(
        `agreement.raters.${rater}.severity`,
        `not enough data: ${own?.shared ?? 0} of at least ${FEWEST.shared} outputs shared with others`,
      )
    if (known && known.ci === null)
      notes.add(`agreement.raters.${rater}.severity_ci`, 'needs shared outputs of at least 2 prompts')
    const repeated = repeats.filter((one) => one.rater === r)
    return {
      ...{ rater, group },
      n: spreads.n[r]!,
      shared: own?.shared ?? 0,
      mean: spreads.mean[r]!,
      spread: spreads.sd[r] ?? null,
      ...{ severity: known?.severity ?? null, se: known?.se ?? null, severity_ci: known?.ci ?? null },
      component: own?.component ?? 0,
      repeats: consistencyOf(repeated, grid.values, notes, `agreement.raters.${rater}.repeats`),
      gold: goldOf(gold.get(no)),
      drift_in_session: driftOf(drifts?.inSession.get(r), 1),
      drift_per_week: driftOf(drifts?.perWeek.get(r), FEWEST.weeks),
      seconds_median: median(seconds[r]!),
    }
  })
}

/** Consistency on repeats; null where there are too few, noted where there are any. */
export function consistencyOf(
  repeats: readonly Pick<Repeat, 'first' | 'second'>[],
  levels: readonly number[],
  notes: Notes,
  field: string,
): Agreement['repeats'] {
  if (repeats.length === 0) return null
  if (repeats.length < FEWEST.repeats) {
    notes.add(field, `not enough data: ${repeats.length} of at least ${FEWEST.repeats} repeated outputs`)
    return null
  }
  const onGrid = (unit: number) => levels[Math.round(unit * (levels.length - 1))]!
  const step = levels.length > 1 ? levels[1]! - levels[0]! : 1
  const found = repeatConsistency(
    repeats.map(({ first }) => onGrid(first)),
    repeats.map(({ second }) => onGrid(second)),
    levels,
    step,
  )
  return {
    n: found.n,
    exact_agreement: found.exactAgreement,
    within_one_step: found.withinOneStep,
    shift: found.shift,
    shift_p: found.shiftP,
    sem: found.sem,
    repeatability: found.repeatability,
    kappa: found.quadraticKappa,
    icc1: found.icc,
  }
}

function goldOf(gold: { n: number; met: number } | undefined): RaterAgreement['gold'] {
  return gold ? { ...gold, share: gold.met / gold.n, ci: wilsonInterval(gold.met, gold.n) } : null
}

function spreadsOf({ rater, unit, raters }: AgreementRatings) {
  const n = new Float64Array(raters.length)
  const mean = new Float64Array(raters.length)
  const squares = new Float64Array(raters.length)
  // Welford (1962): one pass without loss of digits.
  for (let k = 0; k < unit.length; k++) {
    const r = rater[k]!
    n[r]! += 1
    const before = unit[k]! - mean[r]!
    mean[r]! += before / n[r]!
    squares[r]! += before * (unit[k]! - mean[r]!)
  }
  const sd = Array.from(squares, (sum, r) => (n[r]! > 1 ? Math.sqrt(sum / (n[r]! - 1)) : null))
  return { n, mean, sd }
}

function median(values: Float64Array): number | null {
  const known = gather(values, placesKnown(values))
  const middle = known.length >> 1
  if (known.length === 0) return null
  if (known.length % 2 === 1) return orderStatistics(known, [middle])[0]!
  const [below, above] = orderStatistics(known, [middle - 1, middle])
  return (below! + above!) / 2
}

function driftOf(drift: RaterDrift | undefined, weeks: number): RaterAgreement['drift_in_session'] {
  if (!drift || drift.slope === null || drift.se === null || drift.df === null) return null
  if (drift.n < FEWEST.drift || drift.weeks < weeks) return null
  const half = tQuantile(0.975, drift.df) * drift.se
  return {
    slope: drift.slope,
    se: drift.se,
    df: drift.df,
    ci: [drift.slope - half, drift.slope + half],
    p_adjusted: drift.pAdjusted,
    n: drift.n,
  }
}
