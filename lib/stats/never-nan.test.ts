import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clusteredMean } from './clustered-mean'
import { clusteredPearson, withinClusterPearson } from './clustered-pearson'
import { clusteredKendall, clusteredSpearman } from './clustered-rank-correlation'
import { clusteredWeightedMean } from './clustered-weighted-mean'
import { classification } from './confusion'
import { differenceOfProportions } from './difference-of-proportions'
import { delongAuc } from './gate/auc'
import { calibration } from './gate/calibration'
import { certifiedThreshold } from './gate/certified-threshold'
import { clusteredAuc } from './gate/clustered-auc'
import { gateCurve } from './gate/gate-curve'
import { predictionPoweredMean } from './gate/prediction-powered-mean'
import { stratifiedFalseAcceptRate } from './gate/stratified-false-accept'
import { kendall } from './kendall'
import { pearson } from './pearson'
import { clusteredProportion } from './proportion'
import { quantileKnots } from './quantile-bins'
import { binscatter } from './regression/binscatter'
import { clusteredRegression } from './regression/clustered-regression'
import { lengthControlledWinRate } from './regression/length-controlled-win-rate'
import { lmgShares } from './regression/lmg-shares'
import { wildClusterBootstrap } from './regression/wild-bootstrap'
import { alternativeAnnotatorTest } from './reliability/alternative-annotator-test'
import { gwetAc } from './reliability/gwet-ac'
import { iccForms } from './reliability/icc'
import { krippendorffAlpha } from './reliability/krippendorff-alpha'
import { raterDrift } from './reliability/rater-drift'
import { raterSeverity } from './reliability/rater-severity'
import { patternsOf } from './reliability/rating-patterns'
import { repeatConsistency } from './reliability/repeat-consistency'
import { varianceComponents } from './reliability/variance-components'
import { weightedKappa } from './reliability/weighted-kappa'
import { ruleOfThumbBins } from './rule-of-thumb-bins'
import { cellMeans, didOfCellMeans } from './self-preference/cell-means'
import { judgeMeans } from './self-preference/judge-means'
import {
  selfPreferenceByJudge,
  selfPreferenceGivenHuman,
  selfPreferenceWithinOutputs,
} from './self-preference/self-preference'
import { spearman } from './spearman'
import { groupBy, notFinite } from './test-support'
import { twoWayClusteredMean } from './two-way-mean'

/** Small whole numbers in few clusters: ties, constants, single rows and empty input come up all the time. */
const row = fc.record({
  x: fc.integer({ min: 0, max: 3 }),
  y: fc.integer({ min: 0, max: 3 }),
  prompt: fc.integer({ min: 0, max: 3 }),
  rater: fc.constantFrom('a', 'b', 'c'),
})
type Row = { x: number; y: number; prompt: number; rater: string }

const LEVELS = [0, 1, 2, 3]
const tenth = (value: number) => value / 10

function sums(rows: Row[]) {
  const groups = groupBy(rows, (r) => r.prompt).map(([, own]) => own)
  const per = (f: (r: Row) => number) => groups.map((own) => own.reduce((total, r) => total + f(r), 0))
  return {
    counts: per(() => 1),
    sumX: per((r) => tenth(r.x)),
    sumY: per((r) => tenth(r.y)),
    sumXX: per((r) => tenth(r.x) ** 2),
    sumYY: per((r) => tenth(r.y) ** 2),
    sumXY: per((r) => tenth(r.x) * tenth(r.y)),
    holds: per((r) => (r.x > 1 ? 1 : 0)),
  }
}

function perLevel(rows: Row[], f: (r: Row) => number): number[] {
  return LEVELS.map((level) => rows.reduce((total, r) => (r.x === level ? total + f(r) : total), 0))
}

function clusters(rows: Row[]) {
  return groupBy(rows, (r) => r.prompt).map(([label, own]) => ({
    label,
    x: own.flatMap((r) => [1, tenth(r.x), r.rater === 'a' ? 1 : 0]),
    y: [own.map((r) => tenth(r.y))],
  }))
}

const column = (rows: Row[], f: (r: Row) => number) => rows.map(f)
const accepts = (r: Row) => (r.y > 1 ? 1 : 0)
const rejects = (r: Row) => 1 - accepts(r)

function judgeRows(rows: Row[]) {
  return {
    judges: rows.map((r) => r.rater),
    generators: rows.map((r) => ['a', 'b'][r.x % 2]!),
    outputs: rows.map((r) => `${r.prompt} ${r.x % 2}`),
    prompts: rows.map((r) => r.prompt),
    scores: rows.map((r) => tenth(r.y)),
  }
}

