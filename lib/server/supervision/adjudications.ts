import { PlumblineError } from '@/lib/domain/errors'
import { isExposed } from '../auth/exposure'
import { refuseSealed } from '../blinding/seal'
import { type Db, pool, transaction } from '../db/pool'
import { recordEvent } from '../events'
import { DIFFERING } from './disagreements'

type Of = { auditId: number; byId: string }

/**
 * Asks for a further rating of the outputs on which raters differ by `apart` (a unit score) or more on a criterion, or of
 * the one of them that is named by its external id. One further rating of an output is asked for once. Answers of how many
 * outputs it was asked now.
 *
 * Throws PlumblineError: 'forbidden' for who has not seen the audit's results, or while they are sealed; 'conflict' where
 * the audit is not open, and for a named output on which raters do not differ by so much.
 */
export function askFurther(
  { criterionId, apart, output = null }: { criterionId: number; apart: number; output?: string | null },
  of: Of,
): Promise<number> {
  return byExposed(of, async (client) => {
    const { rows } = await client.query<{ found: number; asked: number }>(
      `WITH ${DIFFERING}, found AS (
         SELECT d.output_id, d.spread FROM differing d JOIN outputs o ON o.id = d.output_id
         WHERE $4::text IS NULL OR o.external_id = $4),
       asked AS (
         INSERT INTO adjudications (output_id, audit_id, criterion_id, spread, threshold, asked_by)
         SELECT f.output_id, $1, $2, f.spread, least($3, f.spread), $5 FROM found f
         ON CONFLICT DO NOTHING RETURNING 1)
       SELECT (SELECT count(*)::int FROM found) AS found, (SELECT count(*)::int FROM asked) AS asked`,
      [of.auditId, criterionId, apart, output, of.byId],
    )
    const { found, asked } = rows[0]!
    if (output !== null && found === 0)
      throw new PlumblineError('conflict', 'Raters no longer differ by so much on this output.')
    if (asked > 0) await note('adjudication.ask', { apart, outputs: asked }, of, client)
    return asked
  })
}

/**
 * Takes back the asking for further ratings that nobody has begun, of all outputs or of one. Answers of how many.
 *
 * Throws PlumblineError: 'forbidden' as `askFurther`; 'conflict' where the audit is not open, or a rater has begun the
 * rating of the output that is named.
 */
export function takeBackFurther(output: string | null, of: Of): Promise<number> {
  return byExposed(of, async (client) => {
    const { rowCount } = await client.query(
      `DELETE FROM adjudications d USING outputs o
       WHERE o.id = d.output_id AND d.audit_id = $1 AND d.open AND ($2::text IS NULL OR o.external_id = $2)`,
      [of.auditId, output],
    )
    const taken = rowCount ?? 0
    if (output !== null && taken === 0)
      throw new PlumblineError('conflict', 'A rater has begun this further rating, so it is not taken back.')
    if (taken > 0) await note('adjudication.take-back', { outputs: taken }, of, client)
    return taken
  })
}

/** How many further ratings are asked for that nobody has begun. */
export async function furtherNotBegun(auditId: number): Promise<number> {
  const { rows } = await pool().query<{ n: number }>(
    'SELECT count(*)::int AS n FROM adjudications WHERE audit_id = $1 AND open',
    [auditId],
  )
  return rows[0]!.n
}

/** What is asked rests on scores, and so does what is answered. */
async function byExposed<T>({ auditId, byId }: Of, work: (client: Db) => Promise<T>): Promise<T> {
  await refuseSealed(auditId)
  if (!(await isExposed(auditId, byId)))
    throw new PlumblineError(
      'forbidden',
      'Look at the disagreements first: to ask about them ends your rating here.',
    )
  return transaction(async (client) => {
    const { rowCount } = await client.query(
      `SELECT FROM audits WHERE id = $1 AND status = 'open' FOR SHARE`,
      [auditId],
    )
    if (rowCount === 0)
      throw new PlumblineError('conflict', 'Further ratings can be asked for only while the audit is open.')
    return work(client)
  })
}

function note(
  action: string,
  detail: Record<string, unknown>,
  { auditId, byId }: Of,
  client: Db,
): Promise<void> {
  return recordEvent({ action, userId: byId, auditId, detail }, client)
}
