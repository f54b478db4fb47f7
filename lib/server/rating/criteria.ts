import type { ScoredCriterion } from '@/lib/domain/scores'
import type { Db } from '../db/pool'

export type CriterionOfAudit = ScoredCriterion & { id: number }

/** The criteria of an audit, in their order, as far as scores are held against them. */
export async function auditCriteria(db: Db, auditId: number): Promise<CriterionOfAudit[]> {
  const { rows } = await db.query<CriterionOfAudit>(
    'SELECT id, key, name, min, max, step FROM criteria WHERE audit_id = $1 ORDER BY position',
    [auditId],
  )
  return rows
}
