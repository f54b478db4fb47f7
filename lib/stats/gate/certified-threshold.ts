import { denseIndex } from '../dense-index'
import { binomialCdf } from '../distributions/binomial'
import { seededRandom } from '../random'
import { holm } from '../regression/p-adjust'
import { type GateTable, type HigherIs, passingAt } from './gate-table'

export interface ThresholdTest {
  threshold: number
  passed: number
  rejected: number
  /** P(Bin(passed, maximum) ≤ rejected): small where the false-accept rate is surely below the maximum. */
  p: number
  certified: boolean
}

export interface CertifiedThreshold {
  /** The loosest threshold whose false-accept rate is at most `maximum` with confidence 1 − δ; null where none is. */
  threshold: number | null
  /** The same by Holm over all levels: needs no order, and is often stricter. */
  holmThreshold: number | null
  /** Least number of labelled passes at which a test can succeed with half the allowed rejects. */
  minimumPasses: number
  /** Thresholds tested, strict to loose, up to the first that failed. */
  tests: ThresholdTest[]
  /** About how many more labels would certify the first tested threshold, if its rate stays as it is. */
  moreLabels: number | null
  n: number
  reason?: string
}

export interface CertifyOptions {
  /** Allowed false-accept rate α, 0.1 by default. */
  maximum?: number
  /** Allowed chance that the guarantee is wrong, 0.05 by default. */
  delta?: number
  higherIs?: HigherIs
}

/**
 * A threshold with a finite-sample guarantee: P(false-accept rate > α) ≤ δ over the draw of the labels. Fixed-sequence
 * testing with exact binomial p-values: from strict to loose, starting at the first threshold where at least
 * `minimumPasses` of the labels are expected to pass (labels × the pass share of **all** outputs, so that no label is
 * looked at), on while p ≤ δ; the last one certified is the answer.
 *
 * Valid for independent labels that are a simple random sample of the outputs to come: give it one random output per
 * prompt (`oneRowPerCluster`). Source: Angelopoulos, Bates, Candès, Jordan & Lei (2021), Learn then Test,
 * arXiv 2110.01052 (fixed-sequence testing); for 0/1 losses the binomial tail is exact.
 *
 * @param table `labelled` and `rejected` of the certifying sample; `outputs` of all outputs.
 */
export function certifiedThreshold(table: GateTable, options: CertifyOptions = {}): CertifiedThreshold {
  const { maximum = 0.1, delta = 0.05, higherIs = 'better' } = options
  const minimumPasses = minimumCertifiablePasses(maximum, delta)
  const passing = passingAt(table, higherIs)
  const all = passing[passing.length - 1]
  const n = all?.labelled ?? 0
  const none = { threshold: null, holmThreshold: null, minimumPasses, tests: [], moreLabels: null, n }
  if (!all || n === 0) return { ...none, moreLabels: minimumPasses, reason: 'no labelled outputs' }

  const pOf = ({ labelled, rejected }: { labelled: number; rejected: number }) =>
    binomialCdf(rejected, labelled, maximum)
  const adjusted = holm(passing.map(pOf))
  const holmThreshold = passing.findLast((_, step) => adjusted[step]! <= delta)?.threshold ?? null

  const expected = (at: { outputs: number }) => (n * at.outputs) / all.outputs
  const start = passing.findIndex((at) => expected(at) >= minimumPasses * (1 - 1e-12))
  if (start < 0) {
    const reason = `needs at least ${minimumPasses} labelled outputs, one per prompt: has ${n}`
    return { ...none, holmThreshold, moreLabels: minimumPasses - n, reason }
  }
  const tests: ThresholdTest[] = []
  for (const at of passing.slice(start)) {
    const p = pOf(at)
    tests.push({
      threshold: at.threshold,
      passed: at.labelled,
      rejected: at.rejected,
      p,
      certified: p <= delta,
    })
    if (p > delta) break
  }
  const threshold = tests.findLast(({ certified }) => certified)?.threshold ?? null
  const answer = { threshold, holmThreshold, minimumPasses, tests, moreLabels: null, n }
  if (threshold !== null) return answer
  const first = tests[0]!
  const needed = passesToCertify(first.rejected / Math.max(1, first.passed), maximum, delta)
  if (needed === null)
    return { ...answer, reason: 'humans reject too many of what even a strict gate passes' }
  const share = expected(passing[start]!) / n
  const moreLabels = Math.max(1, Math.ceil((needed - first.passed) / share))
  return { ...answer, moreLabels, reason: 'no threshold can be certified with these labels' }
}

/**
 * Smallest n with P(Bin(n, α) ≤ ⌊nα/2⌋) ≤ δ: 76 for 0.1 and 0.05.
 *
 * @throws RangeError where α or δ is not between 0 and 1.
 */
export function minimumCertifiablePasses(maximum: number, delta: number): number {
  checkLevels(maximum, delta)
  let n = 1
  while (binomialCdf(Math.floor((n * maximum) / 2 + 1e-12), n, maximum) > delta) n++
  return n
}

/**
 * About how many passes certify a rate of at most α where the share `rate` of them is rejected (found by doubling and
 * halving: the least n may be a few smaller). Null where the rate is not clearly below α.
 */
export function passesToCertify(rate: number, maximum: number, delta: number): number | null {
  checkLevels(maximum, delta)
  if (!(rate < 0.95 * maximum)) return null
  const enough = (n: number) => binomialCdf(Math.ceil(n * rate - 1e-12), n, maximum) <= delta
  let [low, high] = [0, 1]
  while (!enough(high)) [low, high] = [high, high * 2]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (enough(middle)) high = middle
    else low = middle
  }
  return high
}

function checkLevels(maximum: number, delta: number): void {
  if (!(maximum > 0 && maximum < 1 && delta > 0 && delta < 1)) {
    throw new RangeError(`a gate is certified for rates between 0 and 1, got ${maximum} and ${delta}`)
  }
}

/**
 * One random row of each cluster, as positions in order: the independent sample that a guarantee needs. The same seed and
 * the same order of rows give the same choice.
 */
export function oneRowPerCluster(clusters: ArrayLike<number | string>, seed: number): number[] {
  const random = seededRandom(seed)
  const { index, size } = denseIndex(clusters)
  const chosen = new Int32Array(size)
  const seen = new Int32Array(size)
  for (let row = 0; row < index.length; row++) {
    const cluster = index[row]!
    seen[cluster]! += 1
    // Reservoir sampling: the k-th row replaces the choice with probability 1/k.
    if (seen[cluster] === 1 || random() * seen[cluster]! < 1) chosen[cluster] = row
  }
  return Array.from(chosen.sort())
}
