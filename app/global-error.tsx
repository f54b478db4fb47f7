'use client'

import './globals.css'
import ErrorPage from './error'

/** Stands in when the root layout itself fails. */
export default function GlobalError(props: { error: unknown; retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Plumbline</title>
        <ErrorPage {...props} />
      </body>
    </html>
  )
}
