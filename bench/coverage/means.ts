import { clusteredMean } from '@/lib/stats/clustered-mean'
import { clusteredWeightedMean } from '@/lib/stats/clustered-weighted-mean'
import { normalUpperTail } from '@/lib/stats/distributions/normal'
import { clusteredLambda, clusteredPredictionPoweredMean } from '@/lib/stats/gate/prediction-powered-mean'
import { differencesFromRest } from '@/lib/stats/segment-differences'
import { twoWayClusteredMean } from '@/lib/stats/two-way-mean'
import { around, clusteredNormals, flat, levelOf, named, type Size, sizesOf, total } from './made-up'
import { CONSERVATIVE, type Draw, EXACT, holds, type Study } from './study'

const SIZES: Size[] = [
  { prompts: 6, outputs: 8 },
  { prompts: 12, outputs: 4 },
  { prompts: 12, outputs: 4, unequal: true },
  { prompts: 30, outputs: 6 },
  { prompts: 30, outputs: 6, unequal: true },
  { prompts: 100, outputs: 4, unequal: true },
]

/** Intervals of means and of their differences. */
export const MEANS: Study[] = [
  ...SIZES.map((size) => ({
    what: `mean, ${named(size)}`,
    range: EXACT,
    simulate: (draw: Draw) => holds(meanOf(clusteredNormals(draw, size)), 0),
  })),
  ...[
    { cuts: [-0.8, -0.2, 0.4, 1], what: 'mean of five levels, 12 × 1–7', prompts: 12 },
    {
      cuts: [0.8, 1.2, 1.6, 2],
      what: 'limit: mean of five levels, four in five at the lowest, 12 × 1–7',
      prompts: 12,
    },
    { cuts: [0.8, 1.2, 1.6, 2], what: 'limit: the same, 30 × 1–7', prompts: 30 },
    { cuts: [0.8, 1.2, 1.6, 2], what: 'the same, 100 × 1–7', prompts: 100 },
  ].map(({ cuts, what, prompts }) => ({
    what,
    range: EXACT,
    simulate: (draw: Draw) => {
      const values = clusteredNormals(draw, { prompts, outputs: 4, unequal: true })
      const levels = values.map((own) => own.map((value) => levelOf(value, cuts)))
      return holds(meanOf(levels), total(cuts, normalUpperTail))
    },
  })),
  ...SIZES.slice(2, 5).map((size) => ({
    what: `weighted mean, ${named(size)} before sampling`,
    range: EXACT,
    simulate: (draw: Draw) => weightedMeanHolds(draw, size),
  })),
  ...[3, 5, 8].map((raters) => ({
    what: `two-way mean, ${raters} raters, 30 × 4`,
    range: CONSERVATIVE,
    simulate: (draw: Draw) => twoWayHolds(draw, raters),
  })),
  ...[12, 30].map((prompts) => ({
    what: `segment against the rest, ${prompts} × 1–11`,
    range: EXACT,
    simulate: (draw: Draw) => segmentHolds(draw, { prompts, outputs: 6, unequal: true }),
  })),
  ...[
    { size: { prompts: 30, outputs: 6 }, share: 0.4 },
    { size: { prompts: 100, outputs: 4, unequal: true }, share: 0.15 },
    { size: { prompts: 12, outputs: 8 }, share: 0.4 },
  ].map(({ size, share }) => ({
    what: `prediction-powered mean, ${named(size)}, ${100 * share} % labelled`,
    range: EXACT,
    simulate: (draw: Draw) => predictionPoweredHolds(draw, size, share),
  })),
]

function meanOf(prompts: number[][]) {
  return clusteredMean(
    prompts.map((values) => values.length),
    prompts.map((values) => total(values, (value) => value)),
  ).ci
}

