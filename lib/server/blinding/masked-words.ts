import { inContext, type Range } from '@/lib/blinding/mask'
import { pool } from '../db/pool'
import { MASKS } from './masks'

/** What raters do not see of an output's current text, in its order. It tells of authors: whoever is to see it must be exposed. */
export async function maskedWords(auditId: number, outputId: string): Promise<string[]> {
  const { rows } = await pool().query<{ text: string; masks: Range[] }>(
    `SELECT t.body AS text, ${MASKS} AS masks FROM outputs o
     JOIN output_versions v ON v.output_id = o.id AND v.ended_at IS NULL
     JOIN output_texts t ON t.version_id = v.id
     WHERE o.audit_id = $1 AND o.external_id = $2`,
    [auditId, outputId],
  )
  return rows.flatMap(({ text, masks }) =>
    masks.toSorted((a, b) => a.start - b.start).map((mask) => inContext(text, mask).words),
  )
}
