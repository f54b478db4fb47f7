import type { Agreement } from '@/lib/domain/report-agreement'
import { weightedKappa } from '@/lib/stats/reliability/weighted-kappa'
import type { AgreementRatings } from './agreement-ratings'
import { MINIMA } from './notes'
import type { RatingGrid } from './rating-grid'

/** How many pairs are shown. */
const SHOWN = 50

type Pair = { a: number; b: number; n: number }

/** Quadratic κ of the pairs of raters that share most outputs. */
export function pairsOf(
  ratings: AgreementRatings,
  grid: RatingGrid,
): { pairs: Agreement['pairs']; left_out: number } {
  const all = countPairs(ratings)
  const enough = all
    .filter(({ n }) => n >= MINIMA.correlation.outputs)
    .sort((x, y) => y.n - x.n || x.a - y.a || x.b - y.b)
  const shown = enough.slice(0, SHOWN)
  const tables = tablesOf(shown, ratings, grid)
  const pairs = shown.map(({ a, b, n }, at) => {
    const table = tables[at]!
    const { estimate, ci } = weightedKappa(table, 'quadratic')
    const same = table.reduce((total, row, k) => total + row[k]!, 0)
    const name = (rater: number) => ratings.raters[rater]!.rater
    return { rater_a: name(a), rater_b: name(b), n, exact_agreement: same / n, kappa: estimate, ci }
  })
  return { pairs, left_out: all.length - shown.length }
}

function countPairs({ rater, start, raters }: AgreementRatings): Pair[] {
  const counts = new PairCounts(raters.length)
  forEachPair({ rater, start }, (x, y) => counts.add(rater[x]! * raters.length + rater[y]!))
  return counts.all().map(([key, n]) => ({
    a: Math.floor(key / raters.length),
    b: key % raters.length,
    n,
  }))
}

/** Up to so many raters each pair has a place of its own, which is several times faster than a map. */
const FEW = 1000

/** How often each pair of raters occurs, by the pair's key. */
class PairCounts {
  readonly #few: Int32Array
  readonly #many = new Map<number, number>()

  constructor(raters: number) {
    this.#few = new Int32Array(raters <= FEW ? raters * raters : 0)
  }

  add(key: number): void {
    if (this.#few.length > 0) this.#few[key]! += 1
    else this.#many.set(key, (this.#many.get(key) ?? 0) + 1)
  }

  all(): [key: number, n: number][] {
    const found = [...this.#many]
    for (let key = 0; key < this.#few.length; key++)
      if (this.#few[key]! > 0) found.push([key, this.#few[key]!])
    return found
  }
}

function tablesOf(shown: Pair[], { rater, start, raters }: AgreementRatings, { values, level }: RatingGrid) {
  const places = new Map(shown.map(({ a, b }, at) => [a * raters.length + b, at]))
  const tables = shown.map(() => values.map(() => new Float64Array(values.length)))
  forEachPair({ rater, start }, (x, y) => {
    const at = places.get(rater[x]! * raters.length + rater[y]!)
    if (at !== undefined) tables[at]![level[x]!]![level[y]!]! += 1
  })
  return tables
}

/** Every pair of ratings of one output, the rater with the smaller number first. */
function forEachPair(
  { rater, start }: Pick<AgreementRatings, 'rater' | 'start'>,
  visit: (x: number, y: number) => void,
): void {
  for (let i = 0; i + 1 < start.length; i++) {
    for (let x = start[i]!; x < start[i + 1]!; x++) {
      for (let y = x + 1; y < start[i + 1]!; y++) if (rater[x]! < rater[y]!) visit(x, y)
    }
  }
}
