import Link from 'next/link'
import type { ComponentProps } from 'react'

/** A link within Plumbline. Nothing is fetched before it is followed: to see results is noted, and must be meant. */
export function PageLink(props: Omit<ComponentProps<typeof Link>, 'prefetch'>) {
  return <Link {...props} prefetch={false} />
}
