import { clusteredPearson, withinClusterPearson } from '@/lib/stats/clustered-pearson'
import { clusteredKendall, clusteredSpearman } from '@/lib/stats/clustered-rank-correlation'
import { clusteredAuc } from '@/lib/stats/gate/clustered-auc'
import { pearson } from '@/lib/stats/pearson'
import { spearman } from '@/lib/stats/spearman'
import { promptPairCounts, withinClusterKendall } from '@/lib/stats/within-cluster-kendall'
import { clusteredPairs, flat, levelOf, named, type Size, total } from './made-up'
import { type Draw, drawFrom, EXACT, holds, type Study } from './study'

const SIZES: Size[] = [
  { prompts: 6, outputs: 8 },
  { prompts: 12, outputs: 4, unequal: true },
  { prompts: 30, outputs: 6, unequal: true },
  { prompts: 100, outputs: 4, unequal: true },
]
/** 40 % of the variance lies between prompts, and correlates otherwise than the rest: 0.6 overall. */
const PAIRS = { share: 0.4, between: 0.75, within: 0.5 }
const R = PAIRS.share * PAIRS.between + (1 - PAIRS.share) * PAIRS.within
/** Of normals that correlate by r. */
const spearmanOf = (r: number) => (6 / Math.PI) * Math.asin(r / 2)
const kendallOf = (r: number) => (2 / Math.PI) * Math.asin(r)

/** Ten levels of a signal. */
const CUTS = [-1.3, -0.9, -0.5, -0.2, 0, 0.2, 0.5, 0.9, 1.3]
/** People accept seven in ten. */
const ACCEPT = -0.52
let auc: number | null = null

/** Intervals of correlations and of the AUC. */
export const CORRELATIONS: Study[] = [
  ...SIZES.flatMap((size) => [
    {
      what: `Pearson, ${named(size)}`,
      range: EXACT,
      simulate: (draw: Draw) => holds(clusteredPearson(sumsOf(clusteredPairs(draw, size, PAIRS))).ci, R),
    },
    {
      what: `Pearson within prompts, ${named(size)}`,
      range: EXACT,
      simulate: (draw: Draw) =>
        holds(withinClusterPearson(sumsOf(clusteredPairs(draw, size, PAIRS))).ci, PAIRS.within),
    },
    {
      what: `Spearman, ${named(size)}`,
      range: EXACT,
      simulate: (draw: Draw) =>
        holds(clusteredSpearman(columnsOf(clusteredPairs(draw, size, PAIRS))).ci, spearmanOf(R)),
    },
    {
      what: `Kendall, ${named(size)}`,
      range: EXACT,
      simulate: (draw: Draw) =>
        holds(clusteredKendall(columnsOf(clusteredPairs(draw, size, PAIRS))).ci, kendallOf(R)),
    },
    {
      what: `Kendall within prompts, ${named(size)}`,
      range: EXACT,
      simulate: (draw: Draw) =>
        holds(withinKendall(clusteredPairs(draw, size, PAIRS)), kendallOf(PAIRS.within)),
    },
  ]),
  ...SIZES.slice(1).map((size) => ({
    what: `AUC, ${named(size)}`,
    range: EXACT,
    simulate: (draw: Draw) => {
      auc ??= aucOfMany()
      return holds(aucFrom(clusteredPairs(draw, size, PAIRS)).ci, auc)
    },
  })),
  {
    what: 'Pearson, 40 independent',
    range: EXACT,
    simulate: (draw) => {
      const { x, y } = columnsOf(clusteredPairs(draw, { prompts: 40, outputs: 1 }, PAIRS))
      return holds(pearson(x, y).ci, R)
    },
  },
  {
    what: 'Spearman, 40 independent',
    range: EXACT,
    simulate: (draw) => {
      const { x, y } = columnsOf(clusteredPairs(draw, { prompts: 40, outputs: 1 }, PAIRS))
      return holds(spearman(x, y).ci, spearmanOf(R))
    },
  },
]

type Pairs = { x: number; y: number }[][]

function sumsOf(prompts: Pairs) {
  const per = (f: (row: { x: number; y: number }) => number) => prompts.map((rows) => total(rows, f))
  return {
    counts: per(() => 1),
    sumX: per(({ x }) => x),
    sumY: per(({ y }) => y),
    sumXX: per(({ x }) => x * x),
    sumYY: per(({ y }) => y * y),
    sumXY: per(({ x, y }) => x * y),
  }
}

function columnsOf(prompts: Pairs) {
  const rows = flat(prompts)
  return {
    x: rows.map(({ row }) => row.x),
    y: rows.map(({ row }) => row.y),
    clusters: rows.map(({ prompt }) => prompt),
  }
}

function withinKendall(prompts: Pairs) {
  const counts = prompts.map((rows) =>
    promptPairCounts(
      rows.map(({ x }) => x),
      rows.map(({ y }) => y),
    ),
  )
  return withinClusterKendall({
    counts: counts.map(({ count }) => count),
    concordant: counts.map(({ concordant }) => concordant),
    discordant: counts.map(({ discordant }) => discordant),
    untiedX: counts.map(({ untiedX }) => untiedX),
    untiedY: counts.map(({ untiedY }) => untiedY),
  }).ci
}

function aucFrom(prompts: Pairs) {
  const rows = flat(prompts)
  const accepted = rows.map(({ row }) => Number(row.y > ACCEPT))
  return clusteredAuc(
    {
      prompts: rows.map(({ prompt }) => prompt),
      level: rows.map(({ row }) => levelOf(row.x, CUTS)),
      accepted,
      rejected: accepted.map((one) => 1 - one),
    },
    CUTS.length + 1,
  )
}

/** The AUC of 400,000 prompts with one output each. */
function aucOfMany(): number {
  return aucFrom(clusteredPairs(drawFrom(2), { prompts: 400_000, outputs: 1 }, PAIRS)).estimate!
}
