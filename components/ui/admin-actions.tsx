/** Where an admin who reads this vendor's page goes on; not for anybody else. */
export function VendorAdminActions({ slug }: { slug: string }) {
  return (
    <ul className="mt-2 flex flex-wrap gap-x-4 text-label text-soft print:hidden">
      <li>
        <form method="post" action={`/admin/vendors/${slug}/ingest`}>
          <input type="hidden" name="mode" value="poll" />
          <button type="submit" className="linked min-h-6">
            Read again
          </button>
        </form>
      </li>
      <li>
        <a href={`/admin/vendors/${slug}`} className="linked inline-block min-h-6">
          Manage vendor
        </a>
      </li>
    </ul>
  )
}

/** The same for an incident. */
export function IncidentAdminActions({ id, vendor }: { id: string; vendor: string }) {
  return (
    <ul className="mt-2 flex flex-wrap gap-x-4 text-label text-soft print:hidden">
      <li>
        <a href={`/admin/incidents/${id}`} className="linked inline-block min-h-6">
          Correct
        </a>
      </li>
      <li>
        <a href={`/admin/vendors/${vendor}`} className="linked inline-block min-h-6">
          Manage vendor
        </a>
      </li>
    </ul>
  )
}
