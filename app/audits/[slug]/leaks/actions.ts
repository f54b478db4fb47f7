'use server'

import { revalidatePath } from 'next/cache'
import { tried } from '@/app/tried'
import type { FormState } from '@/lib/domain/form-state'
import { countOf } from '@/lib/domain/format'
import { parsed } from '@/lib/domain/issues'
import { type ChosenLeaks, chosenLeaksSchema, leakDecisionSchema } from '@/lib/domain/leaks'
import { findAudit } from '@/lib/server/audits/find'
import { permit } from '@/lib/server/auth/permit'
import { sessionViewer } from '@/lib/server/auth/viewer'
import { decideLeaks } from '@/lib/server/blinding/decide'

/** Decides of one place, or of all that a filter keeps, as the form's `decision` says. */
export async function decide(
  slug: string,
  which: ChosenLeaks,
  _state: FormState,
  data: FormData,
): Promise<FormState> {
  let outcome = { decided: 0, fixed: 0 }
  const state = await tried(async () => {
    const viewer = await sessionViewer()
    permit(viewer, 'audit:write')
    const audit = await findAudit(slug)
    const decision = parsed(leakDecisionSchema, data.get('decision'))
    outcome = await decideLeaks(audit.id, parsed(chosenLeaksSchema, which), decision, viewer.userId)
    revalidatePath(`/audits/${slug}`, 'layout')
    return undefined
  }, '')
  if (!state.done) return state
  const { decided, fixed } = outcome
  const left = fixed > 0 ? ` ${countOf(fixed, 'place')} in rated outputs stay as they were shown.` : ''
  return { ...state, message: `${countOf(decided, 'place')} decided.${left}` }
}
