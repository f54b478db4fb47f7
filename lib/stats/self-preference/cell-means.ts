import { type JudgeRows, namesOf } from './judge-rows'

export interface CellMeans {
  judges: (number | string)[]
  generators: (number | string)[]
  /** means[judge][generator], null where no rating is. */
  means: (number | null)[][]
}

/** Mean score of every judge for every generator. */
export function cellMeans(rows: JudgeRows): CellMeans {
  const judges = namesOf(rows.judges)
  const generators = namesOf(rows.generators)
  const at = (names: (number | string)[]) => new Map(names.map((name, k) => [name, k]))
  const [judgeAt, generatorAt] = [at(judges), at(generators)]
  const sums = judges.map(() => new Float64Array(generators.length))
  const counts = judges.map(() => new Float64Array(generators.length))
  for (let i = 0; i < rows.scores.length; i++) {
    const [j, k] = [judgeAt.get(rows.judges[i]!)!, generatorAt.get(rows.generators[i]!)!]
    sums[j]![k]! += rows.scores[i]!
    counts[j]![k]! += 1
  }
  const means = sums.map((row, j) =>
    Array.from(row, (sum, k) => (counts[j]![k]! > 0 ? sum / counts[j]![k]! : null)),
  )
  return { judges, generators, means }
}

/**
 * Self-preference of each judge as a difference in differences of cell means:
 *
 *     (Y_jj − mean_(k≠j) Y_jk) − (mean_(i≠j) Y_ij − mean_(i,k≠j) Y_ik)
 *
 * Leniency of the judge and quality of its outputs cancel. Null where a cell it needs is empty, or there is no other
 * judge or generator.
 */
export function didOfCellMeans({
  judges,
  generators,
  means,
}: CellMeans): { judge: number | string; estimate: number | null }[] {
  return judges.map((judge, j) => {
    const own = generators.indexOf(judge)
    if (own < 0) return { judge, estimate: null }
    const others = judges.map((_, i) => i).filter((i) => i !== j)
    const rest = generators.map((_, k) => k).filter((k) => k !== own)
    const self = means[j]![own]!
    const gave = average(rest.map((k) => means[j]![k]!))
    const got = average(others.map((i) => means[i]![own]!))
    const between = average(others.flatMap((i) => rest.map((k) => means[i]![k]!)))
    if (self === null || gave === null || got === null || between === null) return { judge, estimate: null }
    return { judge, estimate: self - gave - (got - between) }
  })
}

function average(values: (number | null)[]): number | null {
  if (values.length === 0 || values.some((value) => value === null)) return null
  return values.reduce<number>((total, value) => total + value!, 0) / values.length
}
