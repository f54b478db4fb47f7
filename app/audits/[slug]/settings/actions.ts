'use server'

import { revalidatePath } from 'next/cache'
import { addressSchema, formAction } from '@/app/form-action'
import { tried } from '@/app/tried'
import { auditPatchSchema } from '@/lib/domain/audit'
import type { FormState } from '@/lib/domain/form-state'
import { parsed } from '@/lib/domain/issues'
import { parseJson } from '@/lib/domain/json'
import { findAudit } from '@/lib/server/audits/find'
import { patchAudit } from '@/lib/server/audits/patch'
import { permit } from '@/lib/server/auth/permit'
import { sessionViewer } from '@/lib/server/auth/viewer'

/** Changes what the form's field `audit` (JSON) says. */
export const saveSettings = formAction([addressSchema], async (slug, data) => {
  return change(slug, () => parseJson(String(data.get('audit'))), 'Saved.')
})

/** Moves the audit to the form's `status`. */
export const moveStatus = formAction([addressSchema], async (slug, data) => {
  const status = data.get('status')
  const done = status === 'open' ? 'Open. Raters can begin.' : 'Closed.'
  return change(slug, () => ({ status }), done)
})

function change(slug: string, patch: () => unknown, done: string): Promise<FormState> {
  return tried(async () => {
    const viewer = await sessionViewer()
    permit(viewer, 'audit:write')
    const audit = await findAudit(slug)
    await patchAudit(audit.id, parsed(auditPatchSchema, patch()), viewer.userId)
    revalidatePath(`/audits/${slug}`, 'layout')
  }, done)
}
