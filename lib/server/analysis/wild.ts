import { wildClusterBootstrapMean } from '@/lib/stats/regression/wild-bootstrap'
import type { ClusterSums } from './cluster-sums'
import type { Mean } from './mean'
import type { Notes } from './notes'

/** With so many prompts, or degrees of freedom, a t interval is trusted alone. */
const FEW = { prompts: 20, df: 4 }
/** Beyond so many prompts the draws take too long. */
const MOST = 2_000

/**
 * The wild cluster bootstrap's p that a mean is 0, where it rests on few prompts; null where it does not, or has none.
 * With five prompts it cannot fall below 1/16, which a note says.
 */
export function wildP(
  sums: ClusterSums,
  column: number,
  mean: Mean,
  notes: Notes,
  field: string,
): number | null {
  const { counts } = sums
  const isFew = counts.length <= FEW.prompts || (mean.df !== null && mean.df < FEW.df)
  if (mean.ci === null || !isFew || counts.length > MOST) return null
  const own = sums.sums[column]!
  // The squares within prompts do not enter t: those of the prompts' means stand in for them.
  const squares = own.map((sum, g) => (sum * sum) / counts[g]!)
  const { p, enumerated, reason } = wildClusterBootstrapMean(counts, own, squares)
  if (p === null) notes.add(`${field}.p_wild`, reason ?? 'not computable')
  else if (enumerated && counts.length < 6)
    notes.add(
      `${field}.p_wild`,
      `with ${counts.length} prompts it cannot fall below ${2 ** (1 - counts.length)}`,
    )
  return p
}
