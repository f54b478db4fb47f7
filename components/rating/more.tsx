import { Button } from '@/components/ui/button'
import { ThemeToggle } from '@/components/ui/theme-toggle'
import { SizeButtons, type TextSize } from './top-bar'

/** What has no room in the bar on a phone, and what is seldom needed. */
export function More({
  textSize,
  onMine,
  onGuidelines,
  onWithdraw,
}: {
  textSize: TextSize
  onMine: () => void
  onGuidelines: () => void
  onWithdraw: () => void
}) {
  return (
    <div className="flex flex-col gap-2">
      <Button className="h-11! justify-start" onClick={onMine}>
        Your ratings
      </Button>
      <Button className="h-11! justify-start" onClick={onGuidelines}>
        Guidelines
      </Button>
      <div className="mt-2 flex items-center gap-1">
        <span className="mr-auto text-sm text-muted">Text size</span>
        <SizeButtons {...textSize} />
      </div>
      <div className="flex items-center gap-1">
        <span className="mr-auto text-sm text-muted">Light or dark</span>
        <ThemeToggle />
      </div>
      <div className="mt-2 border-t border-border pt-4">
        <Button variant="ghost" className="h-11! text-danger" onClick={onWithdraw}>
          Withdraw your ratings…
        </Button>
      </div>
    </div>
  )
}
