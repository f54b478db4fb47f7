import type { Metadata } from 'next'
import { ProblemPage } from '@/components/ui/problem-page'

export const metadata: Metadata = { title: 'Not found' }

export default function NotFound() {
  return (
    <ProblemPage title="There is nothing here">
      <p>The address may be misspelt, or what stood here was removed. Look for it on the start page.</p>
    </ProblemPage>
  )
}
