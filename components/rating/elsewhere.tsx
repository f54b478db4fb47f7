import { Button, ButtonLink } from '@/components/ui/button'

/** Another tab of this browser has the desk. */
export function Elsewhere({ title, onTakeOver }: { title: string; onTakeOver: () => void }) {
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-[560px] flex-col items-start justify-center gap-4 px-6">
      <h1 className="text-2xl font-semibold">You are rating in another tab</h1>
      <p className="text-muted">
        “{title}” is open there. One tab at a time rates, so that nothing is handed out or sent twice. What
        you chose there comes along.
      </p>
      <div className="flex flex-wrap gap-2">
        <Button variant="primary" size="large" onClick={onTakeOver}>
          Continue here
        </Button>
        <ButtonLink href="/rate" size="large" variant="ghost">
          To your rating tasks
        </ButtonLink>
      </div>
    </main>
  )
}
