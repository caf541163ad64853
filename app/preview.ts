import type { Metadata } from 'next'
import { IMAGE } from '#lib/formats/picture.ts'

type Preview = Pick<Metadata, 'openGraph' | 'twitter'>

/**
 * What chat programs and social networks show of a page. Next does not merge the fields of Open Graph that a layout and a page set,
 * so each page gives all of them.
 */
export function previewOf(
  { title, description, url }: { title: string; description: string; url: string },
  image: string | null,
  article?: { publishedTime: string | undefined; modifiedTime: string | undefined },
): Preview {
  const images = image === null ? [] : [{ url: image, ...IMAGE, alt: description, type: 'image/png' }]
  const about = { title, description, url, siteName: 'Outage History', images }
  return {
    openGraph: article === undefined ? { ...about, type: 'website' } : { ...about, type: 'article', ...article },
    ...(image !== null && { twitter: { card: 'summary_large_image', title, description, images: [image] } }),
  }
}
