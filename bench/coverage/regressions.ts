import { normalCdf } from '@/lib/stats/distributions/normal'
import { quantileKnots } from '@/lib/stats/quantile-bins'
import { binscatter } from '@/lib/stats/regression/binscatter'
import type { ClusterRows } from '@/lib/stats/regression/cluster'
import { clusteredRegression } from '@/lib/stats/regression/clustered-regression'
import { share } from '@/lib/stats/regression/fractional-logit'
import { lengthControlledWinRate } from '@/lib/stats/regression/length-controlled-win-rate'
import { wildClusterBootstrap, wildClusterBootstrapMean } from '@/lib/stats/regression/wild-bootstrap'
import { clusteredNormals, flat, named, type Size, sizesOf, total } from './made-up'
import { AT_MOST_5, type Draw, EXACT, holds, rejects, type Study } from './study'

const SIZES: Size[] = [
  { prompts: 12, outputs: 8 },
  { prompts: 30, outputs: 6, unequal: true },
  { prompts: 100, outputs: 4, unequal: true },
]
const MODELS = ['one', 'two', 'three']
const INFLATION = [0, 0.3, -0.2]
const SLOPES = [0.4, 0, -0.3]
const TERMS = [...MODELS, 'length', 'structure', 'confidence']

/** Intervals of effects, and how often tests of no effect err. */
export const REGRESSIONS: Study[] = [
  ...SIZES.flatMap((size) => [
    {
      what: `effect of a feature, ${named(size)}`,
      range: EXACT,
      simulate: (draw: Draw) => {
        const { rows, centres } = regressionRows(draw, size)
        const { terms } = clusteredRegression(rows, TERMS).outcomes[0]!
        return holds(terms[3]!.ci, SLOPES[0]! * centres[0]!.sd)
      },
    },
    {
      what: `feature-controlled inflation of a model, ${named(size)}`,
      range: EXACT,
      simulate: (draw: Draw) => {
        const { rows, centres } = regressionRows(draw, size)
        const { terms } = clusteredRegression(rows, TERMS).outcomes[0]!
        return holds(terms[1]!.ci, INFLATION[1]! + total([0, 1, 2], (k) => SLOPES[k]! * centres[k]!.mean))
      },
    },
  ]),
  ...[8, 20].map((times) => ({
    what: `effect of a feature in ${times} of 400 outputs, 100 × 4`,
    range: EXACT,
    simulate: (draw: Draw) => rareHolds(draw, times),
  })),
  {
    what: 'joint test of 3 features rejects no effect, 30 × 6',
    range: AT_MOST_5,
    simulate: (draw) => {
      const { rows } = regressionRows(draw, SIZES[1]!, [0, 0, 0])
      return rejects(
        clusteredRegression(rows, TERMS, { jointTests: [[3, 4, 5]] }).outcomes[0]!.jointTests[0]!.p,
      )
    },
  },
  ...[6, 8, 10, 12].map((prompts) => ({
    what: `wild bootstrap of a mean rejects 0, ${prompts} × 1–7`,
    range: AT_MOST_5,
    simulate: (draw: Draw) => {
      const values = clusteredNormals(draw, { prompts, outputs: 4, unequal: true })
      const { p } = wildClusterBootstrapMean(
        values.map((own) => own.length),
        values.map((own) => total(own, (y) => y)),
        values.map((own) => total(own, (y) => y * y)),
        { draws: 399, seed: draw.below(1e9) },
      )
      return rejects(p)
    },
  })),
  {
    what: 'wild bootstrap of a feature rejects no effect, 8 × 6',
    range: AT_MOST_5,
    simulate: (draw) => {
      const { rows } = regressionRows(draw, { prompts: 8, outputs: 6 }, [0, 0, 0])
      const narrow = rows.map(({ x, y }) => ({
        x: Array.from({ length: x.length / 6 }, (_, i) => [1, x[6 * i + 3]!]).flat(),
        y,
      }))
      return rejects(wildClusterBootstrap(narrow, ['1', 'length'], 1).p)
    },
  },
  {
    what: 'height of an adjusted binned dot, 100 × 1–7',
    range: EXACT,
    simulate: dotHolds,
  },
  ...[30, 100].map((prompts) => ({
    what: `length-controlled win rate, ${prompts} × 4`,
    range: EXACT,
    simulate: (draw: Draw) => winRateHolds(draw, prompts),
  })),
]

/**
 * Rows of three models with three standardised features, of which the first lies half between prompts and the last is
 * mostly 0. Prompts differ in level and in the slope on the first feature; errors grow with it.
 */
