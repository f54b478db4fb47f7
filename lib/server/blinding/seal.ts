import { PlumblineError } from '@/lib/domain/errors'
import { type Seal, sealWords } from '@/lib/domain/seal'
import { type Db, pool } from '../db/pool'
import { COMPARABLE } from '../rating/next-pair'

/**
 * The seal of an audit whose results nobody may see yet; null where there is none, or no more. It ends, for good, when
 * the audit is closed or every rating that its outputs ask for is in.
 */
export async function sealOf(auditId: number, db: Db = pool()): Promise<Seal | null> {
  const { rows } = await db.query<{ isOpen: boolean }>({
    name: 'seal-of',
    text: `SELECT status = 'open' AS "isOpen" FROM audits
      WHERE id = $1 AND sealed AND unsealed_at IS NULL AND status <> 'closed'`,
    values: [auditId],
  })
  const [sealed] = rows
  if (!sealed) return null
  const { missing, any } = await missingRatings(db, auditId)
  if (!sealed.isOpen || missing > 0 || !any) return { isOpen: sealed.isOpen, missing }
  await db.query('UPDATE audits SET unsealed_at = now() WHERE id = $1 AND unsealed_at IS NULL', [auditId])
  return null
}

/** Throws PlumblineError('forbidden') that says how many ratings are missing where the audit's results are sealed. */
export async function refuseSealed(auditId: number): Promise<void> {
  const seal = await sealOf(auditId)
  if (seal) throw new PlumblineError('forbidden', sealWords(seal))
}

/** Ratings that outputs and pairs still ask for, with those that raters hold; and whether there are any at all. */
async function missingRatings(db: Db, auditId: number): Promise<{ missing: number; any: boolean }> {
  const { rows } = await db.query<{ missing: number; any: boolean }>(
    `SELECT ((SELECT coalesce(sum(o.open_slots), 0) FROM outputs o WHERE o.audit_id = $1
         AND EXISTS (SELECT FROM output_versions v WHERE v.output_id = o.id AND v.ended_at IS NULL))
       + (SELECT coalesce(sum(p.open_slots), 0) FROM pairs p WHERE p.audit_id = $1 AND p.open_slots > 0 AND ${COMPARABLE})
       + (SELECT count(*) FROM assignments s
          WHERE s.audit_id = $1 AND s.status = 'leased' AND (s.purpose = 'main' OR s.pair_id IS NOT NULL)))::int AS missing,
       EXISTS (SELECT FROM human_ratings h WHERE h.audit_id = $1 AND h.ended_at IS NULL) AS any`,
    [auditId],
  )
  return rows[0]!
}
