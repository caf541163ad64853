/** The page that shows a detection. `catalogue`: the slug of the vendor in the catalogue whose page was examined. */
export function detectionPath(detection: string, catalogue: string | null): string {
  const query = new URLSearchParams({ detection, ...(catalogue !== null && { catalogue }) })
  return `/admin/vendors/new?${query}`
}
