/** What tests use of @aero/statuspage, which comes without types. */
declare module '@aero/statuspage' {
  interface Incident {
    id: string
    name: string
    impact: string | null
    url: string
    status: string
    updates: { description: string; status: string; updated: Date }[]
  }
  interface Component {
    id: string
    name: string
    status: string
    children: Component[]
  }
  export class StatusPageClient {
    constructor(url: string)
    summary(): Promise<{
      page: { name: string; url: string }
      status: { indicator: string; description: string }
      components: Component[]
      incidents: Incident[]
      maintenances: Incident[]
    }>
    status(): Promise<{ status: { indicator: string } }>
    components(): Promise<Component[]>
    incidents(unresolved?: boolean): Promise<Incident[]>
    maintenances(type?: number): Promise<Incident[]>
  }
  export const maintenances: { ALL: number; ACTIVE: number; UPCOMING: number }
}
