import { type Seal, sealWords } from '@/lib/domain/seal'

/** In place of results that nobody may see yet. */
export function SealedNotice({ seal }: { seal: Seal }) {
  return (
    <section aria-labelledby="sealed" className="max-w-[60ch] py-6">
      <h2 id="sealed" className="text-2xl font-semibold">
        Sealed
      </h2>
      <p className="mt-3 text-muted">{sealWords(seal)}</p>
    </section>
  )
}
