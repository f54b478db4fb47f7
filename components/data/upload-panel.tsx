'use client'

import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import type { UploadAnswer } from '@/lib/domain/import-answer'
import { fieldsOfHead, kindOfFields, kindOfFileName } from '@/lib/domain/record-files'
import type { RecordKind } from '@/lib/domain/records'
import { Button } from '../ui/button'
import { Field } from '../ui/field'
import { Notice } from '../ui/notice'
import { Select } from '../ui/select'
import { CheckResult } from './check-result'
import { Done } from './done'
import { DropZone } from './drop-zone'
import { KIND_OPTIONS } from './kinds'
import { type Sent, sendFile } from './send-file'
import { Sending } from './sending'

type Step =
  | { name: 'choose' }
  | { name: 'sending'; writing: boolean; share: number }
  | { name: 'checked'; answer: UploadAnswer }
  | { name: 'done'; answer: UploadAnswer }
  | { name: 'problem'; message: string }

/** Choose a file, have it checked, look at what it would do, then import it. Nothing is written before the last step. */
export function UploadPanel({ slug, draft, exposes }: { slug: string; draft: boolean; exposes: boolean }) {
  const router = useRouter()
  const [file, setFile] = useState<File | null>(null)
  const [kind, setKind] = useState<RecordKind | null>(null)
  const [step, setStep] = useState<Step>({ name: 'choose' })
  const sending = useRef<AbortController | null>(null)

  async function choose(chosen: File) {
    setStep({ name: 'choose' })
    setFile(chosen)
    const head = await chosen.slice(0, 4096).text()
    setKind(kindOfFileName(chosen.name) ?? kindOfFields(fieldsOfHead(head)))
  }

  async function send(dryRun: boolean) {
    if (!file || !kind) return
    const controller = new AbortController()
    sending.current = controller
    setStep({ name: 'sending', writing: !dryRun, share: 0 })
    const sent = await sendFile({
      ...{ slug, kind, file, dryRun, signal: controller.signal },
      onProgress: (share) => setStep({ name: 'sending', writing: !dryRun, share }),
    })
    setStep(stepAfter(sent, dryRun))
    if (!dryRun) router.refresh()
  }

  const busy = step.name === 'sending'
  return (
    <div className="flex max-w-[960px] flex-col gap-5">
      <DropZone file={file} disabled={busy} onFile={choose} />
      {file && (
        <div className="flex flex-wrap items-end gap-3">
          <Field label="The file holds">
            {(props) => (
              <Select
                {...props}
                options={[...(kind ? [] : [{ value: '', label: 'Choose …' }]), ...KIND_OPTIONS]}
                value={kind ?? ''}
                disabled={busy}
                onChange={(event) => {
                  setKind(event.target.value as RecordKind)
                  setStep({ name: 'choose' })
                }}
              />
            )}
          </Field>
          {(step.name === 'choose' || step.name === 'problem') && (
            <Button variant="primary" disabled={!kind} onClick={() => send(true)}>
              Check the file
            </Button>
          )}
        </div>
      )}
      {file && exposes && kind && kind !== 'outputs' && step.name === 'choose' && (
        <Notice tone="warn" title="Bringing in ratings ends your rating here">
          It shows scores, already when the file is checked. From then on you cannot rate in this audit until
          it is closed.
        </Notice>
      )}
      {step.name === 'sending' && (
        <Sending share={step.share} writing={step.writing} onStop={() => sending.current?.abort()} />
      )}
      {step.name === 'problem' && (
        <Notice tone="danger" title="That did not work" live>
          {step.message}
        </Notice>
      )}
      {step.name === 'checked' && <CheckResult answer={step.answer} onImport={() => send(false)} />}
      {step.name === 'done' && kind && <Done slug={slug} kind={kind} draft={draft} answer={step.answer} />}
    </div>
  )
}

function stepAfter(sent: Sent, dryRun: boolean): Step {
  if ('problem' in sent) return { name: 'problem', message: sent.problem }
  // Refused although the check had passed: the audit changed in between.
  if (dryRun || !sent.answer.accepted) return { name: 'checked', ...sent }
  return { name: 'done', answer: sent.answer }
}
