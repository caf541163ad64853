import { type RunningSite, startSite } from '../site.ts'
import { startVendorServer, type VendorServer } from '../vendor-server.ts'

/** The account of a new site's first admin. */
export const ADMIN = { email: 'admin@localhost', password: 'the first of many' }

export interface AdminSite {
  site: RunningSite
  vendor: VendorServer
  stop(): Promise<void>
}

/** A site with an admin and a worker, and a vendor on this machine that it may read. */
export async function startAdminSite(env: Record<string, string> = {}): Promise<AdminSite> {
  const vendor = await startVendorServer()
  try {
    const site = await startSite({
      env: {
        ADMIN_PASSWORD: ADMIN.password,
        FETCH_ALLOW_CIDRS: '127.0.0.0/8',
        BACKFILL_SPACING_MS: '0',
        WORKER: 'on',
        ...env,
      },
    })
    const stop = async () => {
      await site.stop()
      await vendor.close()
    }
    return { site, vendor, stop }
  } catch (error) {
    await vendor.close()
    throw error
  }
}
