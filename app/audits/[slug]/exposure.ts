'use server'

import { revalidatePath } from 'next/cache'
import { findAudit } from '@/lib/server/audits/find'
import { exposeTo } from '@/lib/server/auth/exposure'
import { permit } from '@/lib/server/auth/permit'
import { sessionViewer } from '@/lib/server/auth/viewer'

/** The viewer asks to see the audit's results, and knows what that ends. */
export async function showResults(slug: string): Promise<void> {
  const viewer = await sessionViewer()
  permit(viewer, 'results:read')
  const audit = await findAudit(slug)
  await exposeTo(audit.id, viewer)
  revalidatePath(`/audits/${slug}`, 'layout')
}
