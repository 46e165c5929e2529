import t from 'tap'
import type { OrganisationEvent } from './catalogue.ts'
import { desk } from './exampleCity.ts'
import { particularsOf } from './exampleOrganisations.ts'
import { foldOrganisation } from './organisation.ts'
import { type ImportedOrganisation, importOrganisation } from './organisationImport.ts'
import { acting, given, happened, organisation } from './spec.ts'

const imports =
  (status: ImportedOrganisation['status'], particulars = particularsOf(), cause = 'a row') =>
  (history: readonly OrganisationEvent[]) =>
    importOrganisation(
      foldOrganisation(history),
      organisation,
      { particulars, status },
      acting(undefined, cause),
      desk.territory,
    )
const registered = happened('OrganisationRegistered', particularsOf())
const closed = happened('OrganisationClosed', { reason: 'suspended' })
const larger = particularsOf({ capacity: 40 })

t.test('a row registers, amends, closes and reopens, and the same row again changes nothing', async (t) => {
  const on = (...history: Parameters<typeof given<OrganisationEvent>>[1]) =>
    given<OrganisationEvent>(t, history)
  on().when(imports(null)).then(['OrganisationRegistered'])
  on().when(imports('dissolved')).then(['OrganisationRegistered', 'OrganisationClosed'])
  on(registered).when(imports(null)).thenNothing()
  on(registered).when(imports('active')).thenNothing()
  on(registered).when(imports(null, larger)).then(['OrganisationAmended'])
  on(registered)
    .when(imports('dissolved'))
    .then([{ type: 'OrganisationClosed', data: { reason: 'dissolved' } }])
  on(registered, closed).when(imports('dissolved')).thenNothing()
  on(registered, closed).when(imports(null, larger)).then(['OrganisationAmended'])
  on(registered, closed).when(imports('active', larger)).then(['OrganisationAmended', 'OrganisationReopened'])
})

t.test('what lies elsewhere is refused', async (t) => {
  given<OrganisationEvent>(t, [])
    .when(imports(null, particularsOf({ regionCode: '9902' })))
    .thenRefused('outside-city')
})
