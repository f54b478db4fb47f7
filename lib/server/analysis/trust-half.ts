import type { Report } from '@/lib/domain/report'
import type { Question } from '@/lib/domain/selection'
import { withDuckDb } from '@/lib/server/snapshot/duckdb'
import type { Snapshot } from '@/lib/server/snapshot/folders'
import { agreementOf, type RatersAgreement } from './agreement'
import { comparisonsOf } from './comparisons'
import { askedOf } from './contrast'
import { gateSection, targeted } from './gate-section'
import { inOrder, Notes } from './notes'
import { presentationEffect } from './presentation'
import { readSelected } from './selected'
import { selfPreferenceOf } from './self-preference'
import { warmFor } from './warm'
import { goalOnlyOf, plainRows, ratingsOf, unjudgedOf } from './whole'

type Sections =
  | ('gate' | 'calibration' | 'prediction_powered' | 'classification')
  | ('self_preference' | 'presentation' | 'comparisons' | 'notes')

/** What can be relied on: the signal as a gate and in people's place, and the raters and judges among themselves. */
export type TrustHalf = Pick<Report, Sections> & {
  agreement: RatersAgreement | null
  one_sided: Pick<Report['n'], 'proxy_only' | 'goal_only'>
}

export async function trustHalf(snapshot: Snapshot, question: Question): Promise<TrustHalf> {
  const asked = askedOf(snapshot, question)
  const warm = warmFor('trust', asked)
  return withDuckDb(async (connection) => {
    const read = await warm.part('read', async () => {
      const selected = await readSelected(connection, asked)
      const picked = await plainRows(connection, asked, selected)
      const unjudged = await unjudgedOf(connection, asked, selected)
      return { selected, picked, unjudged, goalOnly: await goalOnlyOf(connection, asked, selected) }
    })
    const { selected, picked, unjudged } = read
    const { rows } = picked
    const gates = await warm.noted('gate', (notes) => {
      const ratings = () => ratingsOf(connection, asked, picked)
      return gateSection(connection, asked, { rows, ratings, unjudged, notes })
    })
    const among = await warm.noted('among raters', async (notes) => {
      const agreement = await agreementOf(connection, asked, { selected, rows, notes })
      const reliability = agreement?.reliability ?? null
      const self_preference = await selfPreferenceOf(connection, asked, reliability, notes)
      const presentation = await presentationEffect(connection, asked, selected, notes)
      const comparisons = await comparisonsOf(connection, asked, notes)
      return { agreement, self_preference, presentation, comparisons }
    })
    const notes = new Notes()
    const gate = targeted(gates.found, question, notes)
    const { calibration, prediction_powered, classification } = gates.found
    return {
      ...{ gate, calibration, prediction_powered, classification, ...among.found },
      one_sided: { proxy_only: unjudged.length, goal_only: read.goalOnly },
      notes: inOrder([...gates.notes, ...notes.list(), ...among.notes]),
    }
  })
}
