import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { calibrationError } from './gate/calibration-error'
import { clusteredAuc } from './gate/clustered-auc'
import { gateCurve } from './gate/gate-curve'
import { clusteredPredictionPoweredMean } from './gate/prediction-powered-mean'
import { roganGladen } from './gate/rogan-gladen'
import { fractionalLogit } from './regression/fractional-logit'
import { wildClusterBootstrapMean } from './regression/wild-bootstrap'
import { bangBlindingIndex } from './reliability/blinding-index'
import { gwetAc } from './reliability/gwet-ac'
import { oneWayIcc, promptRatingSums } from './reliability/icc-oneway'
import { krippendorffAlpha } from './reliability/krippendorff-alpha'
import { raterSeverity } from './reliability/rater-severity'
import { patternsOf } from './reliability/rating-patterns'
import { differencesFromRest } from './segment-differences'
import { groupBy, notFinite } from './test-support'
import { promptPairCounts, withinClusterKendall } from './within-cluster-kendall'

/** Rows in order of their prompts: few, with few values, so that what is undefined comes up all the time. */
const row = fc.record({
  prompt: fc.integer({ min: 0, max: 3 }),
  x: fc.integer({ min: 0, max: 3 }),
  y: fc.integer({ min: 0, max: 3 }),
  rater: fc.constantFrom('a', 'b', 'c'),
  held: fc.boolean(),
})
type Row = { prompt: number; x: number; y: number; rater: string; held: boolean }
const inOrder = fc.array(row, { maxLength: 12 }).map((rows) => [...rows].sort((a, b) => a.prompt - b.prompt))

const LEVELS = [0, 1, 2, 3]
const promptsOf = (rows: Row[]) => groupBy(rows, (r) => r.prompt).map(([, own]) => own)
const total = (rows: Row[], f: (r: Row) => number) => rows.reduce((sum, r) => sum + f(r), 0)
const per = (rows: Row[], f: (r: Row) => number) => promptsOf(rows).map((own) => total(own, f))

function agreement(rows: Row[]) {
  const outputs = promptsOf(rows).map((own) =>
    groupBy(own, (r) => r.x).map(([, rated]) => rated.map((r) => r.y)),
  )
  const patterns = patternsOf(outputs.flat(), LEVELS)
  const position = new Map(patterns.counts.map((counts, p) => [Array.from(counts).join(' '), p]))
  const prompts = outputs.map((own) =>
    own.map((ratings) => {
      const counts = LEVELS.map((level) => ratings.filter((rating) => rating === level).length)
      return [position.get(counts.join(' '))!, 1] as const
    }),
  )
  const alphas = (['nominal', 'ordinal', 'interval'] as const).map((metric) =>
    krippendorffAlpha(patterns, metric, { prompts }),
  )
  return [alphas, gwetAc(patterns, 'quadratic', { prompts }), oneWayIcc(promptRatingSums(outputs))]
}

function predictionPowered(rows: Row[]) {
  const [own, rest] = [rows.filter((r) => r.held), rows.filter((r) => !r.held)]
  return clusteredPredictionPoweredMean(
    {
      labelled: {
        n: own.length,
        sumY: total(own, (r) => r.y),
        sumYY: total(own, (r) => r.y ** 2),
        sumS: total(own, (r) => r.x),
        sumSS: total(own, (r) => r.x ** 2),
        sumYS: total(own, (r) => r.x * r.y),
      },
      unlabelled: { n: rest.length, sumS: total(rest, (r) => r.x), sumSS: total(rest, (r) => r.x ** 2) },
    },
    {
      labelled: per(rows, (r) => Number(r.held)),
      sumY: per(rows, (r) => (r.held ? r.y : 0)),
      sumS: per(rows, (r) => (r.held ? r.x : 0)),
      unlabelled: per(rows, (r) => Number(!r.held)),
      sumSUnlabelled: per(rows, (r) => (r.held ? 0 : r.x)),
    },
  )
}

function raters(rows: Row[]) {
  const own = {
    outputs: rows.map((r) => `${r.prompt} ${r.x}`),
    raters: rows.map((r) => r.rater),
    values: rows.map((r) => r.y / 10),
    prompts: rows.map((r) => r.prompt),
  }
  return raterSeverity(own)
}

