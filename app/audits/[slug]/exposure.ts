'use server'

import { revalidatePath } from 'next/cache'
import { addressSchema, formAction } from '@/app/form-action'
import { tried } from '@/app/tried'
import { findAudit } from '@/lib/server/audits/find'
import { exposeTo } from '@/lib/server/auth/exposure'
import { permit } from '@/lib/server/auth/permit'
import { sessionViewer } from '@/lib/server/auth/viewer'

/** The viewer asks to see the audit's results, and knows what that ends. */
export const showResults = formAction([addressSchema], async (slug) => {
  return tried(async () => {
    const viewer = await sessionViewer()
    permit(viewer, 'results:read')
    const audit = await findAudit(slug)
    // Nothing is shown here: what comes next asks whether the results are sealed.
    await exposeTo(audit.id, viewer, { whileSealed: true })
    revalidatePath(`/audits/${slug}`, 'layout')
    return undefined
  }, '')
})
