import type { MetadataRoute } from 'next'

/** For who puts the site on a home screen; https://www.w3.org/TR/appmanifest/. */
export default function manifest(): MetadataRoute.Manifest {
  return {
    name: 'Outage History',
    short_name: 'Outages',
    description: 'How often other people’s services were down, for how long, and what their vendors posted.',
    start_url: '/',
    display: 'browser',
    background_color: '#ffffff',
    theme_color: '#ffffff',
    icons: [
      { src: '/icon.svg', sizes: 'any', type: 'image/svg+xml' },
      { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
      { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
    ],
  }
}
