import type { UploadAnswer } from '@/lib/domain/import-answer'
import type { RecordKind } from '@/lib/domain/records'

export type Sending = {
  slug: string
  kind: RecordKind
  file: File
  dryRun: boolean
  /** The share of the file that was sent, 0 … 1. */
  onProgress: (share: number) => void
  signal: AbortSignal
}

/** What the server made of a file: counts and faults, or why it could not look at it. */
export type Sent = { answer: UploadAnswer } | { problem: string }

/** Sends a file to the upload route. By XMLHttpRequest, since fetch does not say how much has been sent. */
export function sendFile({ slug, kind, file, dryRun, onProgress, signal }: Sending): Promise<Sent> {
  const query = new URLSearchParams({ kind, dry_run: dryRun ? '1' : '0', file_name: file.name.slice(-300) })
  const request = new XMLHttpRequest()
  return new Promise((resolve) => {
    request.open('POST', `/audits/${slug}/data/upload?${query}`)
    request.responseType = 'json'
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.upload.addEventListener('progress', ({ loaded, total }) =>
      onProgress(total > 0 ? loaded / total : 1),
    )
    request.addEventListener('load', () => resolve(read(request)))
    request.addEventListener('error', () =>
      resolve({
        problem: 'The connection broke before the file had arrived. Nothing was written. Try again.',
      }),
    )
    request.addEventListener('abort', () => resolve({ problem: 'Stopped. Nothing was written.' }))
    signal.addEventListener('abort', () => request.abort())
    request.send(file)
  })
}

function read({ status, response }: XMLHttpRequest): Sent {
  if (response && typeof response.received === 'number') return { answer: response }
  if (status === 401) return { problem: 'You are not signed in any more. Sign in and send the file again.' }
  const detail = typeof response?.detail === 'string' ? response.detail : `The server answered ${status}.`
  return { problem: detail }
}