const estimators: [string, (rows: Row[]) => unknown][] = [
  ['clusteredMean', (rows) => clusteredMean(sums(rows).counts, sums(rows).sumY)],
  ['clusteredMean CR3', (rows) => clusteredMean(sums(rows).counts, sums(rows).sumY, { type: 'CR3' })],
  [
    'clusteredWeightedMean',
    (rows) => clusteredWeightedMean(sums(rows).counts, sums(rows).sumX, sums(rows).sumXY),
  ],
  [
    'twoWayClusteredMean',
    (rows) =>
      twoWayClusteredMean({
        prompts: rows.map((r) => r.prompt),
        raters: rows.map((r) => r.rater),
        weights: rows.map(() => 1 / 3),
        weightedSums: rows.map((r) => tenth(r.y) / 3),
      }),
  ],
  ['clusteredProportion', (rows) => clusteredProportion(sums(rows).counts, sums(rows).holds)],
  [
    'pearson',
    (rows) =>
      pearson(
        column(rows, (r) => tenth(r.x)),
        column(rows, (r) => tenth(r.y)),
      ),
  ],
  ['clusteredPearson', (rows) => clusteredPearson(sums(rows))],
  ['withinClusterPearson', (rows) => withinClusterPearson(sums(rows))],
  [
    'spearman',
    (rows) =>
      spearman(
        column(rows, (r) => r.x),
        column(rows, (r) => r.y),
      ),
  ],
  [
    'kendall',
    (rows) =>
      kendall(
        column(rows, (r) => r.x),
        column(rows, (r) => r.y),
      ),
  ],
  [
    'clusteredSpearman and Kendall',
    (rows) => {
      const pairs = {
        x: column(rows, (r) => r.x),
        y: column(rows, (r) => r.y),
        clusters: rows.map((r) => r.prompt),
      }
      return [clusteredSpearman(pairs), clusteredKendall(pairs)]
    },
  ],
  [
    'ruleOfThumbBins',
    (rows) =>
      ruleOfThumbBins(
        column(rows, (r) => r.x),
        column(rows, (r) => tenth(r.y)),
      ),
  ],
  [
    'binscatter',
    (rows) => {
      const x = column(rows, (r) => r.x)
      const y = column(rows, (r) => tenth(r.y))
      return binscatter({ x, y, covariates: [x], clusters: rows.map((r) => r.prompt) }, quantileKnots(x, 3))
    },
  ],
  [
    'clusteredRegression',
    (rows) => clusteredRegression(clusters(rows), ['1', 'x', 'a'], { jointTests: [[1, 2]] }),
  ],
  ['wildClusterBootstrap', (rows) => wildClusterBootstrap(clusters(rows), ['1', 'x', 'a'], 1)],
  [
    'lmgShares',
    (rows) => {
      const columns = [(r: Row) => r.y, (r: Row) => r.x, (r: Row) => r.x * 2, (r: Row) => r.prompt]
      const cross = columns.flatMap((f) =>
        columns.map((g) => rows.reduce((total, r) => total + f(r) * g(r), 0)),
      )
      return lmgShares(cross, 4, [[1], [2], [3]])
    },
  ],
  [
    'lengthControlledWinRate',
    (rows) =>
      lengthControlledWinRate({
        lengths: column(rows, (r) => r.x),
        baselineLengths: column(rows, (r) => r.prompt),
        difficulty: column(rows, (r) => r.prompt),
        preference: column(rows, (r) => r.y / 3),
        prompts: rows.map((r) => r.prompt),
      }),
  ],
  [
    'gate',
    (rows) => {
      const labelled = perLevel(rows, (r) => (r.rater === 'c' ? 0 : 1))
      const rejected = perLevel(rows, (r) => (r.rater === 'c' ? 0 : rejects(r)))
      const table = { levels: LEVELS, outputs: perLevel(rows, () => 1), labelled, rejected }
      const own = rows.filter((r) => r.rater !== 'c')
      const cells = {
        prompts: own.map((r) => r.prompt),
        level: column(own, (r) => r.x),
        labelled: own.map(() => 1),
        rejected: column(own, rejects),
      }
      const strata = LEVELS.map((threshold) => stratifiedFalseAcceptRate(table, threshold))
      return [
        gateCurve(table),
        gateCurve(table, { cells, higherIs: 'worse' }),
        certifiedThreshold(table),
        strata,
      ]
    },
  ],
  [
    'AUC and calibration',
    (rows) => {
      const [accepted, rejected] = [perLevel(rows, accepts), perLevel(rows, rejects)]
      const cells = {
        prompts: rows.map((r) => r.prompt),
        level: column(rows, (r) => r.x),
        accepted: column(rows, accepts),
        rejected: column(rows, rejects),
      }
      const counts = perLevel(rows, () => 1)
      const levels = calibration({ confidence: LEVELS.map(tenth), counts, outcomes: accepted })
      return [delongAuc({ accepted, rejected }), clusteredAuc(cells, 4), levels]
    },
  ],
  [
    'predictionPoweredMean',
    (rows) => {
      const total = (of: Row[], f: (r: Row) => number) => of.reduce((sum, r) => sum + f(r), 0)
      const [own, rest] = [rows.filter((r) => r.rater !== 'c'), rows.filter((r) => r.rater === 'c')]
      return predictionPoweredMean({
        labelled: {
          n: own.length,
          sumY: total(own, (r) => r.y),
          sumYY: total(own, (r) => r.y ** 2),
          sumS: total(own, (r) => r.x),
          sumSS: total(own, (r) => r.x ** 2),
          sumYS: total(own, (r) => r.x * r.y),
        },
        unlabelled: { n: rest.length, sumS: total(rest, (r) => r.x), sumSS: total(rest, (r) => r.x ** 2) },
      })
    },
  ],
  [
    'confusion and difference',
    (rows) => {
      const count = (x: boolean, y: boolean) => rows.filter((r) => r.x > 1 === x && r.y > 1 === y).length
      const table = {
        tp: count(true, true),
        fp: count(true, false),
        fn: count(false, true),
        tn: count(false, false),
      }
      const positives = table.tp + table.fn
      return [
        classification(table),
        differenceOfProportions(table.tp, positives, table.fp, table.fp + table.tn),
      ]
    },
  ],
  [
    'agreement',
    (rows) => {
      const units = groupBy(rows, (r) => `${r.prompt} ${r.x}`).map(([, own]) => own.map((r) => r.y))
      const patterns = patternsOf(units, LEVELS)
      const metrics = ['nominal', 'ordinal', 'interval', 'ratio'] as const
      const table = LEVELS.map((a) => LEVELS.map((b) => rows.filter((r) => r.x === a && r.y === b).length))
      return [
        metrics.map((metric) => krippendorffAlpha(patterns, metric, { draws: 20 })),
        gwetAc(patterns, 'quadratic', { draws: 20 }),
        weightedKappa(table, 'quadratic'),
        iccForms(rows.map((r) => [r.x, r.y])),
        repeatConsistency(
          column(rows, (r) => r.x),
          column(rows, (r) => r.y),
          LEVELS,
        ),
      ]
    },
  ],
  [
    'raters',
    (rows) => {
      const own = {
        outputs: rows.map((r) => `${r.prompt} ${r.x}`),
        raters: rows.map((r) => r.rater),
        values: column(rows, (r) => tenth(r.y)),
      }
      const drift = raterDrift(
        own.raters,
        column(rows, (r) => r.prompt),
        own.values,
      )
      return [raterSeverity(own), varianceComponents(own), drift]
    },
  ],
  [
    'alternativeAnnotatorTest',
    (rows) =>
      alternativeAnnotatorTest(
        {
          outputs: rows.map((r) => `${r.prompt} ${r.x}`),
          prompts: rows.map((r) => r.prompt),
          raters: rows.map((r) => r.rater),
          values: column(rows, (r) => r.y),
          signal: column(rows, (r) => r.x),
        },
        { minOutputs: 2 },
      ),
  ],
  [
    'self-preference',
    (rows) => {
      const own = judgeRows(rows)
      const human = column(rows, (r) => r.x)
      const perJudge = selfPreferenceGivenHuman(own, human, { perJudge: true })
      const common = selfPreferenceGivenHuman(own, human)
      const byJudge = [selfPreferenceByJudge(own), judgeMeans(own)]
      return [selfPreferenceWithinOutputs(own), common, perJudge, byJudge, didOfCellMeans(cellMeans(own))]
    },
  ],
]

describe('every number is finite or null, whatever the rows', () => {
  it.each(estimators)('%s', (_, estimate) => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 12 }), (rows) => {
        expect(notFinite(estimate(rows))).toEqual([])
      }),
      { numRuns: 100 },
    )
  })
})
