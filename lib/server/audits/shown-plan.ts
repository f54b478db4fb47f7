import { PlumblineError } from '@/lib/domain/errors'
import { pool } from '@/lib/server/db/pool'
import type { AuditRow } from './find'
import { plannedPairs } from './pairs'
import { sampleStrata } from './sample'

/**
 * What the plan of an audit that is still a draft comes to; `trouble` where it cannot be carried out. `planned` is how
 * many outputs can be rated for it.
 */
export async function shownPlan(audit: Pick<AuditRow, 'id' | 'plan' | 'ratingsPerOutput'>, planned: number) {
  const { sample, comparisons, consent, order = 'random' } = audit.plan
  const base = {
    ...{ outputs: planned, ratingsPerOutput: audit.ratingsPerOutput, order },
    consent: consent !== undefined,
  }
  try {
    const strata = sample ? { by: sample.by, strata: await sampleStrata(pool(), audit.id, sample) } : null
    const compared = comparisons
      ? { ...comparisons, pairs: await plannedPairs(pool(), audit.id, comparisons) }
      : null
    return { ...base, sample: strata, compared, trouble: null }
  } catch (error) {
    if (!(error instanceof PlumblineError)) throw error
    return { ...base, sample: null, compared: null, trouble: error.message }
  }
}
