import { expect, type Page } from '@playwright/test'

export interface Credentials {
  email: string
  password: string
  /** The address that a proxy before the site tells. */
  address?: string
}

/**
 * Signs the page's browser in without drawing the form and the overview: tests of the form fill it, others begin behind it.
 * The page stays where it is.
 */
export async function signInWithoutForm(page: Page, siteUrl: string, credentials: Credentials): Promise<void> {
  const { email, password, address } = credentials
  const answer = await page.request.post(`${siteUrl}/admin/sign-in/submit`, {
    form: { email, password },
    headers: { origin: siteUrl, ...(address && { 'x-forwarded-for': address }) },
    maxRedirects: 0,
  })
  expect([answer.status(), answer.headers().location]).toEqual([303, '/admin'])
}
