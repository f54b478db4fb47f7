import type { DuckDBConnection } from '@duckdb/node-api'
import type { Note, Report } from '@/lib/domain/report'
import type { Question } from '@/lib/domain/selection'
import type { SnapshotMeta } from '@/lib/server/snapshot/meta'
import { adjustedBinsOf } from './adjusted-bins'
import { binsOf } from './bins'
import { binnedFeatures, controlFeatures } from './features'
import { type Rows, readRowsOf } from './rows'
import type { Asked } from './source'
import type { Warm } from './warm'

/** The features whose bins are wanted, what these hold equal, and how many bins. */
export type WantedBins = { features: string[]; control: string[]; held: string[]; asked: number | undefined }

/** Throws PlumblineError('invalid') for a feature that the snapshot lacks. */
export function wantedBins(meta: SnapshotMeta, { feature, control, bins }: Question): WantedBins {
  const features = binnedFeatures(meta, feature)
  return { features, control, held: controlFeatures(meta, control), asked: bins }
}

/** The bins of each wanted feature. One that is not among those of the rows is read with rows of its own. */
export async function binsOfAll(
  connection: DuckDBConnection,
  question: Asked,
  rows: Rows,
  { features, control, held, asked, warm }: WantedBins & { warm: Warm },
): Promise<{ bins: Report['bins']; notes: Note[] }> {
  const { common_scale: commonScale } = question.contrast
  const bins: Report['bins'] = {}
  const notes: Note[] = []
  for (const feature of features) {
    const name = `bins ${JSON.stringify([feature, control, asked])}`
    const own = await warm.noted(name, async (notes) => {
      const needed = [...new Set([feature, ...held])]
      const isRead = needed.every((key) => rows.features.has(key))
      const known = isRead ? rows : await readRowsOf(connection, question, needed)
      return control.length > 0
        ? adjustedBinsOf(known, feature, { control, asked, commonScale, notes })
        : binsOf(known, feature, asked, commonScale, notes)
    })
    bins[feature] = own.found
    notes.push(...own.notes)
  }
  return { bins, notes }
}
