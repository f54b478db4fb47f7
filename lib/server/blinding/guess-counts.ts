import type { Guesses } from '@/lib/domain/report-blinding'
import { type BlindingIndex, bangBlindingIndex, type RatersGuesses } from '@/lib/stats/bang-blinding-index'
import { type Db, pool } from '../db/pool'
import { isSetAside } from '../supervision/is-set-aside'
import { modelNames } from './guesses'

type Row = RatersGuesses & { raterId: number; model: string }

/**
 * What raters' guesses say of the blinding: over all, and by the model that wrote the output. Raters who withdrew or whose
 * work was set aside are left out. Guesses are few, so that each one's version is looked up (OFFSET 0): every report asks this.
 */
export async function guessesOf(auditId: number, db: Db = pool()): Promise<Guesses> {
  const { rows } = await db.query<Row>(
    `SELECT g.rater_id AS "raterId", m.name AS model,
       count(*) FILTER (WHERE g.model_id = v.model_id)::int AS correct,
       count(*) FILTER (WHERE g.model_id <> v.model_id)::int AS wrong,
       count(*) FILTER (WHERE g.model_id IS NULL)::int AS unknown
     FROM author_guesses g
     JOIN raters r ON r.id = g.rater_id AND r.withdrawn_at IS NULL AND NOT ${isSetAside('r.id')}
     CROSS JOIN LATERAL (
       SELECT model_id FROM output_versions WHERE output_id = g.output_id AND ended_at IS NULL OFFSET 0) v
     JOIN models m ON m.id = v.model_id
     WHERE g.audit_id = $1 GROUP BY g.rater_id, m.name ORDER BY m.name COLLATE "C", g.rater_id`,
    [auditId],
  )
  // All of an audit's versions are read for their names, which is for nothing where nobody guessed.
  const authors = rows.length > 0 ? (await modelNames(db, auditId)).length : 0
  const models = [...new Set(rows.map(({ model }) => model))]
  const all = bangBlindingIndex(perRater(rows), authors)
  return {
    ...rowOf(all),
    authors,
    why: all.reason ?? null,
    by_model: models.map((model) => {
      const index = bangBlindingIndex(
        rows.filter((row) => row.model === model),
        authors,
      )
      return { model, ...rowOf(index), why: index.reason ?? null }
    }),
  }
}

function perRater(rows: readonly Row[]): RatersGuesses[] {
  const raters = new Map<number, RatersGuesses>()
  for (const { raterId, correct, wrong, unknown } of rows) {
    const own = raters.get(raterId) ?? { correct: 0, wrong: 0, unknown: 0 }
    raters.set(raterId, {
      correct: own.correct + correct,
      wrong: own.wrong + wrong,
      unknown: own.unknown + unknown,
    })
  }
  return [...raters.values()]
}

function rowOf({ n, raters, correct, wrong, unknown, index, ci, chance, ...beyond }: BlindingIndex) {
  return {
    ...{ n, raters, correct, wrong, dont_know: unknown, index, index_ci: ci, chance },
    ...{ beyond_chance: beyond.beyondChance, beyond_chance_ci: beyond.beyondChanceCi },
  }
}