function regressionRows(draw: Draw, size: Size, slopes: readonly number[] = SLOPES) {
  const prompts = sizesOf(draw, size).map((n) => {
    const [level, lean, common] = [draw.normal(), 0.2 * draw.normal(), draw.normal()]
    return Array.from({ length: n }, () => {
      const length = 0.7 * common + 0.7 * draw.normal()
      const features = [length, draw.normal(), draw.uniform() < 0.25 ? 1 + draw.uniform() : 0]
      const model = draw.below(MODELS.length)
      const effects = total([0, 1, 2], (k) => slopes[k]! * features[k]!) + lean * length
      return {
        features,
        model,
        y: INFLATION[model]! + effects + 0.7 * level + (1 + 0.3 * Math.abs(length)) * draw.normal(),
      }
    })
  })
  const all = prompts.flat()
  const centres = [0, 1, 2].map((k) => {
    const mean = total(all, ({ features }) => features[k]!) / all.length
    const squares = total(all, ({ features }) => (features[k]! - mean) ** 2)
    return { mean, sd: Math.sqrt(squares / (all.length - 1)) }
  })
  const rows: ClusterRows[] = prompts.map((own) => ({
    x: own.flatMap(({ features, model }) => [
      ...MODELS.map((_, k) => Number(k === model)),
      ...features.map((value, k) => (value - centres[k]!.mean) / centres[k]!.sd),
    ]),
    y: [own.map(({ y }) => y)],
  }))
  return { rows, centres }
}

/** An indicator that is 1 in few outputs, at random: few degrees of freedom although there are 100 prompts. */
function rareHolds(draw: Draw, times: number) {
  const places = new Set<number>()
  while (places.size < times) places.add(draw.below(400))
  const rows = clusteredNormals(draw, { prompts: 100, outputs: 4 }).map((own, g) => {
    const rare = own.map((_, i) => Number(places.has(4 * g + i)))
    return { x: rare.flatMap((one) => [1, one]), y: [own.map((value, i) => value + 0.5 * rare[i]!)] }
  })
  return holds(clusteredRegression(rows, ['1', 'rare']).outcomes[0]!.terms[1]!.ci, 0.5)
}

/** Five bins of x with a covariate that goes with it; the truth of a dot is the mean of the curve over its rows. */
function dotHolds(draw: Draw) {
  const rows = flat(
    clusteredNormals(draw, { prompts: 100, outputs: 4, unequal: true }).map((own) =>
      own.map((error) => {
        const x = draw.normal()
        return { x, w: draw.normal(), error }
      }),
    ),
  )
  const column = (f: (row: { x: number; w: number; error: number }) => number) =>
    rows.map(({ row }) => f(row))
  const x = column((row) => row.x)
  const w = column((row) => row.w)
  const knots = quantileKnots(x, 5)
  const dot = binscatter(
    {
      x,
      y: column((row) => Math.sin(row.x) + 0.5 * row.w + row.error),
      covariates: [w],
      clusters: rows.map(({ prompt }) => prompt),
    },
    knots,
  )[3]!
  const inside = x.filter((value) => value > dot.lo && value <= dot.hi)
  const truth = total(inside, Math.sin) / inside.length + (0.5 * total(w, (value) => value)) / w.length
  return holds(dot.ci, truth)
}

/** Preferences 0 or 1 that prompts share; longer answers win more often. */
function winRateHolds(draw: Draw, prompts: number) {
  const rows = flat(
    clusteredNormals(draw, { prompts, outputs: 4 }, 0.3).map((own) => {
      const difficulty = draw.normal()
      return own.map((luck) => ({ luck: normalCdf(luck), difficulty, length: 300 + 100 * draw.normal() }))
    }),
  )
  const lengths = rows.map(({ row }) => row.length)
  const mean = total(lengths, (length) => length) / lengths.length
  const sd = Math.sqrt(total(lengths, (length) => (length - mean) ** 2) / (lengths.length - 1))
  const difficulty = rows.map(({ row }) => row.difficulty)
  const { ci } = lengthControlledWinRate({
    lengths,
    baselineLengths: lengths.map(() => 280),
    difficulty,
    preference: rows.map(({ row }) =>
      Number(row.luck < share(0.2 + 0.8 * Math.tanh((row.length - 280) / sd) + 0.5 * row.difficulty)),
    ),
    prompts: rows.map(({ prompt }) => prompt),
  })
  return holds(ci, total(difficulty, (value) => share(0.2 + 0.5 * value)) / difficulty.length)
}
