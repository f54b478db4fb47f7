import { differenceOfProportions } from '@/lib/stats/difference-of-proportions'
import { normalQuantile } from '@/lib/stats/distributions/normal'
import { certifiedThreshold, oneRowPerCluster } from '@/lib/stats/gate/certified-threshold'
import { gateCurve } from '@/lib/stats/gate/gate-curve'
import { roganGladen } from '@/lib/stats/gate/rogan-gladen'
import { stratifiedFalseAcceptRate } from '@/lib/stats/gate/stratified-false-accept'
import { clopperPearsonInterval, clusteredProportion, wilsonInterval } from '@/lib/stats/proportion'
import { clusteredNormals, flat, named, type Size, total } from './made-up'
import { CONSERVATIVE, type Draw, EXACT, holds, type Study } from './study'

const LEVELS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
/** The chance that people reject an output, by the level of its signal; levels are equally frequent. */
const REJECTED = [0.6, 0.5, 0.4, 0.21, 0.2, 0.1, 0.05, 0.05, 0.05, 0.05]

const CLUSTERED: { size: Size; share: number }[] = [
  { size: { prompts: 12, outputs: 4, unequal: true }, share: 0.3 },
  { size: { prompts: 30, outputs: 6 }, share: 0.2 },
  { size: { prompts: 30, outputs: 6, unequal: true }, share: 0.5 },
  { size: { prompts: 100, outputs: 4, unequal: true }, share: 0.1 },
]

/** Intervals of shares, and the guarantee of a gate. */
export const SHARES: Study[] = [
  ...CLUSTERED.map(({ size, share }) => ({
    what: `share of ${100 * share} %, ${named(size)}, Wilson`,
    range: EXACT,
    simulate: (draw: Draw) => holds(shareOf(draw, size, share).ci, share),
  })),
  ...CLUSTERED.map(({ size, share }) => ({
    what: `share of ${100 * share} %, ${named(size)}, Clopper–Pearson`,
    range: CONSERVATIVE,
    simulate: (draw: Draw) => holds(shareOf(draw, size, share).exact, share),
  })),
  ...[
    { n: 30, share: 0.3 },
    { n: 76, share: 0.1 },
    { n: 200, share: 0.4 },
  ].flatMap(({ n, share }) => [
    {
      what: `share of ${100 * share} %, ${n} independent, Wilson`,
      range: EXACT,
      simulate: (draw: Draw) => holds(wilsonInterval(binomial(draw, n, share), n), share),
    },
    {
      what: `share of ${100 * share} %, ${n} independent, Clopper–Pearson`,
      range: CONSERVATIVE,
      simulate: (draw: Draw) => holds(clopperPearsonInterval(binomial(draw, n, share), n), share),
    },
  ]),
  ...[30, 100].flatMap((prompts) => [
    {
      what: `false-accept rate of a gate, ${prompts} × 1–11, Wilson`,
      range: EXACT,
      simulate: (draw: Draw) => falseAcceptHolds(draw, prompts, 'ci'),
    },
    {
      what: `false-accept rate of a gate, ${prompts} × 1–11, Clopper–Pearson`,
      range: CONSERVATIVE,
      simulate: (draw: Draw) => falseAcceptHolds(draw, prompts, 'exact'),
    },
  ]),
  {
    what: 'false-accept rate of labels sampled at 0.3 or 0.8, 100 × 1–11, Wilson',
    range: EXACT,
    simulate: weightedFalseAcceptHolds,
  },
  {
    what: 'certified gate lets through more than 10 %, 300 × 4, one output a prompt',
    range: [0, 5],
    simulate: certifiesWrongly,
  },
  {
    what: 'false-accept rate of strata, 40 labels a level',
    range: EXACT,
    simulate: stratifiedHolds,
  },
  {
    what: 'accept rate corrected for a fallible judge, 1,000 and 2 × 100 labels',
    range: EXACT,
    simulate: roganGladenHolds,
  },
  {
    what: 'difference of independent shares, 40 and 60',
    range: EXACT,
    simulate: (draw) =>
      holds(differenceOfProportions(binomial(draw, 40, 0.3), 40, binomial(draw, 60, 0.15), 60).ci, 0.15),
  },
  {
    what: 'difference of shares at effective numbers, 30 × 6 each',
    range: EXACT,
    simulate: (draw) => {
      const [one, two] = [0.4, 0.25].map((share) => shareOf(draw, { prompts: 30, outputs: 6 }, share))
      const [n1, n2] = [one!.nEffective, two!.nEffective]
      return holds(differenceOfProportions(one!.estimate! * n1, n1, two!.estimate! * n2, n2).ci, 0.15)
    },
  },
]

function binomial(draw: Draw, n: number, share: number): number {
  let hits = 0
  for (let i = 0; i < n; i += 1) if (draw.uniform() < share) hits += 1
  return hits
}