/** Every output has 1 of 2 strata; one has mean 1 and is sampled at 0.8, the other mean 0 at 0.3: truth 0.5. */
function weightedMeanHolds(draw: Draw, size: Size) {
  const sampled = clusteredNormals(draw, size).map((values) =>
    values.flatMap((value) => {
      const stratum = draw.below(2)
      const chance = stratum === 1 ? 0.8 : 0.3
      return draw.uniform() < chance ? [{ value: value + stratum, weight: 1 / chance }] : []
    }),
  )
  const { ci } = clusteredWeightedMean(
    sampled.map((rows) => rows.length),
    sampled.map((rows) => total(rows, ({ weight }) => weight)),
    sampled.map((rows) => total(rows, ({ value, weight }) => value * weight)),
  )
  return holds(ci, 0.5)
}

/** Two or three raters an output; raters' sd 0.4, so that their mean is the wider truth 0. */
function twoWayHolds(draw: Draw, raters: number) {
  const severity = Array.from({ length: raters }, () => 0.4 * draw.normal())
  const rows = flat(clusteredNormals(draw, { prompts: 30, outputs: 4 })).flatMap(({ prompt, row }) => {
    const first = draw.below(raters)
    const ratings = 2 + draw.below(2)
    return Array.from({ length: ratings }, (_, k) => {
      const rater = (first + k) % raters
      return { prompt, rater, weight: 1 / ratings, value: row + severity[rater]! + 0.7 * draw.normal() }
    })
  })
  const { ci } = twoWayClusteredMean({
    prompts: rows.map(({ prompt }) => prompt),
    raters: rows.map(({ rater }) => rater),
    weights: rows.map(({ weight }) => weight),
    weightedSums: rows.map(({ weight, value }) => weight * value),
  })
  return holds(ci, 0)
}

/** A segment of a fifth of the outputs that leans to some prompts, 0.5 above the rest. */
function segmentHolds(draw: Draw, size: Size) {
  const rows = flat(
    clusteredNormals(draw, size).map((values) => {
      const chance = draw.uniform() * 0.4
      return values.map((value) => {
        const inside = draw.uniform() < chance
        return { inside, value: value + (inside ? 0.5 : 0) }
      })
    }),
  )
  const [difference] = differencesFromRest(
    rows.map(({ prompt }) => prompt),
    Float64Array.from(rows, ({ row }) => row.value),
    { segments: 1, most: 1, of: (at) => Number(rows[at]!.row.inside) },
  )
  return holds(difference!.ci, 0.5)
}

/** Goal and signal share what an output is; the signal has an error of its own for each prompt. The mean goal is 0. */
function predictionPoweredHolds(draw: Draw, size: Size, share: number) {
  const prompts = sizesOf(draw, size).map((n) => {
    const off = 0.5 * draw.normal()
    return around(draw, n, draw.normal(), 0.41).map((value) => ({
      y: value + 0.5 * draw.normal(),
      s: value + off + 0.5 * draw.normal() + 1,
      labelled: draw.uniform() < share,
    }))
  })
  const all = prompts.flat()
  const [own, rest] = [all.filter(({ labelled }) => labelled), all.filter(({ labelled }) => !labelled)]
  const per = (wanted: boolean, f: (row: { y: number; s: number }) => number) =>
    prompts.map((rows) => total(rows, (row) => (row.labelled === wanted ? f(row) : 0)))
  const sums = {
    labelled: {
      n: own.length,
      sumY: total(own, ({ y }) => y),
      sumYY: total(own, ({ y }) => y * y),
      sumS: total(own, ({ s }) => s),
      sumSS: total(own, ({ s }) => s * s),
      sumYS: total(own, ({ y, s }) => y * s),
    },
    unlabelled: { n: rest.length, sumS: total(rest, ({ s }) => s), sumSS: total(rest, ({ s }) => s * s) },
  }
  const clusters = {
    labelled: per(true, () => 1),
    sumY: per(true, ({ y }) => y),
    sumS: per(true, ({ s }) => s),
    unlabelled: per(false, () => 1),
    sumSUnlabelled: per(false, ({ s }) => s),
  }
  const lambda = clusteredLambda(sums, clusters)
  return holds(clusteredPredictionPoweredMean(sums, clusters, 0.95, lambda).ci, 0)
}
