'use server'

import { redirect } from 'next/navigation'
import { formAction } from '@/app/form-action'
import { tried } from '@/app/tried'
import { auditInputSchema } from '@/lib/domain/audit'
import { parsed } from '@/lib/domain/issues'
import { parseJson } from '@/lib/domain/json'
import { createAudit } from '@/lib/server/audits/create'
import { permit } from '@/lib/server/auth/permit'
import { sessionViewer } from '@/lib/server/auth/viewer'

/** Makes the audit of the form's field `audit` (JSON) and goes to where its outputs are brought in. */
export const makeAudit = formAction([], async (data) => {
  return tried(async () => {
    const viewer = await sessionViewer()
    permit(viewer, 'audit:write')
    const input = parsed(auditInputSchema, parseJson(String(data.get('audit'))))
    const { slug } = await createAudit(input, viewer.userId)
    redirect(`/audits/${slug}/data`)
  }, '')
})
