import { FEATURES } from '@/lib/features/registry'
import type { Db } from '@/lib/server/db/pool'

/** The id of the set that today's feature values follow: their keys and versions, in order. */
export async function featureSetId(db: Db): Promise<number> {
  const set = [FEATURES.map(({ key }) => key), FEATURES.map(({ version }) => version)]
  await db.query('INSERT INTO feature_sets (keys, versions) VALUES ($1, $2) ON CONFLICT DO NOTHING', set)
  const { rows } = await db.query<{ id: number }>(
    'SELECT id FROM feature_sets WHERE keys = $1 AND versions = $2',
    set,
  )
  return rows[0]!.id
}
