/** What the API answers of organisations and duty rosters, as far as the screens read it. */
import type { Capability, DutyRole, OrganisationKind, OrganisationStatus } from '@jiahe/domain/vocabulary.ts'

/** Of what is hidden the name stays, telephones are masked, and a shelter's address is null. */
export interface OrganisationItem {
  readonly code: string
  readonly kind: OrganisationKind
  readonly name: string | null
  readonly regionCode: string
  readonly status: OrganisationStatus
  readonly capabilities: readonly Capability[]
  readonly capacity: number | null
  readonly address: string | null
  readonly phone: string | null
  readonly contactName: string | null
  readonly contactPhone: string | null
  readonly hidden: boolean
  readonly revision: number
}
export type Reached = Pick<OrganisationItem, 'address' | 'phone' | 'contactName' | 'contactPhone'>

export interface ShownShift {
  readonly shiftId: string
  readonly role: DutyRole
  readonly from: string
  readonly until: string
  readonly label: string | null
  readonly phone: string | null
}
export interface Roster {
  readonly federation: string
  readonly revision: number
  readonly status: OrganisationStatus
  /** Ids of the shifts that are on now. */
  readonly onDuty: readonly string[]
  readonly shifts: readonly ShownShift[]
}

export interface OrderDuty {
  /** The assignee, or above it the nearest that has somebody on duty. */
  readonly federation: string
  readonly onDuty: readonly Pick<ShownShift, 'role' | 'label' | 'phone'>[]
  readonly until: string | null
}

export interface Remark {
  readonly row: number
  readonly column: string
  readonly reason: string
}
export interface ImportResult {
  readonly rows: number
  readonly accepted: number
  readonly amended: number
  readonly duplicates: number
  readonly rejected: readonly Remark[]
  readonly warnings: readonly Remark[]
}
