import { startDeliveries } from '#lib/alerts/deliveries/start-deliveries.ts'

/** A process that only sends alerts, with short limits, until it is killed. */
process.env.OUTAGE_HISTORY_ROLE = 'worker'
startDeliveries(process.env.DATABASE_URL ?? '', { timeoutMs: 400, leaseMs: 1_000, pollMs: 100 })
process.stdout.write('ready\n')
