/** Holds the place of a text that is on its way. */
export function Waiting() {
  return (
    <div aria-hidden="true" className="mx-auto flex w-full max-w-[800px] flex-col gap-3 px-4 py-8 sm:px-8">
      {['w-1/3', 'w-full', 'w-11/12', 'w-full', 'w-2/3'].map((width, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines never change
        <div key={i} className={`h-4 rounded bg-surface ${width}`} />
      ))}
    </div>
  )
}

/** All that was fetched ahead is rated, and nothing more can come just now. */
export function WaitingForConnection({ words }: { words: string | null }) {
  return (
    <section className="mx-auto flex min-h-[50dvh] max-w-[560px] flex-col items-start justify-center gap-2 px-6">
      <h2 className="text-xl font-semibold">You have rated all that was fetched ahead</h2>
      <p className="text-muted">
        The next output comes as soon as the connection is back. {words && `${words}, kept on this device. `}
        Nothing is lost if you close this page meanwhile.
      </p>
    </section>
  )
}