function segments(rows: Row[]) {
  return differencesFromRest(
    rows.map((r) => r.prompt),
    Float64Array.from(rows, (r) => r.y / 10),
    { segments: 1, most: 1, of: (row) => Number(rows[row]!.held) },
  )
}

function gate(rows: Row[]) {
  const cells = {
    prompts: rows.map((r) => r.prompt),
    level: rows.map((r) => r.x),
    accepted: rows.map((r) => Number(r.y > 1)),
    rejected: rows.map((r) => Number(r.y <= 1)),
  }
  const perLevel = (f: (r: Row) => number) =>
    LEVELS.map((level) =>
      total(
        rows.filter((r) => r.x === level),
        f,
      ),
    )
  const table = {
    levels: LEVELS,
    outputs: perLevel(() => 1),
    labelled: perLevel(() => 1),
    rejected: perLevel((r) => Number(r.y <= 1)),
  }
  const weights = rows.map((r) => (r.held ? 1 : 2.5))
  const weighted = {
    prompts: cells.prompts,
    level: cells.level,
    outputs: rows.map(() => 1),
    labelled: weights,
    rejected: weights.map((w, i) => w * cells.rejected[i]!),
  }
  return [clusteredAuc(cells, 4), gateCurve(table, { cells: weighted, weighted: true })]
}

function errors(rows: Row[]) {
  const said = rows.map((r) => r.x / 3)
  const found = rows.map((r) => r.y / 3)
  return calibrationError({
    clusters: rows.map((r) => r.prompt),
    said,
    found,
    group: rows.map((r) => r.x),
    groups: 4,
  })
}

function withinKendall(rows: Row[]) {
  const counts = promptsOf(rows).map((own) =>
    promptPairCounts(
      own.map((r) => r.x),
      own.map((r) => r.y),
    ),
  )
  return withinClusterKendall({
    counts: counts.map(({ count }) => count),
    concordant: counts.map(({ concordant }) => concordant),
    discordant: counts.map(({ discordant }) => discordant),
    untiedX: counts.map(({ untiedX }) => untiedX),
    untiedY: counts.map(({ untiedY }) => untiedY),
  })
}

const estimators: [string, (rows: Row[]) => unknown][] = [
  ['agreement by prompt', agreement],
  ['clusteredPredictionPoweredMean', predictionPowered],
  ['raterSeverity by prompt and residuals', raters],
  ['differencesFromRest', segments],
  ['clusteredAuc and weighted gateCurve', gate],
  ['calibrationError', errors],
  ['withinClusterKendall', withinKendall],
  [
    'wildClusterBootstrapMean',
    (rows) =>
      wildClusterBootstrapMean(
        per(rows, () => 1),
        per(rows, (r) => r.y),
        per(rows, (r) => r.y ** 2),
      ),
  ],
  [
    'bangBlindingIndex',
    (rows) => {
      const [right, wrong] = [rows.filter((r) => r.x === 0).length, rows.filter((r) => r.x === 1).length]
      return bangBlindingIndex(right, wrong, rows.length - right - wrong)
    },
  ],
  [
    'roganGladen',
    (rows) => {
      const [good, bad] = [rows.filter((r) => r.held), rows.filter((r) => !r.held)]
      const share = (of: Row[], f: (r: Row) => boolean) =>
        of.length > 0 ? of.filter(f).length / of.length : 0
      return roganGladen({
        passRate: share(rows, (r) => r.x > 1),
        n: rows.length,
        specificity: share(bad, (r) => r.x <= 1),
        m0: bad.length,
        sensitivity: share(good, (r) => r.x > 1),
        m1: good.length,
      })
    },
  ],
  [
    'fractionalLogit',
    (rows) =>
      fractionalLogit(
        rows.flatMap((r) => [1, r.x]),
        rows.map((r) => r.y / 3),
        ['1', 'x'],
        rows.map((r) => r.prompt),
      ),
  ],
]

describe('every number is finite or null, whatever the rows of few prompts', () => {
  it.each(estimators)('%s', (_, estimate) => {
    fc.assert(
      fc.property(inOrder, (rows) => {
        expect(notFinite(estimate(rows))).toEqual([])
      }),
    )
  })
})
