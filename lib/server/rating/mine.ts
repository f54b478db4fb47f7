import { masked, type Range } from '@/lib/blinding/mask'
import { type OwnRatings, ownRatingsSchema } from '@/lib/domain/blind'
import { MASKS } from '../blinding/masks'
import { type Db, pool } from '../db/pool'
import { GIVEN } from './ratings'

const PAGE = 30
/** So many characters of a prompt and an output tell a rater which one it was. */
const EXCERPT = 240

/**
 * What a person has submitted in an audit, latest first, a page at a time; `before` is the `next` of the page before.
 * Practice is left out: it stays as it was given.
 */
export async function ownRatings(
  { auditId, userId, before = null }: { auditId: number; userId: string; before?: string | null },
  db: Db = pool(),
): Promise<OwnRatings> {
  const { rows } = await db.query<Row>(
    `SELECT s.id AS item_id, left(p.body, ${EXCERPT}) AS prompt, ${shown('s.output_id')} AS shown,
       ${shown('s.right_output_id')} AS other,
       coalesce(s.comment, '') AS comment, s.seconds,
       to_char(s.submitted_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS submitted_at,
       (SELECT coalesce(json_agg(json_build_object('name', g.name, 'score', g.score) ORDER BY g.position), '[]')
        FROM (${GIVEN}) g WHERE g.assignment_id = s.id) AS scores
     FROM raters r
     JOIN assignments s ON s.rater_id = r.id AND s.status = 'submitted' AND s.purpose <> 'practice'
     JOIN output_versions v ON v.output_id = s.output_id AND v.ended_at IS NULL
     JOIN prompts p ON p.id = v.prompt_id
     WHERE r.audit_id = $1 AND r.user_id = $2 AND ($3::timestamptz IS NULL OR s.submitted_at < $3)
     ORDER BY s.submitted_at DESC, s.id LIMIT ${PAGE + 1}`,
    [auditId, userId, before],
  )
  const items = rows.slice(0, PAGE).map(({ shown, other, ...item }) => ({
    ...item,
    text: textOf(shown) ?? '',
    other_text: textOf(other),
  }))
  return ownRatingsSchema.parse({ items, next: rows.length > PAGE ? items.at(-1)!.submitted_at : null })
}

type Shown = { text: string; masks: Range[] } | null
type Row = Omit<OwnRatings['items'][number], 'text' | 'other_text'> & { shown: Shown; other: Shown }

/** SQL: the beginning of an output's text, and its masks, as JSON; null where the SQL names no output. */
function shown(outputId: string): string {
  return `(SELECT json_build_object('text', left(t.body, ${EXCERPT}), 'masks', ${MASKS})
    FROM output_versions v JOIN output_texts t ON t.version_id = v.id
    WHERE v.output_id = ${outputId} AND v.ended_at IS NULL)`
}

function textOf(shown: Shown): string | null {
  return shown && masked(shown.text, shown.masks)
}
