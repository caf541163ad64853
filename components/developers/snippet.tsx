import { Scroller } from '#components/ui/scroller.tsx'

/** Text to copy into a program or a shell. */
export function Snippet({ label, children }: { label: string; children: string }) {
  return (
    <Scroller label={label} className="mt-3 bg-tint p-3 first:mt-0">
      <pre className="text-note">
        <code>{children}</code>
      </pre>
    </Scroller>
  )
}
