'use server'

import { revalidatePath } from 'next/cache'
import { filled } from '@/app/filled'
import { addressSchema, formAction } from '@/app/form-action'
import { tried } from '@/app/tried'
import type { FormState } from '@/lib/domain/form-state'
import { countOf } from '@/lib/domain/format'
import { parsed } from '@/lib/domain/issues'
import { setAsideSchema, takenBackSchema } from '@/lib/domain/set-aside'
import { findAuditId } from '@/lib/server/audits/find'
import { permit } from '@/lib/server/auth/permit'
import { sessionViewer } from '@/lib/server/auth/viewer'
import { setAside, takeBack } from '@/lib/server/supervision/set-aside'

/** Sets the work of a rater aside, for a reason. */
export const setWorkAside = formAction([addressSchema], (slug, data) =>
  change(slug, async (of) => {
    const asked = parsed(setAsideSchema, filled(data))
    const reopened = await setAside(asked, of)
    const opened = reopened > 0 ? ` ${countOf(reopened, 'output')} can be rated by others.` : ''
    return `The work of ${asked.rater} is set aside.${opened}`
  }),
)

export const takeWorkBack = formAction([addressSchema], (slug, data) =>
  change(slug, async (of) => {
    const { rater } = parsed(takenBackSchema, filled(data))
    await takeBack(rater, of)
    return `The work of ${rater} counts again.`
  }),
)

async function change(
  slug: string,
  work: (of: { auditId: number; byId: string }) => Promise<string>,
): Promise<FormState> {
  let message = ''
  const state = await tried(async () => {
    const viewer = await sessionViewer()
    permit(viewer, 'audit:write')
    message = await work({ auditId: await findAuditId(slug), byId: viewer.userId })
    revalidatePath(`/audits/${slug}`, 'layout')
    return undefined
  }, '')
  return state.done ? { ...state, message } : state
}
