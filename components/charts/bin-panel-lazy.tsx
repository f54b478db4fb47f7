'use client'

import dynamic from 'next/dynamic'
import type { BinPanelProps } from './bin-panel'

/** The chart library is fetched only where a chart is; the place is kept meanwhile. */
const BinPanel = dynamic(() => import('./bin-panel'), {
  ssr: false,
  loading: () => <div className="h-[208px]" />,
})

export function LazyBinPanel(props: BinPanelProps) {
  return <BinPanel {...props} />
}
