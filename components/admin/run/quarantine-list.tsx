import { Time } from '#components/text/time.tsx'
import { Button } from '#components/ui/form.tsx'
import type { QuarantinedView } from '#lib/queries/admin-schemas.ts'

/** Items of documents that could not be read, each as the source sent it. */
export function QuarantineList({ items }: { items: QuarantinedView[] }) {
  if (items.length === 0) return <p className="mt-6">Every item could be parsed.</p>
  return (
    <ul className="mt-6 grid gap-6">
      {items.map((item) => (
        <Item key={item.id} item={item} />
      ))}
    </ul>
  )
}

function Item({
  item: { id, runId, vendor, vendorName, platform, externalId, path, reason, raw, at },
}: {
  item: QuarantinedView
}) {
  return (
    <li className="border-line border-t pt-4">
      <p className="font-[620] wrap-anywhere">{reason}</p>
      <p className="text-small text-soft wrap-anywhere">
        <a href={`/admin/vendors/${vendor}`} className="linked">
          {vendorName}
        </a>
        , {platform}, <code>{path}</code>
        {externalId !== null && `, id ${externalId}`}, last seen{' '}
        <a href={`/admin/runs/${runId}`} className="linked">
          <Time at={at} zone />
        </a>
      </p>
      <details className="mt-2 text-small">
        <summary className="linked w-fit">The item as in the document</summary>
        <pre
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
          tabIndex={0}
          className="mt-2 max-h-96 overflow-auto whitespace-pre-wrap bg-tint p-3 text-note wrap-anywhere"
        >
          {raw}
        </pre>
      </details>
      <form method="post" action="/admin/quarantine/change" className="mt-3 flex flex-wrap gap-2">
        <input type="hidden" name="item" value={id} />
        <Button name="operation" value="retry">
          Read again
        </Button>
        <Button name="operation" value="dismiss">
          Dismiss
        </Button>
      </form>
    </li>
  )
}
