export function ReadPath({ path }: { path: string }) {
  return <code className="block break-all text-note text-soft">GET {path}</code>
}
