'use server'

import { revalidatePath } from 'next/cache'
import { addressSchema, formAction } from '@/app/form-action'
import { tried } from '@/app/tried'
import { countOf } from '@/lib/domain/format'
import { parsed } from '@/lib/domain/issues'
import { chosenLeaksSchema, leakDecisionSchema } from '@/lib/domain/leaks'
import { findAudit } from '@/lib/server/audits/find'
import { permit } from '@/lib/server/auth/permit'
import { sessionViewer } from '@/lib/server/auth/viewer'
import { decideLeaks } from '@/lib/server/blinding/decide'

/** Decides of one place, or of all that a filter keeps, as the form's `decision` says. */
export const decide = formAction([addressSchema, chosenLeaksSchema], async (slug, which, data) => {
  let outcome = { decided: 0, fixed: 0 }
  const state = await tried(async () => {
    const viewer = await sessionViewer()
    permit(viewer, 'audit:write')
    const audit = await findAudit(slug)
    const decision = parsed(leakDecisionSchema, data.get('decision'))
    outcome = await decideLeaks(audit.id, which, decision, viewer.userId)
    revalidatePath(`/audits/${slug}`, 'layout')
    return undefined
  }, '')
  if (!state.done) return state
  const { decided, fixed } = outcome
  const left = fixed > 0 ? ` ${countOf(fixed, 'place')} in rated outputs stay as they were shown.` : ''
  return { ...state, message: `${countOf(decided, 'place')} decided.${left}` }
})