/** Outputs hold where a clustered normal falls below the quantile of the share. */
function shareOf(draw: Draw, size: Size, share: number) {
  const cut = normalQuantile(share)
  const prompts = clusteredNormals(draw, size, 0.3)
  return clusteredProportion(
    prompts.map((values) => values.length),
    prompts.map((values) => total(values, (value) => Number(value < cut))),
  )
}

/** Outputs with a level each; prompts share how strictly they are judged. */
function gateRows(draw: Draw, size: Size) {
  const cuts = REJECTED.map((rate) => normalQuantile(rate))
  return flat(clusteredNormals(draw, size, 0.3)).map(({ prompt, row }) => {
    const level = draw.below(LEVELS.length)
    return { prompt, level, rejected: Number(row < cuts[level]!) }
  })
}

function rateFrom(threshold: number): number {
  return total(REJECTED.slice(threshold), (rate) => rate) / (LEVELS.length - threshold)
}

function perLevel<T extends { level: number }>(rows: T[], f: (row: T) => number): number[] {
  return LEVELS.map((level) => total(rows, (row) => (row.level === level ? f(row) : 0)))
}

function falseAcceptHolds(draw: Draw, prompts: number, which: 'ci' | 'exact') {
  const rows = gateRows(draw, { prompts, outputs: 6, unequal: true })
  const counts = perLevel(rows, () => 1)
  const table = {
    levels: LEVELS,
    outputs: counts,
    labelled: counts,
    rejected: perLevel(rows, (r) => r.rejected),
  }
  const cells = {
    prompts: rows.map(({ prompt }) => prompt),
    level: rows.map(({ level }) => level),
    labelled: rows.map(() => 1),
    rejected: rows.map(({ rejected }) => rejected),
  }
  const point = gateCurve(table, { cells }).find(({ threshold }) => threshold === 4)
  return holds(point?.[which] ?? null, rateFrom(4))
}

/** Low levels are labelled less often; weights make up for it. */
function weightedFalseAcceptHolds(draw: Draw) {
  const all = gateRows(draw, { prompts: 100, outputs: 6, unequal: true })
  const weight = ({ level }: { level: number }) => 1 / (level < 6 ? 0.3 : 0.8)
  const rows = all.filter((row) => draw.uniform() * weight(row) < 1)
  const labelled = rows.map(weight)
  const point = gateCurve(
    {
      levels: LEVELS,
      outputs: perLevel(all, () => 1),
      labelled: perLevel(rows, () => 1),
      rejected: perLevel(rows, (row) => row.rejected),
    },
    {
      weighted: true,
      cells: {
        prompts: rows.map(({ prompt }) => prompt),
        level: rows.map(({ level }) => level),
        outputs: rows.map(() => 1),
        labelled,
        rejected: rows.map(({ rejected }, i) => labelled[i]! * rejected),
      },
    },
  ).find(({ threshold }) => threshold === 4)
  return holds(point?.ci ?? null, rateFrom(4))
}

/** The loosest threshold that truly holds 10 % is 4, at 8.3 %; at 3 it is 10.1 %, so near that errors come up. */
function certifiesWrongly(draw: Draw) {
  const rows = gateRows(draw, { prompts: 300, outputs: 4 })
  const kept = oneRowPerCluster(
    rows.map(({ prompt }) => prompt),
    draw.below(1e9),
  ).map((row) => rows[row]!)
  const { threshold } = certifiedThreshold({
    levels: LEVELS,
    outputs: perLevel(rows, () => 1),
    labelled: perLevel(kept, () => 1),
    rejected: perLevel(kept, ({ rejected }) => rejected),
  })
  return threshold !== null && rateFrom(threshold) > 0.1
}

/** Levels of very different frequency, each with 40 labels. */
function stratifiedHolds(draw: Draw) {
  const outputs = [500, 300, 200, 100]
  const rates = [0.05, 0.1, 0.2, 0.4]
  const rejected = rates.map((rate) => binomial(draw, 40, rate))
  const table = { levels: [0, 1, 2, 3], outputs, labelled: [40, 40, 40, 40], rejected }
  return holds(
    stratifiedFalseAcceptRate(table, 0).ci,
    total([0, 1, 2, 3], (l) => (outputs[l]! * rates[l]!) / 1100),
  )
}

/** 30 % are good; the judge passes 85 % of these and 20 % of the rest. */
function roganGladenHolds(draw: Draw) {
  const { ci } = roganGladen({
    passRate: binomial(draw, 1000, 0.3 * 0.85 + 0.7 * 0.2) / 1000,
    n: 1000,
    specificity: binomial(draw, 100, 0.8) / 100,
    m0: 100,
    sensitivity: binomial(draw, 100, 0.85) / 100,
    m1: 100,
  })
  return holds(ci, 0.3)
}
